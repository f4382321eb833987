// When repeated work is due.

import { Cron } from 'croner'

export interface Repeat {
  intervalSeconds: number
  /** Five cron fields; set, they count in place of the interval. */
  schedule?: string
}

/**
 * Epoch seconds from which the work is due.
 * @param last epoch seconds of the last run that worked; undefined when there was none: due at once
 */
export function dueFrom(last: number | undefined, { intervalSeconds, schedule }: Repeat): number {
  if (last === undefined) return 0
  if (!schedule) return last + intervalSeconds
  const next = new Cron(schedule).nextRun(new Date(last * 1000))
  return next ? next.getTime() / 1000 : Number.POSITIVE_INFINITY
}

/** More than so many are not counted. */
const MOST_TIMES = 100

/**
 * How often the work was due since its last run: what was slept through, or missed by a program that did not run, is done once.
 * @param now epoch seconds
 */
export function timesDue(last: number | undefined, { intervalSeconds, schedule }: Repeat, now: number): number {
  if (last === undefined) return 1
  if (!schedule) return Math.min(MOST_TIMES, Math.max(0, Math.floor((now - last) / intervalSeconds)))
  return new Cron(schedule).nextRuns(MOST_TIMES, new Date(last * 1000)).filter(at => at.getTime() / 1000 <= now).length
}

/** A clock that was ahead when the work ran says nothing of when it ran: it counts as not known. */
export const knownLast = (last: number | undefined, now: number): number | undefined =>
  last !== undefined && last > now + CLOCK_SLACK ? undefined : last

const CLOCK_SLACK = 60

export function isCronPattern(text: string): boolean {
  if (text.trim().split(/\s+/).length !== 5) return false
  try {
    return new Cron(text) !== undefined
  } catch {
    return false // croner's way to say no
  }
}
