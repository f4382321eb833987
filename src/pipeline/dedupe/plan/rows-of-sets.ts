// Finished rows, of which only those are kept that have to do with recordings that may be one.

import { basename } from 'node:path'
import type { Recording } from '../../../library/index/entry.ts'
import { toPageId } from '../../../model/page-id.ts'
import type { Track } from '../../../model/track.ts'
import { pathsOf } from '../../../model/unmeasured.ts'
import type { Tools } from '../../../tools.ts'
import { fileKeySync } from '../real-file.ts'
import { itemIn } from './alike-recordings.ts'

export interface RowsOfSets {
  byPage: Map<string, Track>
  /** Rows that name the file, the oldest first. */
  naming(path: string): readonly Track[]
  byItem: Map<string, Track>
  looked: number
  /** Finished rows of which no file is in the index. */
  notIndexed: number
}

interface Looking {
  tools: Tools
  signal: AbortSignal
  onProgress(done: number): void
}

export async function rowsOfSets(
  recordings: readonly Recording[],
  { tools, signal, onProgress }: Looking,
): Promise<RowsOfSets> {
  const pages = new Set(recordings.flatMap(({ keys }) => keys.pages.flatMap(page => toPageId(page) ?? [])))
  const paths = new Set(recordings.flatMap(({ files }) => files.map(({ path }) => path)))
  const nameOf = namesOf(paths)
  const items = new Set([...paths].flatMap(path => itemIn(path) ?? []))
  const byPath = new Map<string, Track[]>()
  const rows: RowsOfSets = {
    byPage: new Map(),
    byItem: new Map(),
    naming: path => byPath.get(path) ?? [],
    looked: 0,
    notIndexed: 0,
  }
  for await (const { track } of (await tools.tracks()).finishedRows.finished()) {
    signal.throwIfAborted()
    rows.looked += 1
    if (rows.looked % SAID_EACH === 1) onProgress(rows.looked)
    if (track.inTrash) continue
    if (!isIndexed(track, tools)) rows.notIndexed += 1
    const named = pathsOf(track).flatMap(path => nameOf(path) ?? [])
    if (named.length === 0 && !pages.has(track.id) && !items.has(track.eagleId ?? '')) continue
    rows.byPage.set(track.id, track)
    if (track.eagleId && !rows.byItem.has(track.eagleId)) rows.byItem.set(track.eagleId, track)
    for (const path of named) byPath.set(path, [...(byPath.get(path) ?? []), track])
  }
  return rows
}

const SAID_EACH = 50

/** By which of these paths the file is known that a row names by a path of its own; asked of files of one name alone. */
function namesOf(paths: ReadonlySet<string>): (path: string) => string | undefined {
  const plain = (path: string) => basename(path).normalize('NFC').toLowerCase()
  const byName = Map.groupBy(paths, plain)
  return path => {
    if (paths.has(path)) return path
    const key = byName.has(plain(path)) ? fileKeySync(path) : undefined
    return key && byName.get(plain(path))?.find(one => fileKeySync(one) === key)
  }
}

/** One that shares another row's files has none of its own that could be. */
function isIndexed(track: Track, { recordings, merges }: Tools): boolean {
  if (merges.of(track.id) || recordings.findBy({ page: track.id }).length > 0) return true
  const named = pathsOf(track)
  return named.length === 0 || named.some(path => recordings.findAt(path) !== undefined)
}
