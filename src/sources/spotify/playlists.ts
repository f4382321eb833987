// Playlists: which there are, and their tracks, read once for each state (`snapshot`) of a playlist.

import type { FoundTrack } from '../found-track.ts'
import { KeptPlaylist } from './cache.ts'
import { keepTracks, type Lists, tracksOf } from './lists.ts'
import { pages } from './pages.ts'
import type { Ask, Refusals } from './requests.ts'
import { type PlaylistAnswer, PlaylistHead, PlaylistPage, TrackPage } from './schemas.ts'

export interface FoundPlaylist {
  id: string
  name: string
  /** Changes whenever the playlist does. */
  snapshot?: string
  total?: number
  url?: string
  /** Its owner's name. */
  owner?: string
  /** Whether Spotify shows its tracks: to its owner, and to those who work on it. Undefined: not known. */
  isReadable?: boolean
}

const REFUSALS: Refusals = {
  forbidden:
    'Spotify shows the tracks of a playlist only to its owner and to those who work on it (403); copy them to a playlist of your own',
  missing: "there is no such playlist (404), or it is one of Spotify's own, which no app may read",
}

/** @param mine the id of the account that asks */
export async function readPlaylists(lists: Lists, mine: string | undefined, ask: Ask): Promise<FoundPlaylist[]> {
  const { requests, apiUrl } = lists
  const found: FoundPlaylist[] = []
  for await (const { page } of pages('/me/playlists?limit=50', {
    requests,
    apiUrl,
    form: PlaylistPage,
    turn: { ...ask },
  }))
    found.push(...page.items.flatMap(playlist => (playlist ? foundPlaylist(playlist, mine) : [])))
  return found
}

function foundPlaylist(answer: PlaylistAnswer, mine: string | undefined): FoundPlaylist {
  const { id, name, snapshot_id, owner, collaborative, external_urls } = answer
  const isReadable = collaborative || (mine && owner?.id ? owner.id === mine : undefined)
  return {
    id,
    name,
    snapshot: snapshot_id ?? undefined,
    total: (answer.items ?? answer.tracks)?.total,
    url: external_urls?.spotify ?? undefined,
    owner: owner?.display_name ?? owner?.id ?? undefined,
    isReadable,
  }
}

export async function readPlaylist(
  lists: Lists,
  { id, snapshot }: { id: string; snapshot?: string },
  ask: Ask,
): Promise<FoundTrack[]> {
  const kept = lists.cache.get(`playlist ${id}`, KeptPlaylist)
  const now = snapshot ?? (await snapshotOf(lists, id, ask))
  const known = kept && kept.snapshot === now ? kept : { snapshot: now, tracks: [], next: itemsOf(id, lists.market) }
  if (known.next === undefined) return known.tracks
  return await readOn(lists, { id, known }, ask)
}

/** Reads what is missing. What was read is kept, also when the reading is cut off. */
async function readOn(
  { requests, cache, apiUrl }: Lists,
  { id, known }: { id: string; known: KeptPlaylist },
  ask: Ask,
): Promise<FoundTrack[]> {
  const tracks = [...known.tracks]
  let left = known.next
  try {
    const turn = { ...ask, ...REFUSALS }
    for await (const { page, next } of pages(known.next ?? '', { requests, apiUrl, form: TrackPage, turn })) {
      tracks.push(...tracksOf(page))
      left = next
    }
    return tracks
  } finally {
    if (left !== known.next) {
      cache.put({ [`playlist ${id}`]: { snapshot: known.snapshot, tracks, next: left } })
      keepTracks(cache, tracks.slice(known.tracks.length))
    }
  }
}

async function snapshotOf({ requests }: Lists, id: string, ask: Ask): Promise<string> {
  const head = await requests.get(`/playlists/${id}?fields=snapshot_id`, PlaylistHead, { ...ask, ...REFUSALS })
  return head?.snapshot_id ?? ''
}

function itemsOf(id: string, market: string | undefined): string {
  const query = new URLSearchParams({ limit: '50', additional_types: 'track,episode', ...(market && { market }) })
  return `/playlists/${id}/items?${query}`
}
