// What a person listens to: Spotify's side of it, and what is playing.

import type { Config } from '../config.ts'
import type { Lanes } from '../lanes/lanes.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/database.ts'
import type { Ledger } from '../store/ledger.ts'
import { openNowPlaying, playersConfig } from './now-playing.ts'
import { openCache } from './spotify/cache.ts'
import { openSpotify } from './spotify/spotify.ts'
import { spotifyConfig } from './spotify/spotify-config.ts'

export interface ListeningDeps {
  store: Store
  ledger: Ledger
  lanes: Pick<Lanes, 'run'>
  log: Log
  readOnly: boolean
}

export function openListening(config: Config, deps: ListeningDeps) {
  const cache = openCache({ ...deps, now: Date.now })
  const spotify = openSpotify({ ...spotifyConfig(config), ...deps, cache })
  const isOn = config.settings.SPOTIFY_CLIENT_ID !== undefined
  const nowPlaying = openNowPlaying({
    players: playersConfig(config),
    spotify: isOn ? spotify : undefined,
    log: deps.log,
  })
  return { spotify, nowPlaying }
}
