// Where a file stands whose path leads nowhere: the library may have moved as a whole, and then the place within it is the same.

import { join } from 'node:path'
import type { FileRecord } from '../../store/journal.ts'
import type { Tools } from '../../tools.ts'
import { hasSum } from '../sums.ts'
import type { RowFile } from './verify-context.ts'

/** @returns the file's record at its present path, proved by its content; its page is another one's where the row shares it */
export async function presentPlace(page: string, { path, known }: RowFile, tools: Tools) {
  const { journal, library, merges } = tools
  const record = known ?? journal.fileAt(path)
  const isOf = (one: FileRecord) => one.page === page || one.page === merges.of(page)?.owner
  for (const candidate of placesIn(library.dir, path)) {
    const there = journal.fileAt(candidate)
    const expected = there ?? record
    if (!expected || !isOf(expected)) continue
    if (await hasSum(candidate, expected.sha256)) return { ...expected, path: candidate }
  }
  return undefined
}

/** As much of the path's end as may be the place within the library, the longest first. */
function placesIn(dir: string, path: string): string[] {
  const names = path.split(/[\\/]/).filter(name => name !== '' && name !== '.' && name !== '..')
  return names.map((_, index) => join(dir, ...names.slice(index))).filter(place => place !== path)
}
