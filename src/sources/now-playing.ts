// What is playing now: the players of this machine are asked first, for it costs nothing; then Spotify's Web API.

import type { Config } from '../config.ts'
import { isFault, messageOf } from '../errors.ts'
import type { Log } from '../log.ts'
import { spotifyIdIn, trackUrl } from '../model/url/spotify.ts'
import { linkKind } from '../model/url/url.ts'
import type { FoundTrack } from './found-track.ts'
import { askApps } from './players/osascript.ts'
import type { PlayerSays } from './players/player-says.ts'
import { askPlayerctl } from './players/playerctl.ts'
import type { Spotify } from './spotify/spotify.ts'

export interface NowPlaying {
  /** Who said so, for people: `Spotify`, `vlc`, `Spotify's Web API`. */
  by: string
  track: FoundTrack
}

export interface PlayersConfig {
  platform: NodeJS.Platform
  osascript: string
  playerctl: string
  sessionBus?: string
}

/** The track that plays; undefined when nothing does that has a title and an artist. */
export type AskNowPlaying = (signal?: AbortSignal) => Promise<NowPlaying | undefined>

interface NowPlayingDeps {
  players: PlayersConfig
  /** Absent: only this machine is asked. */
  spotify?: Pick<Spotify, 'nowPlaying'>
  log: Log
}

export const playersConfig = ({ settings, sessionBus }: Config): PlayersConfig => ({
  platform: process.platform,
  osascript: settings.OSASCRIPT_BIN,
  playerctl: settings.PLAYERCTL_BIN,
  sessionBus,
})

export function openNowPlaying({ players, spotify, log }: NowPlayingDeps): AskNowPlaying {
  const told = new Set<string>()

  /** A way that does not work is said once, and is no reason not to try the next. */
  async function heard(signal?: AbortSignal): Promise<PlayerSays[]> {
    try {
      return await askPlayers(players, signal)
    } catch (error) {
      if (!isFault(error)) throw error
      const reason = messageOf(error)
      if (!told.has(reason)) log.info({ reason }, 'the players of this machine cannot be asked what they play')
      told.add(reason)
      return []
    }
  }

  /** @throws the faults of Spotify's Web API, when that was asked */
  return async function nowPlaying(signal?: AbortSignal): Promise<NowPlaying | undefined> {
    const playing = (await heard(signal)).filter(isTrack)
    const [says] = playing.sort((one, other) => rank(one) - rank(other))
    if (says) return { by: says.player, track: trackOf(says) }
    const track = await spotify?.nowPlaying({ signal })
    return track && { by: "Spotify's Web API", track }
  }
}

async function askPlayers(players: PlayersConfig, signal?: AbortSignal): Promise<PlayerSays[]> {
  if (players.platform === 'darwin') return await askApps(players.osascript, signal)
  if (players.platform === 'linux')
    return await askPlayerctl({ bin: players.playerctl, sessionBus: players.sessionBus }, signal)
  return []
}

/** An advertisement, a stream's jingle, a video without an artist: nothing that could be found again. */
const isTrack = ({ isPlaying, id, title, artist }: PlayerSays) =>
  isPlaying && title !== '' && artist !== '' && !/^spotify:ad:|^\/com\/spotify\/ad\//.test(id)

/** Spotify's own player first, and SoundCloud before a video; then whoever knows where the track comes from. */
const rank = (says: PlayerSays) => {
  if (spotifyIdOf(says)) return 0
  const link = linkOf(says)
  if (!link) return 3
  return linkKind(link) === 'soundcloud' ? 1 : 2
}

const spotifyIdOf = ({ id, url }: PlayerSays) =>
  spotifyIdIn('track', url) ?? (id.includes('spotify') ? spotifyIdIn('track', id) : undefined)

/** Where the track is on the web; a file's address is nobody else's business. */
const linkOf = ({ url }: PlayerSays) =>
  ['soundcloud', 'youtube', 'web'].includes(linkKind(url) ?? '') ? url : undefined

function trackOf(says: PlayerSays): FoundTrack {
  const { title, artist, album, seconds, id } = says
  const spotifyId = spotifyIdOf(says)
  const url = spotifyId ? trackUrl(spotifyId) : linkOf(says)
  const isLocal = id.startsWith('spotify:local:')
  return {
    ...(spotifyId && { spotifyId }),
    title,
    artists: [artist],
    ...(album && { album }),
    ...(seconds && { seconds }),
    ...(url && { url }),
    ...(isLocal && { isLocal }),
  }
}
