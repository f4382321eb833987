// Which rows of Music Tracks a query asks for.

import { ERROR_TAGS } from '../errors.ts'
import { MEASURED_FIELDS, PATH_FIELDS } from '../model/unmeasured.ts'
import type { TRACK_COLUMNS } from './columns.ts'
import type { Filter } from './query.ts'
import type { Column, Schema } from './schema.ts'

export type TrackField = keyof typeof TRACK_COLUMNS

export interface WantingQuery {
  limit?: number
  /** Also rows without a link, that have a Spotify id or an artist. */
  unlinked?: boolean
}

/** A recording, as it is looked for in rows without a link to it. */
export interface Alike {
  title: string
  artist: string
  isrc?: string
}

export const LINK_FIELDS = ['sourceUrl', 'soundcloudUrl', 'youtubeUrl'] as const
export const SPOTIFY_FIELDS = ['spotifyId', 'spotifyUrl', 'sourceUrl'] as const

export function wantingFilter(schema: Schema<TrackField>, { unlinked }: WantingQuery): Filter {
  const empty = present(schema, 'm4aPath', 'wavPath', 'aiffPath', 'eagleId').map(column => ({
    property: column.id,
    [column.type]: { is_empty: true },
  }))
  const inputs: TrackField[] = unlinked ? [...LINK_FIELDS, 'spotifyUrl', 'spotifyId', 'artist'] : [...LINK_FIELDS]
  const given = present(schema, ...inputs).map(column => ({
    property: column.id,
    [column.type]: { is_not_empty: true },
  }))
  const unfinished = present(schema, 'downloaded').map(column => ({ property: column.id, checkbox: { equals: false } }))
  const untagged = present(schema, 'tags').map(column => ({
    property: column.id,
    multi_select: { does_not_contain: [...ERROR_TAGS] },
  }))
  return { and: [...unfinished, ...empty, { or: given }, ...untagged] }
}

/** @returns undefined when there is no column for a path, or none for anything measured */
export function unmeasuredFilter(schema: Schema<TrackField>): Filter | undefined {
  const are = (state: 'is_empty' | 'is_not_empty', fields: readonly TrackField[]) =>
    present(schema, ...fields).map(column => ({ property: column.id, [column.type]: { [state]: true } }))
  const paths = are('is_not_empty', PATH_FIELDS)
  const lacks = are('is_empty', MEASURED_FIELDS)
  return paths.length > 0 && lacks.length > 0 ? { and: [{ or: paths }, { or: lacks }] } : undefined
}

export function failedFilter(schema: Schema<TrackField>): Filter {
  const tags = present(schema, 'tags')
  return { or: tags.map(column => ({ property: column.id, multi_select: { contains: [...ERROR_TAGS] } })) }
}

export function keyFilter(schema: Schema<TrackField>, key: string, fields: readonly TrackField[]): Filter | undefined {
  const columns = present(schema, ...fields)
  if (columns.length === 0) return undefined
  return { or: columns.map(column => ({ property: column.id, [column.type]: { contains: key } })) }
}

export function alikeFilter(schema: Schema<TrackField>, { title, artist, isrc }: Alike): Filter | undefined {
  const contains = (field: TrackField, text: string) =>
    present(schema, field).map(column => ({ property: column.id, [column.type]: { contains: text } }))
  const named = [...contains('title', title), ...contains('artist', artist)]
  const either = [...(isrc ? contains('isrc', isrc) : []), ...(named.length === 2 ? [{ and: named }] : [])]
  return either.length > 0 ? { or: either } : undefined
}

function present(schema: Schema<TrackField>, ...fields: TrackField[]): Column[] {
  return fields.flatMap(field => schema.columns[field] ?? [])
}
