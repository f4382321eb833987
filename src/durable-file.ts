// Files that a power cut cannot take back, and that are known by their content.

import { createHash } from 'node:crypto'
import { chmod, mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A file's content, or a folder's names, are on the disk when it returns. */
export async function sync(path: string): Promise<void> {
  await using handle = await open(path, 'r')
  await handle.sync()
}

/** Makes a folder, and those above it that are not there: all their names are on the disk when it returns. */
export async function makeFolders(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true })
  if (first === undefined) return
  for (let made = path; made.length >= first.length; made = dirname(made)) await sync(dirname(made))
}

/** A file that is there whole, or as it was. @param mode default: as the system makes them */
export async function writeWhole(path: string, text: string, mode?: number): Promise<void> {
  const beside = `${path}.${process.pid}.new`
  const file = await open(beside, 'w', mode)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  if (mode !== undefined) await chmod(beside, mode) // whatever stood there, and whatever the umask is
  await rename(beside, path)
  await sync(dirname(path))
}

const BLOCK = 1 << 20

/** Hex SHA-256 of a file's bytes, through one buffer: a stream's many are most of what it would cost. */
export async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  const block = Buffer.allocUnsafe(BLOCK)
  await using file = await open(path)
  for (;;) {
    const { bytesRead } = await file.read(block, 0, BLOCK)
    if (bytesRead === 0) return hash.digest('hex')
    hash.update(block.subarray(0, bytesRead))
  }
}
