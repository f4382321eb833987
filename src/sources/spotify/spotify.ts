// Spotify as a list of what a person plays, likes and collects. Facts only: its audio is never touched.

import { InputFault } from '../../errors.ts'
import type { Lanes } from '../../lanes/lanes.ts'
import type { Log } from '../../log.ts'
import { spotifyIdIn } from '../../model/url/spotify.ts'
import { canonicalLink } from '../../model/url/url.ts'
import type { FoundTrack } from '../found-track.ts'
import { openAccount } from './account.ts'
import { readAlbum } from './albums.ts'
import type { Cache } from './cache.ts'
import { openCatalogue } from './catalogue.ts'
import { readLikes } from './likes.ts'
import type { FoundList } from './lists.ts'
import { type NewLikes, type NewLikesOptions, readNewLikes } from './new-likes.ts'
import { type FoundPlaylist, readPlaylist, readPlaylists } from './playlists.ts'
import { type Ask, openRequests } from './requests.ts'
import { NowPlaying } from './schemas.ts'
import { type PlaylistState, readSnapshots } from './snapshots.ts'
import type { SpotifyConfig } from './spotify-config.ts'
import { openTokens, type SignInState } from './tokens.ts'

/** Every question is answered from what is kept where that is certain. @throws Fault: which class says what is to be done */
export interface Spotify {
  /** What the account plays now, and the playlist it plays from; undefined when nothing, or no track. */
  nowPlaying(ask?: Ask): Promise<FoundTrack | undefined>
  /** The newest first. */
  likedTracks(limit: number, ask?: Ask): Promise<FoundTrack[]>
  /** What was liked since a look. */
  newLikes(options: NewLikesOptions, ask?: Ask): Promise<NewLikes>
  /** Those of the account, and those it follows. */
  myPlaylists(ask?: Ask): Promise<FoundPlaylist[]>
  /**
   * All tracks of a playlist; episodes and what is gone are passed over.
   * @param what an id, a URI or a link
   * @param snapshot its state as `myPlaylists` named it: unchanged, no request is sent
   */
  playlistItems(what: string, snapshot?: string, ask?: Ask): Promise<FoundList>
  /** The states of playlists, by their ids, in as few requests as can tell. */
  snapshots(ids: readonly string[], ask?: Ask): Promise<PlaylistState[]>
  /** All tracks of an album, without codes. @param what an id, a URI or a link */
  album(what: string, ask?: Ask): Promise<FoundList>
  /** @param what an id, a URI or a link */
  track(what: string, ask?: Ask): Promise<FoundTrack>
  /** The releases of a recording. None found does not mean there is none. */
  searchIsrc(isrc: string, ask?: Ask): Promise<FoundTrack[]>
  /** Who is signed in and until when, or why nobody is. Asks nobody. */
  state(): Promise<SignInState>
}

export interface SpotifyOptions extends SpotifyConfig {
  lanes: Pick<Lanes, 'run'>
  cache: Cache
  log: Log
  /** The run only looks. */
  readOnly: boolean
  /** Epoch ms. */
  now?: () => number
}

export function openSpotify(options: SpotifyOptions): Spotify {
  const { apiUrl, lanes, cache, log, market, now = Date.now } = options
  const send = <T>(work: () => Promise<T>) => lanes.run('spotify', work, { urgent: true })
  const tokens = openTokens({ ...options, send, now })
  const account = openAccount({ tokens, cache, log })
  const requests = openRequests({ apiUrl, lanes, tokens: account })
  const catalogue = openCatalogue({ requests, cache, market })
  const lists = { requests, cache, apiUrl, market }

  return {
    async nowPlaying(ask = {}) {
      const query = new URLSearchParams({ additional_types: 'track,episode', ...(market && { market }) })
      const playing = await requests.get(`/me/player/currently-playing?${query}`, NowPlaying, { ...ask })
      if (!playing?.is_playing || !playing.item?.title) return undefined
      const playlist = playlistOf(playing.context?.uri)
      return { ...playing.item, ...(playlist && { playlist }) }
    },
    likedTracks: (limit, ask = {}) => readLikes(lists, limit, ask),
    newLikes: (options, ask = {}) => readNewLikes(lists, options, ask),
    async myPlaylists(ask = {}) {
      const { account: mine } = await tokens.state()
      return await readPlaylists(lists, mine?.id, ask)
    },
    async playlistItems(what, snapshot, ask = {}) {
      const id = spotifyIdIn('playlist', what)
      if (!id) throw new InputFault(`"${what.slice(0, 100)}" is no Spotify playlist`, 'Metadata_Failed')
      return await readPlaylist(lists, { id, snapshot }, ask)
    },
    snapshots: (ids, ask = {}) => readSnapshots(lists, ids, ask),
    async album(what, ask = {}) {
      const id = spotifyIdIn('album', what)
      if (!id) throw new InputFault(`"${what.slice(0, 100)}" is no Spotify album`, 'Metadata_Failed')
      return await readAlbum(lists, id, ask)
    },
    track: (what, ask = {}) => catalogue.track(what, ask),
    searchIsrc: (isrc, ask = {}) => catalogue.searchIsrc(isrc, ask),
    state: () => tokens.state(),
  }
}

/** The usual link of the playlist in a context's URI, `spotify:playlist:…` or `spotify:user:…:playlist:…`. */
function playlistOf(uri = ''): string | undefined {
  const link = canonicalLink(uri) ?? ''
  return spotifyIdIn('playlist', link) ? link : undefined
}
