// What is read of Spotify's answers, by the names of late 2026 and the ones before; all else is left out.

import { z } from 'zod'
import { isrcOf } from '../../model/metadata.ts'
import { trackUrl } from '../../model/url/spotify.ts'
import type { FoundTrack } from '../found-track.ts'

const TrackAnswer = z.object({
  type: z.literal('track').optional(),
  id: z.string().nullish(),
  name: z.string(),
  duration_ms: z.number().nullish(),
  is_local: z.boolean().nullish(),
  artists: z.array(z.object({ name: z.string().nullish() })).nullish(),
  album: z.object({ name: z.string().nullish() }).nullish(),
  external_ids: z.object({ isrc: z.string().nullish() }).nullish(),
  external_urls: z.object({ spotify: z.string().nullish() }).nullish(),
})

/** One track in our words; undefined when there is none, or it is an episode or the like. */
const Track = z.union([
  TrackAnswer.transform(foundTrack),
  z.null().transform(() => undefined),
  z.object({ type: z.string().refine(type => type !== 'track') }).transform(() => undefined),
])

export const OneTrack = TrackAnswer.transform(foundTrack)

/** What it plays from: a playlist, an album, nothing. */
const Context = z.object({ type: z.string(), uri: z.string() }).nullish().catch(undefined)

export const NowPlaying = z.object({ is_playing: z.boolean(), item: Track.optional(), context: Context })

const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullish(), total: z.number().optional() })

const AddedAt = z.string().nullish()

const GONE = 'Spotify does not have it any more'

/** A track of a list, or why it is none. */
const Listed = z.union([
  TrackAnswer.transform(answer => (answer.name ? foundTrack(answer) : GONE)),
  z.null().transform(() => GONE),
  z.object({ type: z.string().refine(type => type !== 'track') }).transform(({ type }) => `it is no track (${type})`),
])

/** A page of liked tracks, or of a playlist: `track` was the old name of `item`. */
export const TrackPage = pageOf(
  z
    .object({ added_at: AddedAt, is_local: z.boolean().nullish(), item: Listed.optional(), track: Listed.optional() })
    .nullable()
    .transform((entry): FoundTrack | string => {
      const found = entry?.item ?? entry?.track ?? GONE
      if (!entry || typeof found === 'string') return found
      const { added_at, is_local } = entry
      return { ...found, ...(added_at && { addedAt: added_at }), ...(is_local && { isLocal: true }) }
    }),
)

/** Its tracks bear neither its name nor a code. */
export const AlbumPage = pageOf(Listed)
export const AlbumAnswer = z.object({ name: z.string(), tracks: AlbumPage })

/** `tracks` was the old name of `items`. */
const Total = z.object({ total: z.number().optional() }).nullish()
export const PlaylistPage = pageOf(
  z
    .object({
      id: z.string(),
      name: z.string(),
      snapshot_id: z.string().nullish(),
      collaborative: z.boolean().nullish(),
      owner: z.object({ id: z.string().nullish(), display_name: z.string().nullish() }).nullish(),
      external_urls: z.object({ spotify: z.string().nullish() }).nullish(),
      items: Total,
      tracks: Total,
    })
    .nullable(),
)
export type PlaylistAnswer = NonNullable<z.infer<typeof PlaylistPage>['items'][number]>

export const PlaylistHead = z.object({ snapshot_id: z.string(), name: z.string().nullish() })

export const Found = z.object({ tracks: pageOf(Track) })

export const Me = z.object({
  id: z.string(),
  account_id: z.string().nullish(),
  display_name: z.string().nullish(),
})

export const ErrorAnswer = z.object({ error: z.object({ reason: z.string().nullish() }) })

function foundTrack(track: z.infer<typeof TrackAnswer>): FoundTrack {
  const { id, name, duration_ms, artists, album, external_ids, external_urls, is_local } = track
  const isrc = isrcOf(external_ids?.isrc ?? '')
  const url = external_urls?.spotify ?? (id ? trackUrl(id) : undefined)
  return {
    ...(id && { spotifyId: id }),
    title: name,
    artists: (artists ?? []).flatMap(artist => artist.name || []),
    ...(album?.name && { album: album.name }),
    ...(isrc && { isrc }),
    ...(duration_ms && { seconds: duration_ms / 1000 }),
    ...(url && { url }),
    ...(is_local && { isLocal: true }),
  }
}
