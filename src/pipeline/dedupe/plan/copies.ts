// Whose files the recordings of a set are: a row's with all its formats, an Eagle item, or loose files of one name.

import { statSync } from 'node:fs'
import { basename, relative, sep } from 'node:path'
import type { Recording } from '../../../library/index/entry.ts'
import { isInside } from '../../../library/trash.ts'
import type { DedupeCopy } from '../../../model/dedupe/plan.ts'
import { trackKey } from '../../../model/job.ts'
import type { RecordingFile } from '../../../model/recording/recording.ts'
import { type Track, trackLabel } from '../../../model/track.ts'
import type { Tools } from '../../../tools.ts'
import { whyPlaceStays } from '../real-file.ts'
import { itemIn, stemOf } from './alike-recordings.ts'
import { withEachFileOnce } from './each-file-once.ts'
import type { RowsOfSets } from './rows-of-sets.ts'

/** What belongs together, before it is known how it sounds and how good it is. */
export interface Found {
  id: string
  label: string
  row?: Track
  items: { id: string; name: string; bytes?: number }[]
  files: (RecordingFile & { recording: number; isAsIndexed: boolean; stays?: string })[]
}

export interface Passed {
  label: string
  because: string
}

interface Known {
  tools: Tools
  rows: RowsOfSets
}

/** Of rows that are not finished, are being worked on or share another's files, nothing. */
export function copiesIn(set: readonly Recording[], known: Known): { found: Found[]; passed: Passed[] } {
  const byId = new Map<string, Found>()
  const passed = new Map<string, Passed>()
  const sums = sumsOfRows(set, known)
  for (const recording of set)
    for (const file of recording.files) {
      if (isHidden(file.path, known)) continue
      const stat = statSync(file.path, { throwIfNoEntry: false })
      if (!stat?.isFile()) continue
      const holder = holderOf(file, { ...known, sums })
      const { id, because } = holder
      const label = holder.row ? trackLabel(holder.row) : labelOf(recording, file)
      if (because) {
        passed.set(id, { label, because })
        continue
      }
      const copy = byId.get(id) ?? { id, label, row: holder.row, items: [], files: [] }
      byId.set(id, copy)
      const isAsIndexed = stat.size === file.bytes && Math.floor(stat.mtimeMs) === Math.floor(file.changedAt)
      const now = { bytes: stat.size, changedAt: Math.floor(stat.mtimeMs) }
      copy.files.push({
        ...file,
        ...now,
        recording: recording.id,
        isAsIndexed,
        stays: whyFileStays(file.path, id, known),
      })
      const item = itemIn(file.path)
      if (item && !copy.items.some(one => one.id === item))
        copy.items.push({ id: item, name: basename(file.path), bytes: stat.size })
    }
  return { found: withEachFileOnce([...byId.values()], known.tools), passed: [...passed.values()] }
}

/** In the library's trash and the like. */
const isHidden = (path: string, { tools: { library } }: Known) =>
  isInside(library.dir, path) &&
  relative(library.dir, path)
    .split(sep)
    .some(name => name.startsWith('.'))

interface Holder {
  id: string
  row?: Track
  /** Why it is passed over. */
  because?: string
}

function holderOf(file: RecordingFile, { tools, rows, sums }: Known & { sums: Map<string, string> }): Holder {
  const item = itemIn(file.path)
  const page = item ? (rows.byItem.get(item)?.id ?? sums.get(file.sha256)) : pageOf(file.path, { tools, rows })
  if (page !== undefined) return rowHolder(page, { tools, rows })
  return { id: item ? `item:${item}` : `files:${stemOf(file.path)}` }
}

/** The program knows best what it made; of other files the oldest row that names them counts. */
const pageOf = (path: string, { tools, rows }: Known): string | undefined =>
  tools.journal.fileAt(path)?.page ?? rows.naming(path)[0]?.id

function rowHolder(page: string, { tools, rows }: Known): Holder {
  const id = `row:${page}`
  const row = rows.byPage.get(page)
  if (!row) return { id, because: 'its row is not finished, or in the trash' }
  if (tools.merges.of(page)) return { id, row, because: 'its row shares another row’s files' }
  const isBusy = tools.queue.running(trackKey(page)) !== undefined || tools.outbox.isPending(page)
  return isBusy ? { id, row, because: 'its row is being worked on, or a write to it waits' } : { id, row }
}

/** Eagle holds the very bytes that a row's file has: the item is that row's. */
function sumsOfRows(set: readonly Recording[], known: Known): Map<string, string> {
  const own = set.flatMap(({ files }) => files).filter(({ path }) => itemIn(path) === undefined)
  return new Map(
    own.flatMap(({ path, sha256 }) => {
      const page = pageOf(path, known)
      return page === undefined ? [] : [[sha256, page] as const]
    }),
  )
}

function whyFileStays(path: string, copy: string, { tools, rows }: Known): string | undefined {
  if (itemIn(path)) return 'it lies in Eagle’s library'
  const place = whyPlaceStays(path, tools)
  if (place) return place
  const isOthers = ({ id }: Track) => `row:${id}` !== copy && `row:${tools.merges.of(id)?.owner}` !== copy
  return rows.naming(path).some(isOthers) ? 'another row names it' : undefined // one that shares it gets the keeper's
}

function labelOf({ title, artist, id, files }: Recording, file: RecordingFile): string {
  const isOnly = new Set(files.map(({ path }) => stemOf(path))).size === 1
  return isOnly && title ? trackLabel({ id: String(id), title, artist }) : basename(stemOf(file.path))
}

/** When it came: the row, or the oldest of the files. */
export const sinceOf = ({ row, files }: Found): DedupeCopy['since'] =>
  row?.createdAt ?? new Date(Math.min(...files.map(({ changedAt }) => changedAt))).toISOString()
