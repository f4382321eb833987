// GET /api/runs: what ended, the newest first.

import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { RUN_OUTCOMES, type RunLine, type RunOutcome, type RunPage } from './api.ts'
import { kindOfKey, pageOfKey } from './job-rows.ts'
import { cut } from './tracks/line.ts'

export interface RunQuestion {
  /** Only those with a smaller number. */
  before?: number
  outcome?: RunOutcome
  handler?: string
}

export interface RunRows {
  page(question: RunQuestion): RunPage
  /** The newest of some subjects. */
  of(subjects: readonly string[], limit: number): RunLine[]
}

const PAGE_SIZE = 50
/** So many are looked at for one page: a rare outcome is asked for again from there. */
const MOST_LOOKED_AT = 5000
const LONGEST_REASON = 2000

const Row = z
  .object({
    id: z.number(),
    handler: z.string(),
    subject: z.string(),
    label: z.string(),
    outcome: z.enum(RUN_OUTCOMES),
    reason: z.string(),
    started_at: z.number(),
    ended_at: z.number(),
  })
  .transform(
    ({ started_at, ended_at, subject, label, reason, ...rest }): RunLine => ({
      ...rest,
      key: subject,
      kind: kindOfKey(subject),
      page: pageOfKey(subject),
      label: cut(label),
      reason: cut(reason, LONGEST_REASON),
      startedAt: started_at,
      endedAt: ended_at,
    }),
  )

export function openRunRows(database: DatabaseSync): RunRows {
  const page = database.prepare(
    `select * from (select * from run where id < ?1 order by id desc limit ${MOST_LOOKED_AT})
     where (?2 = '' or outcome = ?2) and (?3 = '' or handler = ?3) order by id desc limit ${PAGE_SIZE}`,
  )
  const last = database.prepare(
    `select min(id) as id, count(*) as n from (select id from run where id < ? order by id desc limit ${MOST_LOOKED_AT})`,
  )
  const of = database.prepare(
    'select * from run where subject in (select value from json_each(?)) order by id desc limit ?',
  )
  return {
    page({ before = Number.MAX_SAFE_INTEGER, outcome = '', handler = '' }) {
      const items = page.all(before, outcome, handler).map(row => Row.parse(row))
      if (items.length === PAGE_SIZE) return { items, next: items.at(-1)?.id }
      const looked = last.get(before)
      return { items, ...(Number(looked?.n) === MOST_LOOKED_AT && { next: Number(looked?.id) }) }
    },
    of: (subjects, limit) => of.all(JSON.stringify(subjects), limit).map(row => Row.parse(row)),
  }
}
