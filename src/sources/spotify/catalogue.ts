// Single tracks: by their id, and the releases of a recording by its ISRC.

import { z } from 'zod'
import { InputFault, Transient } from '../../errors.ts'
import { isrcOf } from '../../model/metadata.ts'
import { spotifyIdIn } from '../../model/url/spotify.ts'
import { FoundTrack } from '../found-track.ts'
import type { Cache } from './cache.ts'
import type { Ask, Requests } from './requests.ts'
import { Found, OneTrack } from './schemas.ts'

interface CatalogueOptions {
  requests: Requests
  cache: Cache
  market: string | undefined
}

/** The index has gaps that are mended, so that "none" is not kept for long. */
const NONE_KEPT_MS = 24 * 3600_000

const Tracks = z.array(FoundTrack)

export function openCatalogue({ requests, cache, market }: CatalogueOptions) {
  const inMarket = market ? `market=${market}` : ''
  return {
    async track(what: string, ask: Ask): Promise<FoundTrack> {
      const id = spotifyIdIn('track', what)
      if (!id) throw new InputFault(`"${what.slice(0, 100)}" is no Spotify track`, 'Metadata_Failed')
      const kept = cache.get(`track ${id}`, FoundTrack)
      if (kept) return kept
      const missing = `Spotify has no track ${id}`
      const answer = await requests.get(`/tracks/${id}${inMarket && `?${inMarket}`}`, OneTrack, { ...ask, missing })
      if (!answer) throw new Transient('Spotify answered with nothing', { fields: { id } })
      const found = answer.spotifyId === id ? answer : { ...answer, askedId: id }
      cache.put({ [`track ${id}`]: found })
      return found
    },
    async searchIsrc(text: string, ask: Ask): Promise<FoundTrack[]> {
      const isrc = isrcOf(text)
      if (!isrc) return []
      const kept = cache.get(`isrc ${isrc}`, Tracks) ?? []
      if (kept.length > 0 || cache.get(`isrc ${isrc}`, Tracks, NONE_KEPT_MS)) return kept
      const query = new URLSearchParams({ q: `isrc:${isrc}`, type: 'track', limit: '10', ...(market && { market }) })
      const answer = await requests.get(`/search?${query}`, Found, { ...ask })
      const hits = (answer?.tracks.items ?? []).flatMap(hit => (hit?.isrc === isrc && hit.title ? hit : []))
      cache.put({ [`isrc ${isrc}`]: hits })
      return hits
    },
  }
}
