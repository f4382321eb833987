// A playlist from its link to its tracks: rows, work, and its M3U8 file. Begun again, it goes on where it was.

import type { HandlerContext } from '../../handler.ts'
import { done, later, type Outcome } from '../../model/outcome.ts'
import { type Track, whySynced } from '../../model/track.ts'
import type { Tools } from '../../tools.ts'
import { UNWRITTEN, whyNotWanted } from '../chain/chain.ts'
import { nameOf } from '../chain/links.ts'
import type { HeldRows } from '../held-rows.ts'
import { patiently } from '../patiently.ts'
import { type WrittenFile, writePlaylistFile } from './file.ts'
import { type ListPage, noteLook, openListPage } from './page.ts'
import { openEntryRows } from './rows.ts'
import { type Playlist, remarksOn } from './source.ts'
import { byReason, counted, spoken, type Told } from './told.ts'
import { type Worked, workOn } from './work.ts'

export interface PlaylistOptions {
  /** Most tracks that are worked on. */
  limit?: number
  /** Whether it is looked at by itself from now on; absent: as before, and a new one is, where all of it is taken. */
  watch?: boolean
  /** Those of Music Tracks, when they are held already. */
  rows?: HeldRows
}

/** What became of its entries before any work. */
export interface Looked {
  made: number
  there: number
  synced: number
  /** By their place in the list, counted from 1, or their name: what is not worked on, and why. */
  left: Told[]
  wants: Track[]
  /** Entries that nobody told about yet. */
  away: { why: string; until?: number }[]
  /** Entries that were not looked at, because of the limit. */
  beyond: number
}

/** Only faults of Notion or the program's own end it: an entry's stay with the entry. */
export async function runPlaylist(
  playlist: Playlist,
  context: HandlerContext,
  options: PlaylistOptions = {},
): Promise<Outcome> {
  const { tools } = context
  const page = await patiently(context.signal, () => openListPage(tools, playlist))
  await tools.knownPlaylists.keep({ key: playlist.key, title: playlist.title, page: page.page?.id ?? '' })
  await keepWatching(tools, playlist, options)
  const looked = await lookAtEntries(playlist, page, context, options)
  const worked = await workOn(looked.wants, playlist.title, context)
  const file = await writePlaylistFile(tools, playlist.key)
  const unnoted = page.page && (await noteLook(tools, playlist, page.page, context.signal))
  const now = tools.now().getTime()
  return outcomeOf({ playlist, page, looked, worked, file, now }, unnoted ? [unnoted] : [])
}

/** What was asked for whole is looked at again; a file, and what the service does not name by a link, is not. */
async function keepWatching({ store, feeds }: Tools, { key, link }: Playlist, { limit, watch }: PlaylistOptions) {
  if (link === undefined || (watch === undefined && limit !== undefined)) return
  await store.commit(() => feeds.watch(key, watch ?? true, { ifNew: watch === undefined }))
}

async function lookAtEntries(
  playlist: Playlist,
  page: ListPage,
  context: HandlerContext,
  { limit = Number.POSITIVE_INFINITY, rows }: PlaylistOptions,
): Promise<Looked> {
  const { entries, title } = playlist
  const { tools, signal } = context
  const looked: Looked = { made: 0, there: 0, synced: 0, left: [], wants: [], away: [], beyond: 0 }
  const entryRow = await openEntryRows(context, playlist, { page, rows })
  const seen = new Set<string>()
  for (const [position, entry] of entries.entries()) {
    if (looked.wants.length >= limit) {
      looked.beyond = entries.length - position
      break
    }
    signal.throwIfAborted()
    context.check()
    context.progress(title, `entry ${position + 1}`, position / entries.length)
    const found = await entryRow(position, entry)
    if (found.state === 'away') looked.away.push(found)
    else if (found.state === 'passed') looked.left.push({ name: nameOf(entry), why: found.why })
    else if (!seen.has(found.row.id)) {
      seen.add(found.row.id)
      looked[found.state] += 1
      sort(found.row, found.isPending === true)
    }
  }
  await tools.knownPlaylists.cut(playlist.key, entries.length)
  return looked

  function sort(row: Track, isPending: boolean): void {
    const why = isPending ? UNWRITTEN : whyNotWanted(tools, row)
    if (whySynced(row) && !row.inTrash) looked.synced += 1
    else if (why === undefined) looked.wants.push(row)
    else looked.left.push({ name: nameOf({ artist: row.artist, title: row.title }), why })
  }
}

interface Ended {
  playlist: Playlist
  page: ListPage
  looked: Looked
  worked: Worked
  file: WrittenFile
  /** Epoch ms. */
  now: number
}

/** A service that names no time is asked again after this long. */
const ASK_AGAIN_MS = 15 * 60_000

function outcomeOf({ playlist, page, looked, worked, file, now }: Ended, more: readonly string[]): Outcome {
  const { left, away, beyond } = looked
  const notBegun = worked.notBegun.map(({ row, why }) => ({ name: nameOf(row), why }))
  const passed = playlist.passedOver.map(({ index, why }) => ({ name: `number ${index}`, why }))
  const text = [
    `${playlist.title}: ${countsOf(playlist, looked, worked)}`,
    ...remarksOn(playlist),
    beyond > 0 && `${counted(beyond, 'entry was', 'entries were')} not looked at (--limit)`,
    file.path && `${counted(file.count, 'track', 'tracks')} in ${file.path}`,
  ]
  const notes = [
    ...byReason([...passed, ...left, ...notBegun]),
    ...(page.why === undefined ? [] : [page.why]),
    ...(file.why === undefined ? [] : [`the M3U8 is not up to date: ${file.why}`]),
    ...more,
  ]
  const [first] = away
  const sentence = text.filter(Boolean).join('; ')
  if (!first) return done(sentence, { notes })
  const until = Math.min(...away.map(({ until: at = now + ASK_AGAIN_MS }) => at))
  return later(`${sentence}; ${away.length} not known yet: ${first.why}`, until)
}

function countsOf({ entries, passedOver }: Playlist, { made, there, synced, left }: Looked, worked: Worked): string {
  const { counts, notBegun } = worked
  return spoken([
    [entries.length + passedOver.length, 'entry', 'entries'],
    [passedOver.length, 'no track', 'no tracks'],
    [made, 'row made', 'rows made'],
    [there, 'row there', 'rows there'],
    [synced, 'synced before'],
    [counts.done ?? 0, 'done now'],
    [counts.failed ?? 0, 'failed'],
    [counts.skipped ?? 0, 'skipped'],
    [(counts.retry ?? 0) + (counts.blocked ?? 0) + notBegun.length, 'to be tried again'],
    [left.length, 'left as it is', 'left as they are'],
  ])
}
