// Dates: days and times, ranges, time zones.

import { z } from 'zod'
import { type CellType, expectValue, shown, unfit } from './cell-type.ts'
import type { CellValue, DateValue } from './values.ts'

const Answered = z.object({ start: z.string(), end: z.string().nullish(), time_zone: z.string().nullish() })
const Given = z.object({ start: z.string(), end: z.string().optional(), timeZone: z.string().optional() })

export const date: CellType<DateValue> = {
  reads: 'start, end and time zone as they stand there; Notion answers a zone as an offset (`+02:00`)',
  writes: 'a day or a time, a range of them, a time zone; a time with neither offset nor zone is UTC',
  read: value => readDate(value),
  text: ({ start, end }) => (end === undefined ? start : `${start} → ${end}`),
  write: writeDate,
  same: (meant, answered) => sameMoments(readDate(writeDate(meant, '')), readDate(answered)),
}

export function readDate(value: unknown): DateValue | undefined {
  const given = expectValue(Answered.nullish(), value, 'date')
  if (!given) return undefined
  return {
    start: given.start,
    ...(given.end != null && { end: given.end }),
    ...(given.time_zone != null && { timeZone: given.time_zone }),
  }
}

export const dateText = (value: DateValue): string => date.text(value)

/** An empty text or null empties the cell. */
export function writeDate(value: CellValue, column: string): object | null {
  if (value === null || value === '') return null
  const { success, data } = Given.safeParse(typeof value === 'string' ? { start: value } : value)
  if (!success) throw unfit(column, `${shown(value)} is no date`)
  const { start, end, timeZone } = data
  const texts = end === undefined ? [start] : [start, end]
  const moments = texts.map(text => momentOf(text, timeZone))
  if (moments.includes(undefined)) throw unfit(column, `${shown(value)} is no date`)
  if (timeZone !== undefined && texts.some(isDay)) throw unfit(column, `a day has no time zone: ${shown(value)}`)
  if (end !== undefined && Number(moments[1]) < Number(moments[0]))
    throw unfit(column, `the end of ${shown(value)} is before its start`)
  if (timeZone === undefined) return { start, ...(end !== undefined && { end }) }
  return {
    start: onItsClocks(start, timeZone),
    ...(end !== undefined && { end: onItsClocks(end, timeZone) }),
    time_zone: timeZone,
  }
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?)?$/i
const MINUTE = 60_000
const isDay = (text: string) => ISO.exec(text)?.[2] === undefined

/** Epoch milliseconds; undefined for what is no date or no zone. */
function momentOf(text: string, timeZone: string | undefined): number | undefined {
  const [whole, day = '', clock = '00:00', offset] = ISO.exec(text) ?? []
  if (whole === undefined || !isRealDay(day) || (timeZone !== undefined && !isZone(timeZone))) return undefined
  const asUtc = Date.parse(`${day}T${clock}Z`)
  if (Number.isNaN(asUtc)) return undefined
  if (offset) return Date.parse(`${day}T${clock}${offset.replace(/(\d\d):?(\d\d)$/, '$1:$2').toUpperCase()}`)
  if (timeZone === undefined) return asUtc
  const guess = asUtc - offsetAt(asUtc, timeZone)
  return asUtc - offsetAt(guess, timeZone)
}

function isRealDay(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day)
}

/** Notion refuses an offset beside a time zone. */
function onItsClocks(text: string, timeZone: string): string {
  const moment = momentOf(text, timeZone)
  if (moment === undefined || !ISO.exec(text)?.[3]) return text
  return new Date(moment + offsetAt(moment, timeZone)).toISOString().slice(0, -1)
}

/** Milliseconds the zone's clocks are ahead of UTC. */
function offsetAt(ms: number, timeZone: string): number {
  const clocks = clocksOf(timeZone).format(ms).replace(' ', 'T')
  return Date.parse(`${clocks}Z`) - Math.floor(ms / 1000) * 1000
}

function isZone(name: string): boolean {
  try {
    return clocksOf(name) !== undefined
  } catch {
    return false
  }
}

/** In Swedish, times are written as ISO has them. */
const clocksOf = (timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })

function sameMoments(meant: DateValue | undefined, answered: DateValue | undefined): boolean {
  return sameMoment(meant?.start, answered?.start) && sameMoment(meant?.end, answered?.end)

  /** Days as they are, times to the minute: whether Notion keeps seconds, and which way it rounds, is not known. */
  function sameMoment(a: string | undefined, b: string | undefined): boolean {
    if (a === undefined || b === undefined || isDay(a) || isDay(b)) return a === b
    return Math.abs((momentOf(a, meant?.timeZone) ?? Number.NaN) - (momentOf(b, answered?.timeZone) ?? 0)) < MINUTE
  }
}
