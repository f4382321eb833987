// What cells hold, in our words: one value type per Notion property type.

import type { RichText } from './rich-text.ts'

/** A day (`2026-07-04`) or a time (`2026-07-04T10:00:00+02:00`; without offset and zone it is UTC), each exactly as it was given. */
export interface DateValue {
  start: string
  end?: string
  /** IANA name, as `Europe/Vienna`; start and end are then times of its clocks. */
  timeZone?: string
}

/** Notion shows at most 25 references of a cell; a list that may lack some is not complete, and is never written back. */
export interface IdList {
  ids: readonly string[]
  complete: boolean
}

export interface PeopleList extends IdList {
  /** Those of the ids that are groups. */
  groups?: readonly string[]
}

export type FileValue =
  | { kind: 'external'; name: string; url: string }
  /** Kept by Notion; the URL is good until `expires` (ISO time) and is read anew after that. */
  | { kind: 'stored'; name: string; url: string; expires?: string }
  | { kind: 'upload'; id: string; name?: string }

export interface UniqueId {
  prefix?: string
  number: number
}

export interface Verification {
  state: 'verified' | 'unverified' | 'expired'
  date?: DateValue
  /** User id. */
  by?: string
}

export interface Place {
  lat: number
  lon: number
  name?: string
  address?: string
}

/** One of a rollup's cells. */
export interface Reading {
  type: string
  value: unknown
}

/** A rollup that shows the related rows' cells; Notion looks at the first 25 rows only. */
export interface RolledUp {
  items: readonly Reading[]
  complete: boolean
}

export type Computed = string | number | boolean | DateValue

/** What a filled cell of each type reads as. Lists read as lists also when they are empty. */
export interface CellValues {
  title: string
  rich_text: string
  number: number
  select: string
  multi_select: readonly string[]
  status: string
  date: DateValue
  people: PeopleList
  files: readonly FileValue[]
  checkbox: boolean
  url: string
  email: string
  phone_number: string
  relation: IdList
  unique_id: UniqueId
  formula: Computed
  rollup: Computed | RolledUp
  created_time: string
  created_by: string
  last_edited_time: string
  last_edited_by: string
  verification: Verification
  button: never
  place: Place
}

/** What may be written; `null` empties a cell. */
export type CellValue =
  | string
  | number
  | boolean
  | readonly string[]
  | DateValue
  | PeopleList
  | readonly FileValue[]
  | RichText
  | Verification
  | Place
  | null
