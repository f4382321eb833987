// Deezer: by ISRC, else by names. Errors come with status 200.

import { z } from 'zod'
import { InputFault, Limited, Transient } from '../../errors.ts'
import { isrcOf, releaseDateOf } from '../../model/metadata.ts'
import { type DoorDeps, type Meaning, openDoor } from './door.ts'
import type { JsonAnswer } from './http-json.ts'
import { type Found, ifItCan, type Provider, type Query } from './provider.ts'
import { bestOf, firstArtist, type Hit, phrase, plainTitle } from './same-recording.ts'
import { optional } from './schema.ts'

const Artist = z.object({ name: z.string() })
const Track = z.object({
  id: z.number(),
  title: z.string(),
  duration: z.number(),
  isrc: optional(z.string()),
  link: optional(z.string()),
  release_date: optional(z.string()),
  artist: Artist,
  contributors: optional(z.array(Artist)),
  album: z.object({ id: z.number(), title: z.string(), cover_xl: optional(z.string()) }),
})
type Track = z.output<typeof Track>
const Tracks = z.object({ data: z.array(Track) })
const Album = z.object({
  label: optional(z.string()),
  release_date: optional(z.string()),
  artist: optional(Artist),
  genres: optional(z.object({ data: z.array(Artist) })),
})
type Album = z.output<typeof Album>
const Refusal = z.object({ error: z.object({ code: z.number(), message: optional(z.string()) }) })

const [QUOTA, BUSY, NO_DATA] = [4, 700, 800]
/** The window of its limit. */
const WINDOW_MS = 5000

export function openDeezer(deps: DoorDeps & { baseUrl: string }): Provider {
  const door = openDoor(deps, { name: 'deezer', baseUrl: deps.baseUrl, meaningOf })
  const [askTrack, askTracks, askAlbum] = [door.gets(Track), door.gets(Tracks), door.gets(Album)]

  async function byIsrc({ wish, judge, signal }: Query): Promise<Track | undefined> {
    const isrc = isrcOf(wish.isrc)
    const track = isrc && (await askTrack(`track/isrc:${isrc}`, signal))
    return track && judge(wish, hitOf(track)) ? track : undefined
  }

  /** The hits of a search lack the half of it. */
  async function byNames({ wish, judge, signal }: Query): Promise<Track | undefined> {
    const artist = firstArtist(wish.artist)
    if (!artist) return undefined
    const q = `artist:"${phrase(artist)}" track:"${phrase(plainTitle(wish.title))}"`
    const found = await askTracks(`search?${new URLSearchParams({ q, limit: '10' })}`, signal)
    const best = bestOf(found?.data ?? [], hitOf, wish, judge)
    return best && ((await askTrack(`track/${best.id}`, signal)) ?? best)
  }

  return {
    name: 'deezer',
    turn: 'first',
    async find(query) {
      const track = (await byIsrc(query)) ?? (await byNames(query))
      if (!track) return undefined
      const wantsAlbum = query.wants('label', 'genre', 'albumArtist')
      if (!wantsAlbum) return foundOf(track)
      const { more, lacks } = await ifItCan(askAlbum(`album/${track.album.id}`, query.signal), query.signal)
      return { ...foundOf(track, more), lacks }
    },
  }
}

function meaningOf({ body, host }: JsonAnswer, now: number): Meaning | undefined {
  const { error } = Refusal.safeParse(body).data ?? {}
  if (!error) return undefined
  const { code, message = '' } = error
  const options = { fields: { host, code } }
  if (code === NO_DATA) return 'not there'
  if (code === QUOTA) return new Limited('Deezer asks us to wait (its quota is spent)', now + WINDOW_MS, options)
  if (code === BUSY) return new Transient('Deezer is busy just now', options)
  return new InputFault(`Deezer did not take the question (${code} ${message})`, 'Metadata_Failed', options)
}

const artistsOf = ({ artist, contributors }: Track): string[] =>
  (contributors?.length ? contributors : [artist]).map(({ name }) => name)

const hitOf = (track: Track): Hit => ({
  title: track.title,
  artist: artistsOf(track),
  album: track.album.title,
  seconds: track.duration,
  isrc: track.isrc,
})

const foundOf = (track: Track, album?: Album): Found => ({
  artists: artistsOf(track),
  isrc: isrcOf(track.isrc),
  album: track.album.title,
  albumArtist: album?.artist?.name,
  label: album?.label,
  releaseDate: releaseDateOf(track.release_date) ?? releaseDateOf(album?.release_date),
  genre: album?.genres?.data[0]?.name,
  artworkUrl: coverOf(track),
  seconds: track.duration,
  links: { deezer: track.link ?? `https://www.deezer.com/track/${track.id}` },
})

/** An album without a cover has an address with nothing where its name should be. */
const coverOf = ({ album }: Track) => (album.cover_xl?.includes('/cover//') ? undefined : album.cover_xl)
