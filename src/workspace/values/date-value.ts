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

/** Start or end of a stored date: a time without an offset is that of the date's time zone. */
export function zonedMoment(text: string, zone: unknown): Moment | undefined {
  const moment = parseMoment(text)
  if (!moment || moment.isDay || typeof zone !== 'string' || ISO.exec(text)?.[8]) return moment
  const nearly = moment.ms - zoneOffset(zone, moment.ms)
  return { ms: moment.ms - zoneOffset(zone, nearly), isDay: false }
}

/** A day as it is; a time with milliseconds and its offset: `2026-07-04T10:00:00.000+00:00`. */
export function normalDate(text: string, hasZone: boolean): string {
  const match = ISO.exec(text)
  if (!match?.[4]) return text
  const [, , , , hour, minute, second = '00', fraction = '', offset] = match
  const clock = `${text.slice(0, 10)}T${hour}:${minute}:${second}.${`${fraction}000`.slice(0, 3)}`
  return hasZone ? clock : clock + normalOffset(offset)
}

/** Page times are answered rounded down to the minute. */
export const floorToMinute = (ms: number): number => ms - (ms % MINUTE)
export const toMinute = (ms: number): string => new Date(floorToMinute(ms)).toISOString()

function offsetMinutes(offset: string | undefined): number {
  const normal = normalOffset(offset)
  const minutes = Number(normal.slice(1, 3)) * 60 + Number(normal.slice(4, 6))
  return normal.startsWith('-') ? -minutes : minutes
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Milliseconds the zone's clocks are ahead of UTC. */
function zoneOffset(zone: string, ms: number): number {
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  clocks.set(zone, clock)
  const name = clock.formatToParts(ms).find(part => part.type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(name) ?? []
  return (Number(hours) * 60 + Number(minutes)) * MINUTE * (sign === '-' ? -1 : 1)
}

function normalOffset(offset: string | undefined): string {
  if (!offset || offset.toUpperCase() === 'Z') return '+00:00'
  return `${offset.slice(0, 3)}:${offset.slice(-2)}`
}
