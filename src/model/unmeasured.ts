// What a row lacks of what can be measured in its files.

import type { Track } from './track.ts'

/** The best for measuring first. */
export const PATH_FIELDS = ['wavPath', 'aiffPath', 'm4aPath'] as const satisfies readonly (keyof Track)[]

const MEASURED_WORDS = {
  tempo: 'tempo',
  key: 'key',
  duration: 'length',
  loudness: 'loudness',
  peak: 'true peak',
} as const satisfies Partial<Record<keyof Track, string>>
export type MeasuredField = keyof typeof MEASURED_WORDS
export const MEASURED_FIELDS = Object.keys(MEASURED_WORDS) as MeasuredField[]

/** For people: "tempo, key". */
export const measuredWords = (fields: readonly MeasuredField[]): string =>
  fields.map(field => MEASURED_WORDS[field]).join(', ')

export const pathsOf = (row: Track): string[] => PATH_FIELDS.flatMap(field => row[field]?.trim() || [])

/** @param absent fields that the database has no column for */
export const unmeasuredOf = (row: Track, absent: readonly string[] = []): MeasuredField[] =>
  MEASURED_FIELDS.filter(field => row[field] === undefined && !absent.includes(field))
