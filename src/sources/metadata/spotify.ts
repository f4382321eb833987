// Spotify: by the id that a row has, else by the recording's code. It knows no label and no style.

import { isrcOf } from '../../model/metadata.ts'
import type { FoundTrack } from '../found-track.ts'
import type { Spotify } from '../spotify/spotify.ts'
import type { Found, Provider, Query } from './provider.ts'
import { bestOf, type Hit } from './same-recording.ts'

/** As much as releases of one recording differ. */
const SLACK_S = 3

export function openSpotifyProvider(spotify: Pick<Spotify, 'state' | 'track' | 'searchIsrc'>): Provider {
  /** The id is proof enough, unless what was downloaded is of another length. */
  async function byId({ wish, spotifyId, signal }: Query): Promise<FoundTrack | undefined> {
    const track = spotifyId && (await spotify.track(spotifyId, { signal }))
    if (!track) return undefined
    const { seconds = wish.seconds } = track
    const apart = wish.seconds === undefined || seconds === undefined ? 0 : Math.abs(wish.seconds - seconds)
    return apart <= SLACK_S ? track : undefined
  }

  async function byIsrc({ wish, judge, signal }: Query): Promise<FoundTrack | undefined> {
    const isrc = isrcOf(wish.isrc)
    return isrc ? bestOf(await spotify.searchIsrc(isrc, { signal }), hitOf, wish, judge) : undefined
  }

  return {
    name: 'spotify',
    turn: ({ wish, spotifyId }) => (spotifyId || wish.isrc ? 'first' : 'second'),
    async find(query) {
      const { signedIn } = await spotify.state()
      const track = signedIn ? ((await byId(query)) ?? (await byIsrc(query))) : undefined
      return track && foundOf(track)
    },
  }
}

const hitOf = ({ title, artists, album, seconds, isrc }: FoundTrack): Hit => ({
  title,
  artist: artists,
  album,
  seconds,
  isrc,
})

const foundOf = ({ isrc, album, artists, seconds, url }: FoundTrack): Found => ({
  isrc: isrcOf(isrc),
  artists,
  album,
  seconds,
  links: url ? { spotify: url } : {},
})
