// A finished download gets its name.

import { rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sync } from '../durable-file.ts'
import { failpoint } from '../failpoint.ts'

/** Gives a file, whose bytes are on the disk already, its final name. */
export async function giveName(part: string, path: string): Promise<void> {
  await failpoint('source.synced')
  await rename(part, path)
  await failpoint('source.renamed')
  await sync(dirname(path))
}
