// Rows with files of which not everything measured is in the row.

import { stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { Analysis } from '../audio/analysis/analysis.ts'
import { isFault } from '../errors.ts'
import { trackKey } from '../model/job.ts'
import type { Track } from '../model/track.ts'
import { type MeasuredField, pathsOf, unmeasuredOf } from '../model/unmeasured.ts'
import { measuredValues } from '../pipeline/measured-values.ts'
import type { Tools } from '../tools.ts'

export interface UnmeasuredRow {
  row: Track
  lacks: readonly MeasuredField[]
  /** The best of its files that is there. */
  path: string
  /** By which the file is known again: place, size and time. */
  mark: string
  /** What was measured of this file before: it need not be decoded again. */
  known?: Analysis
}

/** Beside those that are asked for, so many may be known to have nothing to give. */
const SPARE = 200

/** Oldest first, without those of which all that can be measured is said, or that are worked on, or whose files are away. */
export async function findUnmeasured(tools: Tools, limit: number): Promise<UnmeasuredRow[]> {
  const tracks = await tools.tracks()
  await tools.library.check()
  const oldest = await tracks.listUnmeasured(limit + SPARE)
  const found = await firstOf(tools, oldest, limit)
  const isAll = found.length === limit || oldest.length < limit + SPARE
  return isAll ? found : await firstOf(tools, await tracks.listUnmeasured(), limit)
}

async function firstOf(tools: Tools, rows: readonly Track[], limit: number): Promise<UnmeasuredRow[]> {
  const { absent } = await tools.tracks()
  const found: UnmeasuredRow[] = []
  for (const row of rows) {
    if (found.length === limit) break
    const one = await unmeasuredRow(tools, row, absent)
    if (one) found.push(one)
  }
  return found
}

async function unmeasuredRow(tools: Tools, row: Track, absent: readonly string[]): Promise<UnmeasuredRow | undefined> {
  const { outbox, queue, journal, ledger } = tools
  const isBusy = outbox.isPending(row.id) || outbox.isSettling(row.id) || queue.running(trackKey(row.id)) !== undefined
  // a cell that held our value and is empty now was emptied by a person
  const lacks = unmeasuredOf(row, absent).filter(field => outbox.wrote(row.id, field) === undefined)
  if (row.inTrash || isBusy || lacks.length === 0) return undefined
  const file = await fileOf(tools, row)
  if (!file) return undefined
  const marked = ledger.fact(markName(row))
  if (marked === unfit(file.mark)) return undefined
  const isKnown = marked === file.mark
  const known = isKnown ? (journal.measuredOf(row.id) as Analysis | undefined) : undefined
  const gives = (field: MeasuredField) => known !== undefined && measuredValues(known, false)[field] !== undefined
  if (isKnown && !lacks.some(gives)) return undefined
  return { row, lacks, ...file, known }
}

/** The mark of a file that cannot be measured. */
export const unfit = (mark: string): string => `! ${mark}`

/** Under this name it is kept which file of a row was measured. */
export const markName = ({ id }: Pick<Track, 'id'>): string => `measured file of ${id}`

async function fileOf(tools: Tools, row: Track): Promise<Pick<UnmeasuredRow, 'path' | 'mark'> | undefined> {
  for (const named of pathsOf(row).filter(isAbsolute)) {
    try {
      const path = await tools.ownFile(named)
      const { size, mtimeMs } = await stat(path)
      return { path, mark: [path, size, Math.floor(mtimeMs)].join(' ') }
    } catch (error) {
      if (!isFault(error)) throw error
    }
  }
  return undefined
}
