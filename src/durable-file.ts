// Files that a power cut cannot take back, and that are known by their content.

import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { codeOf } from './errors.ts'

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

const UNFINISHED = /^(\d+)\.part$/
const startOf = (path: string) => `.${basename(path)}.`

/** Where this process writes a file before it takes its place: hidden, on the same disk. */
export const besideOf = (path: string): string => join(dirname(path), `${startOf(path)}${process.pid}.part`)

/** What runs that were killed left on their way to this file goes. */
export async function sweepBeside(path: string): Promise<void> {
  const start = startOf(path)
  for (const name of await readdir(dirname(path))) {
    const by = name.startsWith(start) ? UNFINISHED.exec(name.slice(start.length))?.[1] : undefined
    if (by !== undefined && !isRunning(Number(by))) await rm(join(dirname(path), name), { force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}

/** A file that is there whole, or as it was. @param mode default: as the system makes them */
export async function writeWhole(path: string, text: string, mode?: number): Promise<void> {
  const beside = besideOf(path)
  try {
    await writeSynced(beside, text, mode)
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
  await sync(dirname(path))
  await sweepBeside(path).catch(() => {}) // the file is there
}

async function writeSynced(path: string, text: string, mode?: number): Promise<void> {
  await using file = await open(path, 'w', mode)
  if (mode !== undefined) await file.chmod(mode) // whatever stood there, and whatever the umask is
  await file.writeFile(text)
  await file.sync()
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
