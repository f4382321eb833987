// What the store says of a time, for reports: a day at a time, so that others have their turn between.

import { setImmediate as otherTurns } from 'node:timers/promises'
import { z } from 'zod'
import { type DayFigures, type DaySpan, daysOf } from '../model/report/by-day.ts'
import { addDays } from '../model/report/day.ts'
import { median } from '../model/report/figures.ts'
import type { PastRun, ReportData } from '../model/report/report.ts'
import { type Span, WEEKS_BEFORE } from '../model/report/span.ts'
import type { Store } from './database.ts'
import { openParkings } from './parkings.ts'

const Run = z
  .object({
    handler: z.string(),
    subject: z.string(),
    label: z.string(),
    outcome: z.enum(['done', 'skipped', 'retry', 'failed', 'blocked']),
    reason: z.string(),
    started_at: z.number(),
    ended_at: z.number(),
  })
  .transform(({ started_at, ended_at, ...rest }) => ({ ...rest, startedAt: started_at, endedAt: ended_at }))
const Stage = z
  .object({ stage: z.string(), wall_ms: z.number() })
  .transform(({ stage, wall_ms }) => ({ stage, wallMs: wall_ms }))
const Findings = z.array(z.object({ kind: z.string() }))
const Counts = z.object({ ended: z.number(), retries: z.number() })
const Ends = z.object({ done: z.number(), failed: z.number() })
const Ended = z.object({ how: z.string(), count: z.number() })

export async function readHistory({ database }: Pick<Store, 'database'>, span: Span): Promise<ReportData> {
  const { from, to, since } = span
  const rows = (sql: string, ...values: (number | string)[]) => database.prepare(sql).all(...values)
  const count = (sql: string, ...values: number[]) => Number(database.prepare(sql).get(...values)?.n)
  const parkings = openParkings({ database })
  const verified = rows('select findings from verified where at >= ? and at < ?', from, to)
  const ended = `select ended_as as how, count(*) as count from handoff
    where ended_at >= ? and ended_at < ? and ended_as is not null group by how order by count desc, how`
  return {
    ...(await readDays({ database }, span)),
    stages: rows('select stage, wall_ms from cost where at >= ? and at < ?', from, to).map(row => Stage.parse(row)),
    parkings: parkings.between(since, to),
    requests: parkings.requestsBetween(from, to),
    verified: { rows: verified.length, findings: verified.flatMap(({ findings }) => kindsOf(String(findings))) },
    handoffs: {
      given: count('select count(*) as n from handoff where at >= ? and at < ?', from, to),
      ended: rows(ended, from, to).map(row => Ended.parse(row)),
    },
    waiting: {
      unsent: count(`select count(*) as n from outbox where state <> 'refused'`),
      setAside: count(`select count(*) as n from job where state = 'quarantined'`),
      openHandoffs: count(`select count(*) as n from handoff where state <> 'ended'`),
    },
  }
}

async function readDays(
  { database }: Pick<Store, 'database'>,
  { first, last, zone }: Span,
): Promise<Pick<ReportData, 'runs' | 'before'>> {
  const figures = dayFigures({ database })
  const before: DayFigures[] = []
  const runs: PastRun[] = []
  const all = database.prepare('select * from run where ended_at >= ? and ended_at < ? order by ended_at, id')
  for (const day of daysOf({ first: addDays(first, -WEEKS_BEFORE), last, zone })) {
    if (day.day < first) before.push(figures(day))
    else runs.push(...all.all(day.from, day.to).map(row => Run.parse(row)))
    await otherTurns()
  }
  return { runs, before }
}

/** The same figures as `figuresOf` makes of a day's runs. */
function dayFigures({ database }: Pick<Store, 'database'>): (day: DaySpan) => DayFigures {
  const counts = database.prepare(
    `select count(*) as ended, coalesce(sum(outcome = 'retry'), 0) as retries from run where ended_at >= ? and ended_at < ?`,
  )
  const ends = database.prepare(
    `select coalesce(sum(outcome = 'done'), 0) as done, coalesce(sum(outcome = 'failed'), 0) as failed from (
       select outcome, row_number() over (partition by subject order by ended_at desc, id desc) as place
       from run where ended_at >= ? and ended_at < ? and handler = 'track') where place = 1`,
  )
  const times = database.prepare(
    `select ended_at - started_at as ms from run
     where ended_at >= ? and ended_at < ? and handler = 'track' and outcome = 'done'`,
  )
  return day => ({
    ...day,
    ...Counts.parse(counts.get(day.from, day.to)),
    ...Ends.parse(ends.get(day.from, day.to)),
    secondsPerTrack: median(times.all(day.from, day.to).map(({ ms }) => Number(ms) / 1000)),
  })
}

const kindsOf = (text: string) => (Findings.safeParse(JSON.parse(text)).data ?? []).map(({ kind }) => kind)
