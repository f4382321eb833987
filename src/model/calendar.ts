// A cron pattern as lists of numbers, for schedulers that have another way to say it.

import { CronPattern } from 'croner'
import { UsageFault } from '../errors.ts'

/** Times of the clock on days; an absent list is "any". Days and weekdays are never given together. */
export interface Calendar {
  minutes?: readonly number[] | undefined
  hours?: readonly number[] | undefined
  /** 1 to 31. */
  days?: readonly number[] | undefined
  /** 1 to 12. */
  months?: readonly number[] | undefined
  /** 0 to 6, from Sunday. */
  weekdays?: readonly number[] | undefined
}

/**
 * Five cron fields; two calendars when both a day of the month and a weekday are given: either makes it due.
 * @throws UsageFault for what only some crons know (`L`, `W`, `#`)
 */
export function calendarsOf(pattern: string): Calendar[] {
  const fields = pattern.trim().split(/\s+/)
  if (fields.length !== 5 || /[LW#?]/i.test(fields[2] ?? '') || /[L#?]/i.test((fields[4] ?? '').replace(NAMES, '')))
    throw new UsageFault(`"${pattern}" cannot be said to every scheduler: expected numbers, *, lists, ranges and steps`)
  const parsed = new CronPattern(`0 ${pattern}`)
  const time = {
    minutes: chosen(parsed.minute, 0),
    hours: chosen(parsed.hour, 0),
    months: chosen(parsed.month, 1),
  }
  const days = chosen(parsed.day, 1)
  const weekdays = chosen(parsed.dayOfWeek.slice(0, 7), 0)
  return days && weekdays
    ? [
        { ...time, days },
        { ...time, weekdays },
      ]
    : [{ ...time, days, weekdays }]
}

const NAMES = /\b(sun|mon|tue|wed|thu|fri|sat)\b/gi

/** Undefined when all are. */
function chosen(flags: readonly number[], first: number): number[] | undefined {
  const numbers = flags.flatMap((flag, index) => (flag ? [index + first] : []))
  return numbers.length === flags.length ? undefined : numbers
}
