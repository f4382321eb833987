// logs/music_sync_cron.log: what schedulers write of the program's own words. It is held open by them, so it is emptied in place.

import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

export const OUTPUT_LOG = 'music_sync_cron.log'

const MOST_BYTES = 5 * 1024 * 1024
/** Older ones go. */
const KEPT = 3
const CHUNK = 256 * 1024

/**
 * What stands in it becomes `….1`, and it is empty; whoever has it open for appending writes on at its beginning. Done in one
 * go, so that of this program's own lines none falls between the copy and the end of it.
 * @returns whether it was too large
 */
export function trimOutputLog(logsDir: string, mostBytes = MOST_BYTES): boolean {
  const path = join(logsDir, OUTPUT_LOG)
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat?.isFile() || stat.size <= mostBytes) return false
  const beside = `${path}.new`
  const from = openSync(path, 'r+')
  try {
    copyAll(from, beside, stat.mode)
    shift(path)
    renameSync(beside, `${path}.1`)
    ftruncateSync(from, 0)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  } finally {
    closeSync(from)
  }
  return true
}

/** To its very end, also when that moves on meanwhile. */
function copyAll(from: number, to: string, mode: number): void {
  const target = openSync(to, 'w', mode)
  try {
    const chunk = Buffer.alloc(CHUNK)
    for (let at = 0; at < fstatSync(from).size; ) {
      const read = readSync(from, chunk, 0, CHUNK, at)
      for (let written = 0; written < read; ) written += writeSync(target, chunk, written, read - written)
      at += read
    }
    fsyncSync(target)
  } finally {
    closeSync(target)
  }
}

function shift(path: string): void {
  rmSync(`${path}.${KEPT}`, { force: true })
  for (let number = KEPT - 1; number >= 1; number -= 1)
    if (statSync(`${path}.${number}`, { throwIfNoEntry: false }))
      renameSync(`${path}.${number}`, `${path}.${number + 1}`)
}
