// Rows whose release is not known whole, as a filter; and how its values are meant in a database's columns.

import { RELEASE_FIELDS } from '../model/enrichment.ts'
import type { FieldValue } from '../model/write.ts'
import type { TRACK_COLUMNS } from './columns.ts'
import type { Filter } from './query.ts'
import type { Schema } from './schema.ts'

type TrackField = keyof typeof TRACK_COLUMNS

/**
 * Of rows whose recording can be told from others of its name, where there is a column for the length.
 * @returns undefined when no column for any of it is there, or none for the artist
 */
export function lackingFilter({ columns }: Schema<TrackField>): Filter | undefined {
  const is = (field: TrackField, state: 'is_empty' | 'is_not_empty') => {
    const column = columns[field]
    return column ? [{ property: column.id, [column.type]: { [state]: true } }] : []
  }
  const lacks = RELEASE_FIELDS.flatMap(field => is(field, 'is_empty'))
  const artist = is('artist', 'is_not_empty')
  if (lacks.length === 0 || artist.length === 0) return undefined
  const knownBy = (['duration', 'isrc', 'spotifyId', 'spotifyUrl'] as const).flatMap(field => is(field, 'is_not_empty'))
  return {
    and: [...is('title', 'is_not_empty'), ...artist, { or: lacks }, ...(columns.duration ? [{ or: knownBy }] : [])],
  }
}

/** Of finished rows that name an artist and lead to no page of one. */
export function unlinkedFilter({ columns }: Schema<TrackField>): Filter | undefined {
  const { downloaded, artist, artists } = columns
  if (!downloaded || !artist || !artists) return undefined
  return {
    and: [
      { property: downloaded.id, checkbox: { equals: true } },
      { property: artist.id, [artist.type]: { is_not_empty: true } },
      { property: artists.id, [artists.type]: { is_empty: true } },
    ],
  }
}

/** One name is an option of a list; a month or a year is no day of a calendar. */
export function inItsColumn(
  { columns }: Schema<TrackField>,
  field: TrackField,
  value: FieldValue,
): FieldValue | undefined {
  const type = columns[field]?.type
  if (type === 'multi_select' && typeof value === 'string') return [value]
  if (field === 'releaseDate' && type === 'date' && typeof value === 'string' && !DAY.test(value)) return undefined
  return value
}

const DAY = /^\d{4}-\d\d-\d\d$/
