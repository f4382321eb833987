// What one day of the store comes to, for charts. A day that is over is read once.

import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { addDays, type Day, startOf } from '../../model/report/day.ts'

const Ended = z.object({ outcome: z.string(), count: z.number() })
const Stage = z.object({
  stage: z.string(),
  count: z.number(),
  wall_ms: z.number(),
  cpu_ms: z.number(),
  bytes: z.number(),
})

export interface DayFigures {
  day: Day
  done: number
  failed: number
  skipped: number
  /** Of Notion. */
  requests: number
  stages: z.infer<typeof Stage>[]
}

export interface DayReader {
  /** @param today it is not over: it is read again after a while */
  read(day: Day, today: Day): DayFigures
  isKnown(day: Day, today: Day): boolean
}

const HOUR_MS = 3_600_000
const READ_AGAIN_MS = 5000

export function openDayReader(database: DatabaseSync, zone: string): DayReader {
  // of a track that was tried several times on a day, the last counts
  const ended = database.prepare(
    `select outcome, count(*) as count from
       (select subject, outcome, max(id) from run where ended_at >= ? and ended_at < ? and handler = 'track' group by subject)
     group by outcome`,
  )
  const stages = database.prepare(
    `select stage, count(*) as count, sum(wall_ms) as wall_ms, sum(cpu_ms) as cpu_ms, sum(bytes) as bytes
     from cost where at >= ? and at < ? group by stage`,
  )
  const requests = database.prepare(
    "select total(count) as n from requests where hour >= ? and hour < ? and service = 'notion'",
  )
  const known = new Map<Day, { figures: DayFigures; readAt: number; wasOver: boolean }>()

  function readNow(day: Day): DayFigures {
    const [from, to] = [startOf(day, zone), startOf(addDays(day, 1), zone)]
    const ends = ended.all(from, to).map(row => Ended.parse(row))
    const count = (outcome: string) => ends.find(end => end.outcome === outcome)?.count ?? 0
    return {
      day,
      done: count('done'),
      failed: count('failed'),
      skipped: count('skipped'),
      requests: Number(requests.get(Math.floor(from / HOUR_MS), Math.ceil(to / HOUR_MS))?.n),
      stages: stages.all(from, to).map(row => Stage.parse(row)),
    }
  }

  const isKnown = (day: Day, today: Day): boolean => {
    const one = known.get(day)
    return one !== undefined && (day < today ? one.wasOver : performance.now() - one.readAt < READ_AGAIN_MS)
  }

  return {
    isKnown,
    read(day, today) {
      const before = known.get(day)
      if (before && isKnown(day, today)) return before.figures
      const figures = readNow(day)
      known.set(day, { figures, readAt: performance.now(), wasOver: day < today })
      return figures
    },
  }
}
