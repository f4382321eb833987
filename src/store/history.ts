// What the store says of a time, for reports.

import { z } from 'zod'
import type { ReportData } from '../model/report/report.ts'
import type { Store } from './database.ts'
import { openParkings } from './parkings.ts'

/** Epoch ms. */
export interface HistorySpan {
  from: number
  to: number
  /** From here on there is something to compare with. */
  since: number
}

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
const Ended = z.object({ how: z.string(), count: z.number() })

export function readHistory({ database }: Pick<Store, 'database'>, { from, to, since }: HistorySpan): ReportData {
  const rows = (sql: string, ...values: (number | string)[]) => database.prepare(sql).all(...values)
  const count = (sql: string, ...values: number[]) => Number(database.prepare(sql).get(...values)?.n)
  const parkings = openParkings({ database })
  const verified = rows('select findings from verified where at >= ? and at < ?', from, to)
  const ended = `select ended_as as how, count(*) as count from handoff
    where ended_at >= ? and ended_at < ? and ended_as is not null group by how order by count desc, how`
  return {
    runs: rows('select * from run where ended_at >= ? and ended_at < ? order by ended_at, id', since, to).map(row =>
      Run.parse(row),
    ),
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

const kindsOf = (text: string) => (Findings.safeParse(JSON.parse(text)).data ?? []).map(({ kind }) => kind)
