// What liked tracks, playlists and albums have in common.

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

/** A playlist or an album as Spotify tells it. */
export interface FoundList {
  title?: string
  /** How many it has, says Spotify; those that are no tracks count. */
  total?: number
  tracks: FoundTrack[]
  /** What is no track, or gone; counted from 1. */
  passedOver: { index: number; why: string }[]
}

/** Of longer lists the rest is not read. */
export const MOST_ENTRIES = 5000

type Listed = z.output<typeof TrackPage>['items']

/** Without episodes, and tracks that are gone and have no title any more. */
export const tracksOf = ({ items }: { items: Listed }): FoundTrack[] =>
  items.flatMap(track => (typeof track === 'string' ? [] : track))

/** The others, and why. @param before how many entries came before this page */
export const othersOf = ({ items }: { items: Listed }, before: number): FoundList['passedOver'] =>
  items.flatMap((entry, at) => (typeof entry === 'string' ? [{ index: before + at + 1, why: entry }] : []))

/** What a list said of a track is as good as an answer about it alone. */
export function keepTracks(cache: Cache, tracks: readonly FoundTrack[]): void {
  const entries = tracks.flatMap(({ addedAt: _when, isLocal, ...track }) =>
    track.spotifyId && !isLocal ? [[`track ${track.spotifyId}`, track] as const] : [],
  )
  if (entries.length > 0) cache.put(Object.fromEntries(entries))
}
