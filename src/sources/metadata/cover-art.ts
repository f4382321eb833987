// The Cover Art Archive: the front of the release that MusicBrainz named, else of another of the same album.

import { z } from 'zod'
import { type DoorDeps, openDoor } from './door.ts'
import type { Provider } from './provider.ts'
import { optional } from './schema.ts'

const Thumbnails = z.record(z.string(), z.string())
const Index = z.object({
  images: z.array(z.object({ front: optional(z.boolean()), image: z.string(), thumbnails: optional(Thumbnails) })),
})
type Index = z.output<typeof Index>

export function openCoverArt(deps: DoorDeps & { baseUrl: string }): Provider {
  const ask = openDoor(deps, { name: 'coverart', baseUrl: deps.baseUrl }).gets(Index)
  const front = async (path: string, signal: AbortSignal) => frontOf(await ask(path, signal))
  return {
    name: 'coverart',
    turn: 'last',
    fills: ['artworkUrl'],
    async find({ ids, signal }) {
      const artworkUrl =
        (ids.release && (await front(`release/${ids.release}`, signal))) ||
        (ids.releaseGroup && (await front(`release-group/${ids.releaseGroup}`, signal))) ||
        undefined
      return artworkUrl === undefined ? undefined : { artworkUrl }
    },
  }
}

/** As large as a cover needs to be: the picture itself may be a scan of 50 MB. */
function frontOf(index: Index | undefined): string | undefined {
  const image = index?.images.find(({ front }) => front)
  const sizes = image?.thumbnails
  const url = sizes?.['1200'] ?? sizes?.['500'] ?? sizes?.large ?? image?.image
  return url?.replace(/^http:(?=\/\/(coverartarchive|archive)\.org\/)/, 'https:')
}
