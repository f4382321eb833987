// What makes a finished file one that a power cut cannot take back, and known by its content.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { failpoint } from '../failpoint.ts'

/** Gives a file, whose bytes are on the disk already, its final name. */
export async function giveName(part: string, path: string): Promise<void> {
  await failpoint('source.synced')
  await rename(part, path)
  await failpoint('source.renamed')
  await sync(dirname(path))
}

/** A file's content, or a folder's names, are on the disk when it returns. */
export async function sync(path: string): Promise<void> {
  await using handle = await open(path, 'r')
  await handle.sync()
}

/** Hex SHA-256 of a file. */
export async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}
