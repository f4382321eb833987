// The time a report is of.

import { addDays, type Day, startOf } from './day.ts'
import type { ReportKind } from './report.ts'

export interface Span {
  kind: ReportKind
  first: Day
  last: Day
  zone: string
  /** Epoch ms. */
  from: number
  to: number
  /** Start of the four weeks before. */
  since: number
}

export const WEEKS_BEFORE = 28

/** @param last the day, or the last of the seven */
export function spanOf(kind: ReportKind, last: Day, zone: string): Span {
  const first = kind === 'daily' ? last : addDays(last, -6)
  const from = startOf(first, zone)
  const to = startOf(addDays(last, 1), zone)
  return { kind, first, last, zone, from, to, since: startOf(addDays(first, -WEEKS_BEFORE), zone) }
}
