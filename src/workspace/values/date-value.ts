// Dates as Notion writes them: a day (`2026-07-04`) or a time with an offset; what has no offset is UTC.

import { notAsExpected } from '../api/api-error.ts'
import { stringAt } from '../api/check.ts'

export const DAY = 24 * 3600 * 1000
const MINUTE = 60_000
const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/i

export interface Moment {
  /** Epoch milliseconds; midnight UTC for a day. */
  ms: number
  isDay: boolean
}

export function momentAt(value: unknown, path: string): Moment {
  const text = stringAt(value, path)
  const moment = parseMoment(text)
  if (!moment) throw notAsExpected(path, 'a valid ISO 8601 date string', text)
  return moment
}

export function parseMoment(text: string): Moment | undefined {
  const match = ISO.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second = '0', fraction = '0', offset] = match
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day))
  if (new Date(midnight).toISOString().slice(0, 10) !== text.slice(0, 10)) return undefined
  if (hour === undefined) return { ms: midnight, isDay: true }
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const time =
    (Number(hour) * 60 + Number(minute)) * MINUTE + Number(second) * 1000 + Number(`${fraction}000`.slice(0, 3))
  return { ms: midnight + time - offsetMinutes(offset) * MINUTE, isDay: false }
}

/** A day as it is; a time with milliseconds and its offset, which is the zone's when one is given: `2026-07-04T10:00:00.000+02:00`. */
export function normalDate(text: string, zone: string | null): string {
  const match = ISO.exec(text)
  if (!match?.[4]) return text
  const [, , , , hour, minute, second = '00', fraction = '', offset] = match
  const clock = `${text.slice(0, 10)}T${hour}:${minute}:${second}.${`${fraction}000`.slice(0, 3)}`
  return clock + (zone === null ? normalOffset(offset) : offsetIn(zone, Date.parse(`${clock}Z`)))
}

/** Whether a time says by how much it differs from UTC. */
export const hasOffset = (text: string): boolean => ISO.exec(text)?.[8] !== undefined

/** Page times are answered rounded down to the minute. */
export const floorToMinute = (ms: number): number => ms - (ms % MINUTE)
export const toMinute = (ms: number): string => new Date(floorToMinute(ms)).toISOString()

function offsetMinutes(offset: string | undefined): number {
  const normal = normalOffset(offset)
  const minutes = Number(normal.slice(1, 3)) * 60 + Number(normal.slice(4, 6))
  return normal.startsWith('-') ? -minutes : minutes
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** The offset of a zone's clocks when they show a time, given as if it were UTC: `+02:00`. */
function offsetIn(zone: string, shown: number): string {
  const nearly = shown - offsetMinutes(offsetAt(zone, shown)) * MINUTE
  return offsetAt(zone, nearly)
}

function offsetAt(zone: string, ms: number): string {
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  clocks.set(zone, clock)
  const name = clock.formatToParts(ms).find(part => part.type === 'timeZoneName')?.value ?? ''
  return /[+-]\d\d:\d\d/.exec(name)?.[0] ?? '+00:00'
}

function normalOffset(offset: string | undefined): string {
  if (!offset || offset.toUpperCase() === 'Z') return '+00:00'
  return `${offset.slice(0, 3)}:${offset.slice(-2)}`
}
