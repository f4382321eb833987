// What a date in a filter covers: a day is 24 hours of UTC, a time is one millisecond, a word is reckoned from now.

import { DAY, momentAt } from '../values/date-value.ts'
import { FIRST_WEEKDAY } from './guesses.ts'

export interface Range {
  from: number
  /** The first millisecond that is no longer in it. */
  until: number
}

const WEEK = 7 * DAY
const startOfDay = (now: number) => now - (now % DAY)

const WORDS = new Map<string, (now: number) => number>(
  Object.entries({
    today: startOfDay,
    tomorrow: (now: number) => startOfDay(now) + DAY,
    yesterday: (now: number) => startOfDay(now) - DAY,
    one_week_ago: (now: number) => startOfDay(now) - WEEK,
    one_week_from_now: (now: number) => startOfDay(now) + WEEK,
    one_month_ago: (now: number) => monthsFrom(now, -1),
    one_month_from_now: (now: number) => monthsFrom(now, 1),
  }),
)

/** Conditions that name a stretch of days. */
export const DAY_RANGES = new Map<string, (now: number) => Range>(
  Object.entries({
    this_week: (now: number) => ({ from: startOfWeek(now), until: startOfWeek(now) + WEEK }),
    past_week: (now: number) => ({ from: startOfDay(now) - WEEK, until: startOfDay(now) + DAY }),
    past_month: (now: number) => ({ from: monthsFrom(now, -1), until: startOfDay(now) + DAY }),
    past_year: (now: number) => ({ from: monthsFrom(now, -12), until: startOfDay(now) + DAY }),
    next_week: (now: number) => ({ from: startOfDay(now), until: startOfDay(now) + WEEK + DAY }),
    next_month: (now: number) => ({ from: startOfDay(now), until: monthsFrom(now, 1) + DAY }),
    next_year: (now: number) => ({ from: startOfDay(now), until: monthsFrom(now, 12) + DAY }),
  }),
)

export function momentRange(wanted: unknown, path: string, now: number): Range {
  const word = typeof wanted === 'string' ? WORDS.get(wanted)?.(now) : undefined
  if (word !== undefined) return { from: word, until: word + DAY }
  const { ms, isDay } = momentAt(wanted, path)
  return { from: ms, until: ms + (isDay ? DAY : 1) }
}

const startOfWeek = (now: number) => startOfDay(now) - ((new Date(now).getUTCDay() + 7 - FIRST_WEEKDAY) % 7) * DAY

/** The same day of another month, or its last day when it is shorter. */
function monthsFrom(now: number, months: number): number {
  const date = new Date(now)
  const month = date.getUTCMonth() + months
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate()
  return Date.UTC(date.getUTCFullYear(), month, Math.min(date.getUTCDate(), lastDay))
}
