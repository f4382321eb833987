// The places where a sync of playlists looks, in that order: each names lists, to be read one after the other.

import type { ListedTrack } from '../../sources/listing.ts'
import type { FoundPlaylist } from '../../sources/spotify/playlists.ts'
import type { Tools } from '../../tools.ts'
import { type ChainLink, pausedOf } from '../chain/links.ts'
import type { ReadOptions } from './source.ts'

export interface NamedList extends Pick<ReadOptions, 'snapshot'> {
  title: string
  link: string
}

export interface PlaylistPlace extends Pick<ChainLink, 'name' | 'off' | 'outlook'> {
  ask(signal: AbortSignal): Promise<{ lists: readonly NamedList[]; left: readonly string[] }>
}

/** More lists of one person are not read. */
const MOST_LISTS = 500
const NO_SPOTIFY = 'SPOTIFY_CLIENT_ID is not set'

export const playlistPlaces = (tools: Tools): readonly PlaylistPlace[] => [
  playingFrom(tools),
  soundcloudSets(tools),
  spotifyPlaylists(tools),
]

function playingFrom(tools: Tools): PlaylistPlace {
  const { spotify } = tools
  return {
    name: 'playlist playing now',
    off: spotify ? undefined : NO_SPOTIFY,
    outlook: () => spotifyOutlook(tools, 'the playlist that plays at Spotify'),
    async ask(signal) {
      const playing = await spotify?.nowPlaying({ signal })
      if (!playing) return { lists: [], left: ['nothing plays'] }
      if (!playing.playlist) return { lists: [], left: [`${playing.title} does not play from a playlist`] }
      return { lists: [{ title: playing.playlist, link: playing.playlist }], left: [] }
    },
  }
}

function soundcloudSets({ sources, lanes, soundcloudProfile: profile }: Tools): PlaylistPlace {
  return {
    name: 'SoundCloud playlists',
    off: profile ? undefined : 'SOUNDCLOUD_PROFILE is not set',
    outlook: async () => pausedOf(lanes, 'soundcloud') ?? { asks: `the playlists of ${profile}` },
    async ask(signal) {
      const { entries, passedOver } = await sources.playlists(profile ?? '', { limit: MOST_LISTS, signal })
      return {
        lists: entries.map(({ title, link }: ListedTrack) => ({ title: title ?? link, link })),
        left: passedOver.map(({ index, why }) => `number ${index} (${why})`),
      }
    },
  }
}

function spotifyPlaylists(tools: Tools): PlaylistPlace {
  const { spotify } = tools
  return {
    name: 'Spotify playlists',
    off: spotify ? undefined : NO_SPOTIFY,
    outlook: () => spotifyOutlook(tools, 'the playlists of the account'),
    async ask(signal) {
      const all = (await spotify?.myPlaylists({ signal })) ?? []
      const isForeign = ({ isReadable }: FoundPlaylist) => isReadable === false
      return {
        lists: all.filter(list => !isForeign(list)).map(listOf),
        left: all.filter(isForeign).map(({ name, owner }) => `${name} (of ${owner ?? 'somebody else'}: ${FOREIGN})`),
      }
    },
  }
}

const FOREIGN = 'Spotify shows its tracks only to its owner'

const listOf = ({ id, name, snapshot }: FoundPlaylist): NamedList => ({
  title: name,
  link: `https://open.spotify.com/playlist/${id}`,
  snapshot,
})

async function spotifyOutlook({ spotify, lanes }: Tools, asks: string): ReturnType<ChainLink['outlook']> {
  const state = await spotify?.state()
  if (state && !state.signedIn) return { away: `Spotify: ${state.why}` }
  return pausedOf(lanes, 'spotify') ?? { asks }
}
