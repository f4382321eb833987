// Finished rows as the collection of a DJ program, one after the other; rows of one recording are one track.

import type { DjCollection } from '../library/rekordbox.ts'
import type { DjPlaylist, DjTrack } from '../library/rekordbox-xml.ts'
import { type Track, trackLabel } from '../model/track.ts'
import { type DjWish, djFileOf, djTrack } from '../pipeline/export/dj-track.ts'
import { openTrackIds, type TrackIds } from '../pipeline/export/track-ids.ts'
import type { Tools } from '../tools.ts'
import type { View } from './view.ts'

export interface ExportDeps {
  tools: Tools
  signal: AbortSignal
  view: Pick<View, 'progress'>
  wish: DjWish
}

/** What became of the rows, told when all were asked for. */
export interface Exported {
  tracks: number
  playlists: number
  /** Rows that are the track of another row. */
  shared: number
  /** Rows none of whose files is there, the first of them by name. */
  withoutFile: number
  without: string[]
}

const NAMED = 20
const SAID_EACH = 100

/** @throws Environment when the library's volume is away: nothing must seem to be gone then */
export function collectionOf(deps: ExportDeps): DjCollection & { sums: Exported } {
  const ids = openTrackIds()
  const sums: Exported = { tracks: 0, playlists: 0, shared: 0, withoutFile: 0, without: [] }
  return {
    sums,
    tracks: tracksOf(deps, ids, sums),
    playlists() {
      const lists = listsOf(deps.tools, ids)
      sums.playlists = lists.length
      return lists
    },
  }
}

async function* tracksOf(deps: ExportDeps, ids: TrackIds, sums: Exported): AsyncGenerator<DjTrack> {
  const { tools, wish, signal, view } = deps
  await tools.library.check()
  const numberAt = new Map<string, number>()
  for await (const row of ownersFirst(tools)) {
    signal.throwIfAborted()
    const owner = tools.merges.of(row.id)?.owner
    const file = await djFileOf(row, tools, wish)
    const there = (owner === undefined ? undefined : ids.of(owner)) ?? (file && numberAt.get(file.path))
    if (there !== undefined) {
      ids.share(row.id, there)
      sums.shared += 1
    } else if (file) {
      const id = ids.take(row.id)
      numberAt.set(file.path, id)
      sums.tracks += 1
      if (sums.tracks % SAID_EACH === 1) view.progress('collection', `${sums.tracks} tracks`)
      yield await djTrack(row, file, { id, tools, wish })
    } else noteWithout(row, sums)
  }
}

/** What the row that has the files says of them counts, whichever row was made first. */
async function* ownersFirst(tools: Tools): AsyncGenerator<Track> {
  const { finishedRows } = await tools.tracks()
  const merged: Track[] = []
  for await (const { track } of finishedRows.finished()) {
    if (tools.merges.of(track.id)) merged.push(track)
    else yield track
  }
  yield* merged
}

function noteWithout(row: Track, sums: Exported): void {
  sums.withoutFile += 1
  if (sums.without.length < NAMED) sums.without.push(trackLabel(row))
}

/** Those with a track that is in the collection. */
function listsOf({ knownPlaylists }: Tools, ids: TrackIds): DjPlaylist[] {
  const lists = knownPlaylists.all().map(({ key, title }) => ({
    title,
    ids: knownPlaylists.entries(key).flatMap(({ page }) => ids.of(page) ?? []),
  }))
  return lists.filter(list => list.ids.length > 0)
}
