// How Spotify is asked, as the settings say.

import type { Config } from '../../config.ts'

export interface SpotifyConfig {
  /** Absent: Spotify is not used. */
  clientId: string | undefined
  market: string | undefined
  apiUrl: string
  accountsUrl: string
  varDir: string
}

export function spotifyConfig({ settings, varDir }: Config): SpotifyConfig {
  return {
    clientId: settings.SPOTIFY_CLIENT_ID,
    market: settings.SPOTIFY_MARKET,
    apiUrl: settings.SPOTIFY_API_BASE_URL.replace(/\/+$/, ''),
    accountsUrl: settings.SPOTIFY_ACCOUNTS_BASE_URL.replace(/\/+$/, ''),
    varDir,
  }
}
