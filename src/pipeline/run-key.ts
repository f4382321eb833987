// What makes two runs of a track the same work, and where that work lies while it is done.

import { createHash } from 'node:crypto'
import { mkdir, statfs } from 'node:fs/promises'
import { Environment, messageOf } from '../errors.ts'
import { inputOf, type Track } from '../model/track.ts'
import type { Tools } from '../tools.ts'

/** Grows when the stages make something else of the same input. */
const PIPELINE = 2

/** `<page id> <16 hex digits>`: the row; its input, and what is made of it. */
export function runKey(row: Track, { formats, encoding }: Pick<Tools, 'formats' | 'encoding'>): string {
  const all = JSON.stringify([inputOf(row), [...formats].sort(), encoding, PIPELINE])
  return `${row.id} ${createHash('sha256').update(all).digest('hex').slice(0, 16)}`
}

/** A run's own folder among those of its row. */
export const folderOf = (run: string) => run.slice(run.indexOf(' ') + 1)

/** A source, three formats of it, and something left for everybody else. */
const LEAST_FREE_MB = 500

/** @throws Environment when there is no place for working files */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
    const { bavail, bsize } = await statfs(path)
    if (bavail * bsize >= LEAST_FREE_MB * 1024 * 1024) return
  } catch (error) {
    throw new Environment(`the working folder ${path} cannot be made: ${messageOf(error)}`, { cause: error })
  }
  throw new Environment(`less than ${LEAST_FREE_MB} MB are free where working files go (${path})`)
}
