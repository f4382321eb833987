// The row of each entry of a playlist: known from before, found, or made; what was decided is kept entry by entry.

import { existsSync } from 'node:fs'
import { type Fault, InputFault, isFault, Limited } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import type { HandlerContext } from '../../handler.ts'
import type { Track } from '../../model/track.ts'
import { linkKind, needsLookup } from '../../model/url/url.ts'
import type { KnownEntry } from '../../store/playlists.ts'
import type { Tools } from '../../tools.ts'
import { alone } from '../alone.ts'
import { findOfListed } from '../chain/links.ts'
import { createFound, type Find, type FindDeps, findFound, keyOf } from '../find-or-create-track.ts'
import { type HeldRows, holdRows } from '../held-rows.ts'
import { patiently } from '../patiently.ts'
import { inPlaylist, type ListPage } from './page.ts'
import type { Playlist, PlaylistEntry } from './source.ts'

export type EntryRow =
  /** `isPending`: what was done to it before waits to be written. */
  | { state: 'there' | 'made'; row: Track; isPending?: boolean }
  /** There will be none: what it is, or that a person removed it. */
  | { state: 'passed'; why: string }
  /** It is not known yet what it is. */
  | { state: 'away'; why: string; until?: number }

/** So many entries in a row that a service did not tell about: it is away, and is not asked about the others. */
const MOST_SILENT = 3

/** @returns a function that gives each entry its row, in their order */
export async function openEntryRows(
  { tools, signal }: Pick<HandlerContext, 'tools' | 'signal'>,
  playlist: Playlist,
  { page: { page }, rows }: { page: ListPage; rows?: HeldRows },
) {
  const { key, title, entries } = playlist
  const { ledger, knownPlaylists } = tools
  const table = await tools.tracks()
  const held = rows ?? (await patiently(signal, () => holdRows({ tracks: table, ledger }, entries.length)))
  const named = { playlistId: page?.id, playlistName: title }
  const known = new Map(knownPlaylists.entries(key).map(entry => [entry.entry, entry]))
  let silent: { count: number; last?: Fault } = { count: 0 }

  async function keep(position: number, entry: PlaylistEntry, row?: Track): Promise<void> {
    const kept = knownEntry(entry, row)
    known.set(kept.entry, kept)
    await knownPlaylists.keepEntry(key, position, kept)
  }

  async function rowOf(position: number, entry: PlaylistEntry): Promise<EntryRow> {
    const before = known.get(keyOf(entry))
    const there = before?.page ? await held.read(before.page) : undefined
    if (there) return { state: 'there', row: there }
    const find = await toldOf(tools, entry, signal)
    // begun by a run that was killed: a row may have been made that the rows held do not show
    const deps: FindDeps = { tracks: before?.page === '' ? table : held.tracks, ledger, playlist: named }
    return await alone(ledger, keyOf(find), () => findOrMake(deps, find, () => keep(position, entry)))
  }

  async function findOrMake(deps: FindDeps, find: Find, begin: () => Promise<void>): Promise<EntryRow> {
    const found = await findFound(deps, find)
    if (found === 'removed') return { state: 'passed', why: 'its row was removed' }
    if (found) return { state: 'there', row: found }
    await begin()
    await failpoint('playlist.entry.begun')
    const row = await createFound({ ...deps, tracks: held.tracks }, find)
    await failpoint('playlist.entry.made')
    return { state: 'made', row }
  }

  return async function entryRow(position: number, entry: PlaylistEntry): Promise<EntryRow> {
    if (silent.count >= MOST_SILENT && needsName(entry) && !known.get(keyOf(entry))?.page) return away(silent.last)
    try {
      const found = await patiently(signal, () => rowOf(position, entry))
      if (!('row' in found)) return found
      if (found.state === 'made') silent = { count: 0 }
      const isPending = tools.outbox.isPending(found.row.id)
      const row = await inPlaylist(tools, found.row, title, page)
      await keep(position, entry, row)
      return { ...found, row, isPending }
    } catch (error) {
      if (error instanceof InputFault || (isFault(error) && error.errorClass === 'Refused'))
        return { state: 'passed', why: error.message }
      if (!(error instanceof Untold)) throw error
      silent = { count: silent.count + 1, last: error.fault }
      return away(error.fault)
    }
  }
}

const away = (fault: Fault | undefined): EntryRow => ({
  state: 'away',
  why: fault?.message ?? 'its service is away',
  until: fault instanceof Limited ? fault.until : undefined,
})

/** A service's list may say no more of an entry than its number. */
export const needsName = ({ link = '', title }: Find) =>
  /^(soundcloud|youtube)$/.test(linkKind(link) ?? '') && (needsLookup(link) || !title?.trim())

class Untold extends Error {
  readonly fault: Fault
  constructor(fault: Fault) {
    super(fault.message)
    this.fault = fault
  }
}

/** What the service says of an entry that its list does not name. @throws Untold when the service is away */
async function toldOf({ sources }: Tools, entry: PlaylistEntry, signal: AbortSignal): Promise<Find> {
  if (!needsName(entry) || !entry.link) return entry
  const { link } = entry
  try {
    const told = findOfListed(await patiently(signal, () => sources.describe(link, signal)))
    return { ...entry, ...told, isrc: told.isrc ?? entry.isrc }
  } catch (error) {
    if (!isFault(error) || error.errorClass === 'Input' || error.errorClass === 'Refused') throw error
    throw new Untold(error)
  }
}

function knownEntry(entry: PlaylistEntry, row?: Track): KnownEntry {
  const paths = [row?.aiffPath, row?.wavPath, row?.m4aPath]
  return {
    entry: keyOf(entry),
    page: row?.id ?? '',
    artist: (row?.artist ?? entry.artist ?? '').trim(),
    title: (row?.title ?? entry.title ?? '').trim(),
    seconds: row?.duration ?? entry.seconds ?? 0,
    path: paths.find(path => path?.trim() && existsSync(path)) ?? '',
  }
}
