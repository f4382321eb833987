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

export function isCronPattern(text: string): boolean {
  if (text.trim().split(/\s+/).length !== 5) return false
  try {
    return new Cron(text) !== undefined
  } catch {
    return false // croner's way to say no
  }
}
