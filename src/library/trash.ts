// The library's own trash: files that were taken back lie there for a while, under the day and the place they had.

import { lstat, readdir, rename, rm } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { makeFolders, sync } from '../durable-file.ts'
import { codeOf, Environment, InputFault } from '../errors.ts'
import { failpoint } from '../failpoint.ts'
import { diskFault } from './disk-fault.ts'

/** Hidden: no walk of the library sees what is in it. */
const TRASH = '.trash'
const DAY_MS = 86_400_000
/** So long what is in it can be brought back. */
export const KEPT_DAYS = 30
const DAY = /^\d{4}-\d\d-\d\d$/

/** Where a file of the library is kept: one place for each file and time. */
export function trashPlace(dir: string, path: string, at: Date): string {
  const place = relative(dir, path)
  const time = at.toISOString()
  return join(dir, TRASH, time.slice(0, 10), time.slice(11, 23).replaceAll(/[:.]/g, ''), place)
}

/** Whether a path leads into the library. */
export function isInside(dir: string, path: string): boolean {
  const way = relative(dir, path)
  return way !== '' && !way.startsWith('..') && !isAbsolute(way)
}

/**
 * Moves a file, never over another one. Done again after a kill it is done already.
 * @returns whether it is at its new place; false: it was at neither
 */
export async function moveFile(from: string, to: string): Promise<boolean> {
  const [isFrom, isTo] = [await isThere(from), await isThere(to)]
  if (!isFrom) return isTo
  if (isTo) throw new InputFault(`${to} is there already: it is not written over`, 'Needs_Review')
  await makeFolders(dirname(to)).catch(diskFault)
  await rename(from, to).catch(error => {
    if (codeOf(error) !== 'EXDEV') return diskFault(error)
    throw new Environment(`${from} lies on another volume than the library: move it by hand`, { cause: error })
  })
  await failpoint('trash.moved')
  await sync(dirname(to))
  await sync(dirname(from))
  return true
}

/** What has lain there for longer than it can be brought back. @returns how many days of it were removed */
export async function tidyTrash(dir: string, now: number): Promise<string[]> {
  const removed: string[] = []
  for (const day of await namesIn(join(dir, TRASH))) {
    if (!DAY.test(day) || now - Date.parse(day) <= (KEPT_DAYS + 2) * DAY_MS) continue // by whatever time zone
    await rm(join(dir, TRASH, day), { recursive: true, force: true })
    removed.push(day)
  }
  return removed
}

const namesIn = (dir: string) =>
  readdir(dir).catch(error => {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  })

const isThere = (path: string) =>
  lstat(path).then(
    () => true,
    error => {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false
      throw error
    },
  )
