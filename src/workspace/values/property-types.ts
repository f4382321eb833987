// One entry per type of column.

import { notAsExpected, validationError } from '../api/api-error.ts'
import { booleanAt, isObject, numberAt, objectAt, stringAt } from '../api/check.ts'
import { knownUser } from '../api/identity.ts'
import { folded } from '../query/guesses.ts'
import type { PropertyTypeName } from '../schema/schema.ts'
import { formula, rollup } from './computed-types.ts'
import { hasOffset, momentAt, normalDate, parseMoment, toMinute } from './date-value.ts'
import { files, people, SHOWN_REFERENCES } from './list-types.ts'
import { multiSelect, select, status } from './option-types.ts'
import type { FacetKind, PropertyType } from './property-type.ts'
import { relation } from './relation-type.ts'
import { plainText, richTextAt } from './rich-text.ts'

const MAX_URL = 2000
const MAX_CONTACT = 200

const text: PropertyType = {
  kind: 'text',
  write: (value, { path }) => {
    const items = richTextAt(value, path)
    return items.length === 0 ? undefined : items
  },
  read: stored => firstMentions(stored),
  facet: stored => folded(plainText(stored)) || undefined,
}

const number: PropertyType = {
  kind: 'number',
  configure: (config, { before, path }) => ({
    format: config.format === undefined ? (before?.format ?? 'number') : stringAt(config.format, `${path}.format`),
  }),
  showConfig: property => ({ format: property.format ?? 'number' }),
  write: (value, { path }) => (value === null ? undefined : numberAt(value, path)),
  read: stored => stored ?? null,
  facet: stored => (typeof stored === 'number' ? stored : undefined),
}

const checkbox: PropertyType = {
  kind: 'checkbox',
  write: (value, { path }) => booleanAt(value, path) || undefined,
  read: stored => stored === true,
  facet: stored => (stored === true ? 1 : undefined),
}

const date: PropertyType = {
  kind: 'date',
  write: (value, { path }) => {
    if (value === null) return undefined
    const given = objectAt(value, path)
    const zone = given.time_zone === undefined || given.time_zone === null ? null : zoneAt(given.time_zone, path)
    const start = timeAt(given.start, `${path}.start`, zone)
    const isRange = given.end !== undefined && given.end !== null
    const end = isRange ? timeAt(given.end, `${path}.end`, zone) : null
    if (end !== null && momentAt(end, path).ms < momentAt(start, path).ms)
      throw validationError('Invalid date range: the end date is before the start date.')
    return { start, end, time_zone: null }
  },
  read: stored => stored ?? null,
  facet: stored => {
    if (typeof stored !== 'object' || stored === null || !('start' in stored)) return undefined
    return parseMoment(String(stored.start))?.ms
  },
}

/** With a time zone a time comes without an offset, and is kept with that of the zone; Notion then answers no zone. */
function timeAt(value: unknown, path: string, zone: string | null): string {
  const { isDay } = momentAt(value, path)
  const text = stringAt(value, path)
  if (zone !== null && (isDay || hasOffset(text)))
    throw notAsExpected(path, 'a time without a UTC offset, as a time zone is given', text)
  return normalDate(text, zone)
}

const uniqueId: PropertyType = {
  kind: 'row',
  configure: (config, { before, path }) => {
    if (config.prefix === undefined) return { prefix: before?.prefix ?? null }
    return { prefix: config.prefix === null ? null : stringAt(config.prefix, `${path}.prefix`) }
  },
  showConfig: property => ({ prefix: property.prefix ?? null }),
  read: (_stored, { property, number }) => ({ prefix: property.prefix ?? null, number }),
}

/** A button does nothing here, and a page of a table is never verified. */
const button: PropertyType = { kind: 'none', read: () => ({}) }
const verification: PropertyType = {
  kind: 'none',
  read: () => ({ state: 'unverified', verified_by: null, date: null }),
}

const place: PropertyType = {
  kind: 'none',
  write: (value, { path }) => {
    if (value === null) return undefined
    const given = objectAt(value, path)
    return { ...given, lat: numberAt(given.lat, `${path}.lat`), lon: numberAt(given.lon, `${path}.lon`) }
  },
  read: stored => stored ?? null,
}

export const TYPES: Record<PropertyTypeName, PropertyType> = {
  title: text,
  rich_text: text,
  number,
  select,
  multi_select: multiSelect,
  status,
  date,
  people,
  files,
  checkbox,
  url: shortText(MAX_URL),
  email: shortText(MAX_CONTACT),
  phone_number: shortText(MAX_CONTACT),
  relation,
  unique_id: uniqueId,
  created_time: { kind: 'row', read: (_stored, row) => toMinute(row.created) },
  created_by: { kind: 'row', read: (_stored, row) => knownUser(row.createdBy) },
  last_edited_time: { kind: 'row', read: (_stored, row) => toMinute(row.edited) },
  last_edited_by: { kind: 'row', read: (_stored, row) => knownUser(row.editedBy) },
  formula,
  rollup,
  button,
  place,
  verification,
}

export const kindOf = (type: PropertyTypeName): FacetKind => TYPES[type].kind

/** Mentions after the 25th are left out, as other references are; the property endpoint has all. */
function firstMentions(stored: unknown): unknown[] {
  let mentions = 0
  return (Array.isArray(stored) ? stored : []).filter(item => {
    if (isObject(item) && item.type === 'mention') mentions += 1
    return !isObject(item) || item.type !== 'mention' || mentions <= SHOWN_REFERENCES
  })
}

function shortText(max: number): PropertyType {
  return {
    kind: 'text',
    write: (value, { path }) => {
      if (value === null) return undefined
      const given = stringAt(value, path, max)
      if (given === '') throw notAsExpected(path, 'populated or `null`', given)
      return given
    },
    read: stored => stored ?? null,
    facet: stored => (typeof stored === 'string' ? folded(stored) : undefined),
  }
}

function zoneAt(value: unknown, path: string): string {
  const zone = stringAt(value, `${path}.time_zone`)
  if (!isZone(zone)) throw notAsExpected(`${path}.time_zone`, 'a valid IANA time zone', zone)
  return zone
}

/** Also by an older or newer name than the one Intl lists, such as Asia/Kolkata. */
function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return /^[A-Z]/i.test(zone)
  } catch {
    return false
  }
}
