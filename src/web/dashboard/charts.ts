// GET /api/charts: figures of some days, and how tempo and key are spread over all tracks.

import { setImmediate as turn } from 'node:timers/promises'
import { camelot, keyName, type MusicalKey } from '../../model/musical-key.ts'
import { addDays, type Day, dayAt } from '../../model/report/day.ts'
import type { Charts } from './api.ts'
import type { DayFigures, DayReader } from './day-figures.ts'
import type { Catalogue } from './tracks/catalogue.ts'

export interface ChartDeps {
  days: DayReader
  catalogue: Catalogue
  zone: string
  now: () => number
}

/** BPM. */
const WIDTH = 2

export function openCharts({ days, catalogue, zone, now }: ChartDeps): (count: number) => Promise<Charts> {
  let spread: { version: number; value: Pick<Charts, 'tempo' | 'keys'> } | undefined

  async function figuresOf(count: number): Promise<DayFigures[]> {
    const today = dayAt(now(), zone)
    const all: DayFigures[] = []
    for (let day: Day = addDays(today, 1 - count); day <= today; day = addDays(day, 1)) {
      if (!days.isKnown(day, today)) await turn() // the program's own work goes first
      all.push(days.read(day, today))
    }
    return all
  }

  return async count => {
    const figures = await figuresOf(count)
    await catalogue.ready()
    if (spread?.version !== catalogue.version) spread = { version: catalogue.version, value: spreadOf(catalogue) }
    return { zone, ...sumsOf(figures), ...spread.value }
  }
}

function sumsOf(figures: readonly DayFigures[]): Omit<Charts, 'zone' | 'tempo' | 'keys'> {
  const total = (of: (day: DayFigures) => number) => figures.reduce((sum, day) => sum + of(day), 0)
  const [done, failed] = [total(day => day.done), total(day => day.failed)]
  return {
    days: figures.map(({ stages: _, ...day }) => day),
    ...(done + failed > 0 && { successRate: done / (done + failed) }),
    ...(done > 0 && { requestsPerTrack: total(day => day.requests) / done }),
    stages: stagesOf(figures),
  }
}

function stagesOf(figures: readonly DayFigures[]): Charts['stages'] {
  const byStage = Map.groupBy(
    figures.flatMap(({ stages }) => stages),
    ({ stage }) => stage,
  )
  return [...byStage]
    .map(([stage, all]) => {
      const total = (of: (row: (typeof all)[number]) => number) => all.reduce((sum, row) => sum + of(row), 0)
      const count = total(row => row.count)
      const totalSeconds = total(row => row.wall_ms) / 1000
      return {
        stage,
        count,
        meanSeconds: totalSeconds / count,
        totalSeconds,
        cpuSeconds: total(row => row.cpu_ms) / 1000,
        bytes: total(row => row.bytes),
      }
    })
    .sort((one, other) => other.totalSeconds - one.totalSeconds)
}

function spreadOf(catalogue: Catalogue): Pick<Charts, 'tempo' | 'keys'> {
  const tempos = new Map<number, number>()
  const keys = new Map<string, number>()
  for (const { tempo, camelot: place } of catalogue.lines()) {
    if (tempo !== undefined && tempo > 0) {
      const from = Math.floor(tempo / WIDTH) * WIDTH
      tempos.set(from, (tempos.get(from) ?? 0) + 1)
    }
    if (place) keys.set(place, (keys.get(place) ?? 0) + 1)
  }
  return {
    tempo: [...tempos]
      .sort(([one], [other]) => one - other)
      .map(([from, count]) => ({ from, to: from + WIDTH, count })),
    keys: WHEEL.map(({ place, name }) => ({ camelot: place, key: name, count: keys.get(place) ?? 0 })),
  }
}

const KEYS: MusicalKey[] = (['minor', 'major'] as const).flatMap(mode =>
  Array.from({ length: 12 }, (_, pitchClass) => ({ pitchClass, mode })),
)
const WHEEL = KEYS.map(key => ({ place: camelot(key), name: keyName(key) })).sort(
  (one, other) =>
    Number.parseInt(one.place, 10) - Number.parseInt(other.place, 10) || (one.place < other.place ? -1 : 1),
)
