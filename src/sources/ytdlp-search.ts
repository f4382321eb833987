// Searches at SoundCloud, YouTube and YouTube Music. The words may be anything: they are one argument behind our prefix.

import type { Listing } from './listing.ts'
import { type ListOptions, readList } from './ytdlp-list.ts'
import type { YtdlpConfig } from './ytdlp-run.ts'

export type SearchPlace = 'soundcloud' | 'youtube' | 'youtube-music'

const PLACES = {
  soundcloud: {
    site: 'soundcloud',
    host: 'soundcloud.com',
    target: (words: string, limit: number) => `scsearch${limit}:${words}`,
  },
  youtube: {
    site: 'youtube',
    host: 'www.youtube.com',
    target: (words: string, limit: number) => `ytsearch${limit}:${words}`,
  },
  // without a section it answers with albums and people too
  'youtube-music': {
    site: 'youtube',
    host: 'music.youtube.com',
    target: (words: string) => `https://music.youtube.com/search?q=${encodeURIComponent(words)}#songs`,
  },
} as const
const MOST_HITS = 50
const LONGEST = 200

/** The lane of a place's service. */
export const laneOfSearch = (where: SearchPlace): 'soundcloud' | 'youtube' => PLACES[where].site

/**
 * One request for all hits: SoundCloud tells title, uploader, artist and length of each, YouTube title, channel and
 * length, YouTube Music the title alone.
 */
export async function searchWithYtdlp(
  config: YtdlpConfig,
  where: SearchPlace,
  { words, limit, signal }: ListOptions & { words: string },
): Promise<Listing> {
  const plain = plainWords(words)
  if (!plain) return { entries: [], passedOver: [] }
  const { site, host, target } = PLACES[where]
  const most = Math.max(1, Math.min(MOST_HITS, Math.floor(limit)))
  return await readList(config, {
    site,
    host,
    target: target(plain, most),
    own: [plain, `query "${plain}"`],
    limit: most,
    signal,
  })
}

/** One line without invisible marks, and not longer than a search makes sense. */
function plainWords(words: string): string {
  const line = words
    .toWellFormed()
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
  return [...line].slice(0, LONGEST).join('').trim()
}
