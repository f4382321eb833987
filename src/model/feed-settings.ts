// How often lists are looked at that tell nobody of news.

import { z } from 'zod'

/** Looks at one list alone would need about all of the share of a day that looking has. */
const LEAST = 300
const MOST = 604_800
const EXPECTED = `expected 0 or a whole number from ${LEAST} to ${MOST}`

const seconds = (value: number) =>
  z.coerce
    .number(EXPECTED)
    .int(EXPECTED)
    .refine(number => number === 0 || (number >= LEAST && number <= MOST), EXPECTED)
    .default(value)

export const FEED_SETTINGS = {
  LIKES_POLL_INTERVAL: seconds(900).meta({
    description:
      'Seconds between two looks at your likes at Spotify and SoundCloud (docs/feeds.md); 0: they are not looked at',
  }),
  PLAYLISTS_POLL_INTERVAL: seconds(3600).meta({
    description:
      'Seconds between two looks at the playlists that you had taken (docs/feeds.md); 0: they are not looked at',
  }),
}
