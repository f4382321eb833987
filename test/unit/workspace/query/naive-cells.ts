// What a cell of an answered page holds, read from the answer alone.

import type { Json } from '../open-client.ts'

export interface Looks {
  /** Columns of the table as it was answered. */
  columns: Record<string, Json>
  /** Titles of related rows. */
  titles: ReadonlyMap<string, string>
  userNames: ReadonlyMap<string, string>
}

const DAY = 24 * 3600 * 1000

export const valueIn = (cell: Json): unknown => cell[String(cell.type)]
export const textIn = (items: unknown): string => (items as Json[]).map(item => String(item.plain_text)).join('')
export const idsIn = (items: unknown): string[] => (items as Json[]).map(item => String(item.id))
export const namesIn = (items: unknown): string[] => (items as Json[]).map(item => String(item.name))

/** The moment a date starts. */
export const momentIn = (date: unknown): number | undefined =>
  date === null ? undefined : Date.parse((date as { start: string }).start)

/** The days and moments a date in a filter covers: from, and the first millisecond no longer in it. */
export function spanOf(wanted: string, now: number): [from: number, until: number] {
  const today = Date.parse(new Date(now).toISOString().slice(0, 10))
  const words: Record<string, number> = {
    today,
    tomorrow: today + DAY,
    yesterday: today - DAY,
    one_week_ago: today - 7 * DAY,
    one_week_from_now: today + 7 * DAY,
    one_month_ago: months(today, -1),
    one_month_from_now: months(today, 1),
  }
  const word = words[wanted]
  if (word !== undefined) return [word, word + DAY]
  const from = Date.parse(/T.*\d$/.test(wanted) && !/[+-]\d\d:\d\d$/.test(wanted) ? `${wanted}Z` : wanted)
  return [from, from + (wanted.length === 10 ? DAY : 1)]
}

export function stretchOf(name: string, now: number): [from: number, until: number] {
  const today = Date.parse(new Date(now).toISOString().slice(0, 10))
  const [when, unit] = name.split('_')
  if (when === 'this') {
    const sinceMonday = (new Date(today).getUTCDay() + 6) % 7
    return [today - sinceMonday * DAY, today + (7 - sinceMonday) * DAY]
  }
  const sign = when === 'past' ? -1 : 1
  const other = unit === 'week' ? today + sign * 7 * DAY : months(today, sign * (unit === 'month' ? 1 : 12))
  return sign < 0 ? [other, today + DAY] : [today, other + DAY]
}

function months(day: number, count: number): number {
  const date = new Date(day)
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1))
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return first.getTime() + (Math.min(date.getUTCDate(), length) - 1) * DAY
}
