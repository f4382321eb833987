// The days of a report, each with what ended in it, and its figures.

import { addDays, type Day, startOf } from './day.ts'
import { median } from './figures.ts'
import type { PastRun } from './report.ts'
import { isTrack, sumsOf } from './sums.ts'

export interface DaySpan {
  day: Day
  /** Epoch ms. */
  from: number
  to: number
}

/** What is compared from day to day. */
export interface DayFigures extends DaySpan {
  /** Runs that ended; none: the program was not running. */
  ended: number
  /** Tracks. */
  done: number
  failed: number
  retries: number
  /** Undefined: none was done. */
  secondsPerTrack?: number
}

export function daysOf({ first, last, zone }: { first: Day; last: Day; zone: string }): DaySpan[] {
  const days: DaySpan[] = []
  for (let day = first; day <= last; day = addDays(day, 1))
    days.push({ day, from: startOf(day, zone), to: startOf(addDays(day, 1), zone) })
  return days
}

/** @param runs in any order; each is looked at once */
export function byDay(runs: readonly PastRun[], spans: readonly DaySpan[]): (DaySpan & { runs: PastRun[] })[] {
  const days = spans.map(span => ({ ...span, runs: [] as PastRun[] }))
  let place = 0
  for (const run of [...runs].sort((a, b) => a.endedAt - b.endedAt)) {
    while (run.endedAt >= (days[place]?.to ?? Number.POSITIVE_INFINITY)) place += 1
    const day = days[place]
    if (day && run.endedAt >= day.from) day.runs.push(run)
  }
  return days
}

export function figuresOf({ runs, ...span }: DaySpan & { runs: readonly PastRun[] }): DayFigures {
  const tracks = runs.filter(isTrack)
  const { done, failed } = sumsOf(tracks)
  const seconds = tracks
    .filter(({ outcome }) => outcome === 'done')
    .map(({ startedAt, endedAt }) => (endedAt - startedAt) / 1000)
  const retries = runs.filter(({ outcome }) => outcome === 'retry').length
  return { ...span, ended: runs.length, done, failed, retries, secondsPerTrack: median(seconds) }
}
