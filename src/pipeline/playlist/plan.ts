// What work on a playlist would do, entry by entry. Nothing is written, and no service is asked beyond the list itself.

import { wantsWork, whySynced } from '../../model/track.ts'
import type { Tools } from '../../tools.ts'
import { whyNot } from '../chain/chain.ts'
import { nameOf } from '../chain/links.ts'
import { findFound, keyOf } from '../find-or-create-track.ts'
import { type HeldRows, holdRows } from '../held-rows.ts'
import { findListPage } from './page.ts'
import { needsName } from './rows.ts'
import { type Playlist, type PlaylistEntry, remarksOn } from './source.ts'

export interface PlannedEntry {
  name: string
  link?: string
  row?: string
  would: 'make a row' | 'work' | 'nothing'
  because: string
}

export interface PlaylistPlan {
  title: string
  link?: string
  /** How many it has, says the service. */
  total?: number
  /** What is not as the service says. */
  remarks: string[]
  /** The page of Playlists. */
  page: { would: 'make' | 'nothing'; id?: string; because: string }
  m3u8: string
  entries: PlannedEntry[]
  passedOver: Playlist['passedOver']
  /** Entries beyond the limit. */
  beyond: number
}

export async function planPlaylist(
  tools: Tools,
  playlist: Playlist,
  limit = Number.POSITIVE_INFINITY,
): Promise<PlaylistPlan> {
  const { title, link, total, passedOver, entries } = playlist
  const look = await openLook(tools, playlist)
  const planned: PlannedEntry[] = []
  let wanted = 0
  for (const entry of entries) {
    if (wanted >= limit) break
    const one = await look(entry)
    if (one.would !== 'nothing') wanted += 1
    planned.push(one)
  }
  const page = await plannedPage(tools, playlist)
  const beyond = entries.length - planned.length
  const m3u8 = tools.library.listPlace(title)
  return { title, link, total, remarks: remarksOn(playlist), page, m3u8, entries: planned, passedOver, beyond }
}

/**
 * @param rows those of Music Tracks, when they are held already
 * @returns a function that tells of each entry what would become of it
 */
export async function openLook(tools: Tools, { key, entries }: Playlist, rows?: HeldRows) {
  const ledger = { fact: tools.ledger.fact, setFact: () => {} }
  const held = rows ?? (await holdRows({ tracks: await tools.tracks(), ledger }, entries.length))
  const known = new Map(tools.knownPlaylists.entries(key).map(({ entry, page }) => [entry, page]))
  return async (entry: PlaylistEntry): Promise<PlannedEntry> => {
    const { link, spotifyIds } = entry
    const name = nameOf(entry)
    const row = await rowOf(held, ledger, { entry, page: known.get(keyOf(entry)) })
    if (row === 'removed') return { name, link, would: 'nothing', because: 'its row was removed' }
    if (!row) {
      const because = needsName(entry) ? 'the list does not name it: it would be asked for' : wantOf(entry)
      return { name, link: link ?? (spotifyIds && keyOf(entry)), would: 'make a row', because }
    }
    const why = (!row.inTrash && whySynced(row)) || whyNot(tools, row)
    const told = nameOf({ artist: row.artist, title: row.title, link })
    return { name: told, link, row: row.id, would: why ? 'nothing' : 'work', because: why || wantsWork(row).because }
  }
}

const wantOf = ({ link, spotifyIds }: PlaylistEntry) =>
  link ? 'there is no row with its link' : spotifyIds ? 'there is no row with its Spotify id' : 'there is no row of it'

type Ledger = Pick<Tools['ledger'], 'fact' | 'setFact'>

async function rowOf(held: HeldRows, ledger: Ledger, { entry, page }: { entry: PlaylistEntry; page?: string }) {
  const row = page ? await held.read(page) : undefined
  return row ?? (await findFound({ tracks: held.tracks, ledger }, entry))
}

async function plannedPage(tools: Tools, playlist: Playlist): Promise<PlaylistPlan['page']> {
  const { page, why } = await findListPage(tools, playlist)
  if (page) return { would: 'nothing', id: page.id, because: 'it is there' }
  return why === undefined ? { would: 'make', because: 'there is none yet' } : { would: 'nothing', because: why }
}
