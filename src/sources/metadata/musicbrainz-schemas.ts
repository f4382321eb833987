// MusicBrainz's answers, as far as they are read.

import { z } from 'zod'
import { optional } from './schema.ts'

const Credits = z.array(z.object({ name: z.string(), joinphrase: optional(z.string()) }))
const Genres = z.array(z.object({ name: z.string(), count: z.number() }))
const Group = z.object({
  id: z.string(),
  'primary-type': optional(z.string()),
  'secondary-types': optional(z.array(z.string())),
  genres: optional(Genres),
})
const Label = z.object({ name: z.string() })

export const Release = z.object({
  id: z.string(),
  title: z.string(),
  status: optional(z.string()),
  date: optional(z.string()),
  'artist-credit': optional(Credits),
  'release-group': optional(Group),
  'label-info': optional(z.array(z.object({ label: optional(Label) }))),
  genres: optional(Genres),
})
export const Recording = z.object({
  id: z.string(),
  title: z.string(),
  disambiguation: optional(z.string()),
  /** Milliseconds. */
  length: optional(z.number()),
  isrcs: optional(z.array(z.string())),
  'first-release-date': optional(z.string()),
  'artist-credit': optional(Credits),
  releases: optional(z.array(Release)),
  genres: optional(Genres),
  relations: optional(
    z.array(z.object({ url: optional(z.object({ resource: z.string() })), ended: optional(z.boolean()) })),
  ),
})
export const Recordings = z.object({ recordings: z.array(Recording) })

export type Credits = z.output<typeof Credits>
export type Genres = z.output<typeof Genres>
export type Release = z.output<typeof Release>
export type Recording = z.output<typeof Recording>
