// A track that a service names: what it is, and when it was liked or added. Never its audio.

import { z } from 'zod'

export const FoundTrack = z.object({
  /** A file of a person's own in a playlist has none. */
  spotifyId: z.string().optional(),
  /** The id that was asked for, when Spotify answered with the same recording under another. */
  askedId: z.string().optional(),
  title: z.string(),
  artists: z.array(z.string()).readonly(),
  album: z.string().optional(),
  isrc: z.string().optional(),
  seconds: z.number().optional(),
  /** Where people see it. */
  url: z.string().optional(),
  /** ISO 8601: when it was liked, or added to the playlist. */
  addedAt: z.string().optional(),
  /** The link of the playlist that it is played from. */
  playlist: z.string().optional(),
  /** A file on somebody's machine, of which Spotify knows little. */
  isLocal: z.boolean().optional(),
})
export type FoundTrack = z.infer<typeof FoundTrack>
