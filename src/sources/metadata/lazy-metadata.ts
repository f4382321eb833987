// The metadata of recordings: its modules are loaded when somebody asks for the first time.

import type { Config } from '../../config.ts'
import type { Lanes } from '../../lanes/lanes.ts'
import { onceOpen } from '../../once-open.ts'
import type { Spotify } from '../spotify/spotify.ts'
import type { Gather } from './gather.ts'

/** @returns undefined when no provider is on */
export function lazyMetadata(config: Config, lanes: Lanes, spotify: Spotify | undefined): Gather | undefined {
  if (config.metadataProviders.length === 0) return undefined
  const gather = onceOpen(async () => {
    const [{ metadataConfig, openMetadata }, { isProved }, { openSpotifyProvider }] = await Promise.all([
      import('./open-metadata.ts'),
      import('./same-recording.ts'),
      import('./spotify.ts'),
    ])
    const deps = { lanes, judge: isProved, spotify: spotify && openSpotifyProvider(spotify) }
    return openMetadata(metadataConfig(config), deps)
  })
  return async asked => (await gather())(asked)
}
