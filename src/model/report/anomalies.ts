// What is unlike the last four weeks, by median and median absolute deviation.

import type { OneDay } from './by-day.ts'
import { median, usual } from './figures.ts'
import type { Anomaly, Report, ReportData } from './report.ts'
import { closedMs, isTrack, sumsOf } from './sums.ts'
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
  of(day: OneDay, parkings: Parkings): number | undefined
}

const MEASURES: readonly Measure[] = [
  { what: 'tracks done', unit: 'a day', least: 3, of: day => tracksOf(day).done },
  { what: 'tracks failed', unit: 'a day', least: 3, of: day => tracksOf(day).failed },
  { what: 'tries again', unit: 'a day', least: 5, of: retries },
  { what: 'time per track', unit: 's', least: 5, of: seconds },
  { what: 'services left alone', unit: 'min a day', least: 30, of: parkedMinutes },
]

/** @param earlier the four weeks before; a day on which nothing ended says that the program was not running */
export function findAnomalies(
  days: readonly OneDay[],
  earlier: readonly OneDay[],
  parkings: Parkings,
): Report['anomalies'] {
  const before = earlier.filter(({ runs }) => runs.length > 0)
  const isEnough = before.length >= LEAST_DAYS
  const found = isEnough ? MEASURES.flatMap(measure => compare(measure, { days, before, parkings })) : []
  return { basedOnDays: before.length, found }
}

interface Compared {
  days: readonly OneDay[]
  before: readonly OneDay[]
  parkings: Parkings
}

function compare({ what, unit, least, of }: Measure, { days, before, parkings }: Compared): Anomaly[] {
  const valuesOf = (all: readonly OneDay[]) => all.flatMap(day => of(day, parkings) ?? [])
  const values = valuesOf(days)
  const earlier = usual(valuesOf(before))
  if (values.length === 0 || !earlier) return []
  const value = values.reduce((sum, each) => sum + each, 0) / values.length
  const isFar = Math.abs(value - earlier.middle) > Math.max(FAR * earlier.spread, least)
  return isFar ? [{ what, unit, value: round(value), usual: round(earlier.middle) }] : []
}

const round = (value: number) => Math.round(value * 10) / 10

const tracksOf = ({ runs }: OneDay) => sumsOf(runs.filter(isTrack))

function retries({ runs }: OneDay): number {
  return runs.filter(({ outcome }) => outcome === 'retry').length
}

function seconds({ runs }: OneDay): number | undefined {
  const done = runs.filter(run => isTrack(run) && run.outcome === 'done')
  return median(done.map(({ startedAt, endedAt }) => (endedAt - startedAt) / 1000))
}

function parkedMinutes({ from, to }: OneDay, parkings: Parkings): number {
  return [...Map.groupBy(parkings, ({ lane }) => lane).values()].reduce(
    (sum, pauses) => sum + closedMs(pauses, from, to) / 60_000,
    0,
  )
}
