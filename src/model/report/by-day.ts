// The days of a report, each with what ended in it.

import { addDays, type Day, startOf } from './day.ts'
import type { PastRun } from './report.ts'

export interface OneDay {
  day: Day
  /** Epoch ms. */
  from: number
  to: number
  runs: PastRun[]
}

/** @param runs in any order; each is looked at once */
export function byDay(
  runs: readonly PastRun[],
  { first, last, zone }: { first: Day; last: Day; zone: string },
): OneDay[] {
  const days: OneDay[] = []
  for (let day = first; day <= last; day = addDays(day, 1))
    days.push({ day, from: startOf(day, zone), to: startOf(addDays(day, 1), zone), runs: [] })
  let place = 0
  for (const run of [...runs].sort((a, b) => a.endedAt - b.endedAt)) {
    while (run.endedAt >= (days[place]?.to ?? Number.POSITIVE_INFINITY)) place += 1
    const day = days[place]
    if (day && run.endedAt >= day.from) day.runs.push(run)
  }
  return days
}
