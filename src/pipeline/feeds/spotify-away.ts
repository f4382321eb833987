// Why Spotify is not asked now, as far as is known without asking it.

import type { Spotify } from '../../sources/spotify/spotify.ts'
import type { Tools } from '../../tools.ts'
import { pausedOf } from '../chain/links.ts'

export async function whyNoSpotify({ lanes }: Pick<Tools, 'lanes'>, spotify: Spotify): Promise<string | undefined> {
  const { signedIn, why } = await spotify.state()
  return signedIn ? pausedOf(lanes, 'spotify')?.away : (why ?? 'nobody is signed in')
}
