// iTunes: by names only. Who asks too often gets a 403, with a page or nothing in it.

import { z } from 'zod'
import { Limited } from '../../errors.ts'
import { releaseDateOf } from '../../model/metadata.ts'
import { waitUntil } from '../../model/retry-after.ts'
import { type DoorDeps, type Meaning, openDoor } from './door.ts'
import type { JsonAnswer } from './http-json.ts'
import type { Found, Provider } from './provider.ts'
import { bestOf, firstArtist, type Hit, plainTitle } from './same-recording.ts'
import { optional } from './schema.ts'

const Song = z.object({
  trackName: z.string(),
  artistName: z.string(),
  trackTimeMillis: optional(z.number()),
  collectionName: optional(z.string()),
  collectionArtistName: optional(z.string()),
  primaryGenreName: optional(z.string()),
  releaseDate: optional(z.string()),
  artworkUrl100: optional(z.string()),
  trackViewUrl: optional(z.string()),
})
type Song = z.output<typeof Song>
/** Among the songs there may be what is none. */
const Songs = z.object({
  results: z.array(z.unknown()).transform(all => all.flatMap(one => Song.safeParse(one).data ?? [])),
})

export function openItunes(deps: DoorDeps & { baseUrl: string }): Provider {
  const door = openDoor(deps, { name: 'itunes', baseUrl: deps.baseUrl, meaningOf })
  const search = door.gets(Songs)
  return {
    name: 'itunes',
    turn: 'last',
    fills: ['album', 'albumArtist', 'releaseDate', 'genre', 'artworkUrl'],
    async find({ wish, judge, signal }) {
      const artist = firstArtist(wish.artist)
      if (!artist) return undefined
      const term = `${artist} ${plainTitle(wish.title)}`
      const asked = new URLSearchParams({ term, media: 'music', entity: 'song', country: 'US', limit: '10' })
      const found = await search(`search?${asked}`, signal)
      const song = bestOf(found?.results ?? [], hitOf, wish, judge)
      return song && foundOf(song)
    },
  }
}

function meaningOf({ status, host, retryAfter }: JsonAnswer, now: number): Meaning | undefined {
  if (status !== 403) return undefined
  return new Limited('iTunes asks us to wait (403)', waitUntil(retryAfter, now), { fields: { status, host } })
}

const hitOf = ({ trackName, artistName, collectionName, trackTimeMillis }: Song): Hit => ({
  title: trackName,
  artist: artistName,
  album: collectionName,
  seconds: trackTimeMillis === undefined ? undefined : trackTimeMillis / 1000,
})

const foundOf = (song: Song): Found => ({
  album: song.collectionName?.replace(/ - (Single|EP)$/, ''),
  // left out where it is the artist of the song
  albumArtist: song.collectionName && (song.collectionArtistName ?? song.artistName),
  releaseDate: releaseDateOf(song.releaseDate),
  genre: song.primaryGenreName,
  artworkUrl: song.artworkUrl100?.replace(/\/100x100bb(?=\.\w+$)/, '/600x600bb'),
  seconds: hitOf(song).seconds,
  links: song.trackViewUrl ? { apple: song.trackViewUrl } : {},
})
