// Playlists: which there are, and their tracks, read once for each state (`snapshot`) of a playlist.

import { KeptPlaylist } from './cache.ts'
import { type FoundList, keepTracks, type Lists, MOST_ENTRIES, othersOf, tracksOf } from './lists.ts'
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
): Promise<FoundList> {
  const kept = lists.cache.get(`playlist ${id}`, KeptPlaylist)
  const head = snapshot === undefined ? await headOf(lists, id, ask) : { snapshot, title: kept?.title }
  const known =
    kept && kept.snapshot === head.snapshot
      ? { ...kept, ...head }
      : { ...head, tracks: [], passedOver: [], next: itemsOf(id, lists.market) }
  return known.next === undefined ? known : await readOn(lists, { id, known }, ask)
}

/** Reads what is missing. What was read is kept, also when the reading is cut off. */
async function readOn(
  { requests, cache, apiUrl }: Lists,
  { id, known }: { id: string; known: KeptPlaylist },
  ask: Ask,
): Promise<FoundList> {
  let now = known
  try {
    const turn = { ...ask, ...REFUSALS }
    for await (const { page, next } of pages(known.next ?? '', { requests, apiUrl, form: TrackPage, turn })) {
      const passedOver = [...now.passedOver, ...othersOf(page, count(now))]
      now = { ...now, total: page.total ?? now.total, tracks: [...now.tracks, ...tracksOf(page)], passedOver, next }
      if (count(now) >= MOST_ENTRIES) break
    }
    return now
  } finally {
    if (now.next !== known.next) {
      cache.put({ [`playlist ${id}`]: now })
      keepTracks(cache, now.tracks.slice(known.tracks.length))
    }
  }
}

const count = ({ tracks, passedOver }: FoundList) => tracks.length + passedOver.length

export async function headOf({ requests }: Lists, id: string, ask: Ask): Promise<{ snapshot: string; title?: string }> {
  const head = await requests.get(`/playlists/${id}?fields=snapshot_id,name`, PlaylistHead, { ...ask, ...REFUSALS })
  return { snapshot: head?.snapshot_id ?? '', title: head?.name ?? undefined }
}

function itemsOf(id: string, market: string | undefined): string {
  const query = new URLSearchParams({ limit: '50', additional_types: 'track,episode', ...(market && { market }) })
  return `/playlists/${id}/items?${query}`
}
