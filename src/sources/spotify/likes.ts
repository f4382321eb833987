// Liked tracks, the newest first. What was read before is joined on, so that a look costs one request.

import type { FoundTrack } from '../found-track.ts'
import { KeptLikes } from './cache.ts'
import { keepTracks, type Lists, tracksOf } from './lists.ts'
import { pages } from './pages.ts'
import type { Ask } from './requests.ts'
import { TrackPage } from './schemas.ts'

const PAGE = 50

export async function readLikes(lists: Lists, limit: number, ask: Ask): Promise<FoundTrack[]> {
  if (limit < 1) return []
  const { requests, cache, apiUrl, market } = lists
  const kept = cache.get('likes', KeptLikes)
  const query = new URLSearchParams({ limit: String(Math.min(PAGE, limit)), ...(market && { market }) })
  let likes: KeptLikes = { total: 0, tracks: [] }
  for await (const { page } of pages(`/me/tracks?${query}`, { requests, apiUrl, form: TrackPage, turn: { ...ask } })) {
    const total = page.total ?? 0
    const tracks = [...likes.tracks, ...tracksOf(page)]
    likes = joined({ total, tracks }, kept) ?? { total, tracks }
    if (likes.tracks.length >= Math.min(limit, total)) break
    likes = { total, tracks }
  }
  cache.put({ likes })
  keepTracks(cache, likes.tracks.slice(0, PAGE))
  return likes.tracks.slice(0, limit)
}

/** What was read now, then what was known: when only new ones came to the front, and nothing went. */
function joined(now: KeptLikes, kept: KeptLikes | undefined): KeptLikes | undefined {
  const newest = kept?.tracks[0]
  if (!kept || !newest) return undefined
  const added = now.tracks.findIndex(track => isSame(track, newest))
  if (added < 0 || kept.total + added !== now.total) return undefined
  const known = now.tracks.slice(added)
  if (!known.every((track, at) => isSame(track, kept.tracks[at]))) return undefined
  return { total: now.total, tracks: [...now.tracks, ...kept.tracks.slice(known.length)] }
}

const isSame = (one: FoundTrack, other: FoundTrack | undefined) => one.spotifyId === other?.spotifyId
