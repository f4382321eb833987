// What is unlike the last four weeks, by median and median absolute deviation.

import type { DayFigures } from './by-day.ts'
import { usual } from './figures.ts'
import type { Anomaly, Report, ReportData } from './report.ts'
import { closedMs } from './sums.ts'
import { LEAST_DAYS } from './words.ts'

/** So many spreads away from the middle. */
const FAR = 3.5

type Parkings = ReportData['parkings']

interface Measure {
  what: string
  unit: string
  /** Smaller differences are none. */
  least: number
  /** @returns undefined: the day says nothing of it */
  of(day: DayFigures, parkings: Parkings): number | undefined
}

const MEASURES: readonly Measure[] = [
  { what: 'tracks done', unit: 'a day', least: 3, of: ({ done }) => done },
  { what: 'tracks failed', unit: 'a day', least: 3, of: ({ failed }) => failed },
  { what: 'tries again', unit: 'a day', least: 5, of: ({ retries }) => retries },
  { what: 'time per track', unit: 's', least: 5, of: ({ secondsPerTrack }) => secondsPerTrack },
  { what: 'services left alone', unit: 'min a day', least: 30, of: parkedMinutes },
]

/** @param earlier the four weeks before; a day on which nothing ended says that the program was not running */
export function findAnomalies(
  days: readonly DayFigures[],
  earlier: readonly DayFigures[],
  parkings: Parkings,
): Report['anomalies'] {
  const before = earlier.filter(({ ended }) => ended > 0)
  const isEnough = before.length >= LEAST_DAYS
  const found = isEnough ? MEASURES.flatMap(measure => compare(measure, { days, before, parkings })) : []
  return { basedOnDays: before.length, found }
}

interface Compared {
  days: readonly DayFigures[]
  before: readonly DayFigures[]
  parkings: Parkings
}

function compare({ what, unit, least, of }: Measure, { days, before, parkings }: Compared): Anomaly[] {
  const valuesOf = (all: readonly DayFigures[]) => all.flatMap(day => of(day, parkings) ?? [])
  const values = valuesOf(days)
  const earlier = usual(valuesOf(before))
  if (values.length === 0 || !earlier) return []
  const value = values.reduce((sum, each) => sum + each, 0) / values.length
  const isFar = Math.abs(value - earlier.middle) > Math.max(FAR * earlier.spread, least)
  return isFar ? [{ what, unit, value: round(value), usual: round(earlier.middle) }] : []
}

const round = (value: number) => Math.round(value * 10) / 10

function parkedMinutes({ from, to }: DayFigures, parkings: Parkings): number {
  return [...Map.groupBy(parkings, ({ lane }) => lane).values()].reduce(
    (sum, pauses) => sum + closedMs(pauses, from, to) / 60_000,
    0,
  )
}
