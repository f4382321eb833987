// Whether playlists changed, in as few requests as can tell: the account's list of them names fifty states at once.

import { InputFault } from '../../errors.ts'
import { KeptPlaylist } from './cache.ts'
import type { Lists } from './lists.ts'
import { pages } from './pages.ts'
import { headOf } from './playlists.ts'
import type { Ask } from './requests.ts'
import { PlaylistPage } from './schemas.ts'

export interface PlaylistState {
  id: string
  /** Changes whenever the playlist does; absent: it cannot be read. */
  snapshot?: string
  /** The state in which its tracks were read last. */
  read?: string
  /** Why it cannot be read. */
  why?: string
}

const PAGE = 50

/** @param ids of playlists, each once */
export async function readSnapshots(lists: Lists, ids: readonly string[], ask: Ask): Promise<PlaylistState[]> {
  const found = await fromList(lists, ids, ask)
  const states: PlaylistState[] = []
  for (const id of ids) {
    const state = found.get(id) ?? (await askFor(lists, id, ask))
    const kept = lists.cache.get(`playlist ${id}`, KeptPlaylist)
    states.push({ ...state, id, read: kept?.next === undefined ? kept?.snapshot : undefined })
  }
  return states
}

type Told = Pick<PlaylistState, 'snapshot' | 'why'>

/** As long as a page more costs less than asking for each that is left. */
async function fromList({ requests, apiUrl }: Lists, ids: readonly string[], ask: Ask): Promise<Map<string, Told>> {
  const found = new Map<string, Told>()
  const wanted = new Set(ids)
  if (wanted.size < 2) return found
  const options = { requests, apiUrl, form: PlaylistPage, turn: { ...ask } }
  let read = 0
  for await (const { page } of pages(`/me/playlists?limit=${PAGE}`, options)) {
    for (const playlist of page.items)
      if (playlist?.snapshot_id && wanted.delete(playlist.id))
        found.set(playlist.id, { snapshot: playlist.snapshot_id })
    read += PAGE
    const pagesLeft = Math.ceil(((page.total ?? 0) - read) / PAGE)
    if (wanted.size <= pagesLeft || wanted.size === 0) break
  }
  return found
}

/** One that is gone, or is not for us, takes nothing from the others. */
async function askFor(lists: Lists, id: string, ask: Ask): Promise<Told> {
  try {
    return { snapshot: (await headOf(lists, id, ask)).snapshot }
  } catch (error) {
    if (!(error instanceof InputFault)) throw error
    return { why: error.message }
  }
}
