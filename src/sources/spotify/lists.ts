// What liked tracks and playlists have in common.

import type { z } from 'zod'
import type { FoundTrack } from '../found-track.ts'
import type { Cache } from './cache.ts'
import type { Requests } from './requests.ts'
import type { TrackPage } from './schemas.ts'

export interface Lists {
  requests: Requests
  cache: Cache
  apiUrl: string
  market: string | undefined
}

/** Without episodes, and tracks that are gone and have no title any more. */
export const tracksOf = (page: z.output<typeof TrackPage>): FoundTrack[] =>
  page.items.flatMap(track => (track?.title ? track : []))

/** What a list said of a track is as good as an answer about it alone. */
export function keepTracks(cache: Cache, tracks: readonly FoundTrack[]): void {
  const entries = tracks.flatMap(({ addedAt: _when, isLocal, ...track }) =>
    track.spotifyId && !isLocal ? [[`track ${track.spotifyId}`, track] as const] : [],
  )
  if (entries.length > 0) cache.put(Object.fromEntries(entries))
}
