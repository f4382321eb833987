// What the program remembers about each row's work: the input it was tried with, how it ended, when to try again.

import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { OutcomeKind } from '../model/outcome.ts'

export interface Attempt {
  rowId: string
  /** The input the attempt was made with. */
  input: string
  attempts: number
  outcome: OutcomeKind
  reason: string
  /** Epoch ms. */
  notBefore: number
  at: number
}

export interface Run {
  handler: string
  subject: string
  label: string
  outcome: OutcomeKind
  reason: string
  startedAt: number
  endedAt: number
}

export interface Ledger {
  attempt(rowId: string): Attempt | undefined
  recordAttempt(attempt: Attempt): void
  forget(rowId: string): void
  /** Rows that wait for a later try. */
  waiting(): Attempt[]
  recordRun(run: Run): void
  lastRuns(limit: number): Run[]
  fact(name: string): string | undefined
  setFact(name: string, value: string): void
}

const OUTCOMES = z.enum(['done', 'skipped', 'retry', 'failed', 'blocked'])
const AttemptRow = z
  .object({
    row_id: z.string(),
    input: z.string(),
    attempts: z.number(),
    outcome: OUTCOMES,
    reason: z.string(),
    not_before: z.number(),
    at: z.number(),
  })
  .transform(({ row_id, not_before, ...rest }): Attempt => ({ rowId: row_id, notBefore: not_before, ...rest }))
const RunRow = z
  .object({
    handler: z.string(),
    subject: z.string(),
    label: z.string(),
    outcome: OUTCOMES,
    reason: z.string(),
    started_at: z.number(),
    ended_at: z.number(),
  })
  .transform(({ started_at, ended_at, ...rest }): Run => ({ startedAt: started_at, endedAt: ended_at, ...rest }))

export function openLedger(database: DatabaseSync): Ledger {
  const find = database.prepare('select * from attempt where row_id = ?')
  const put = database.prepare(
    'insert or replace into attempt (row_id, input, attempts, outcome, reason, not_before, at) values (?, ?, ?, ?, ?, ?, ?)',
  )
  const drop = database.prepare('delete from attempt where row_id = ?')
  const wait = database.prepare("select * from attempt where outcome in ('retry', 'blocked') order by not_before")
  const addRun = database.prepare(
    'insert into run (handler, subject, label, outcome, reason, started_at, ended_at) values (?, ?, ?, ?, ?, ?, ?)',
  )
  const runs = database.prepare('select * from run order by ended_at desc, id desc limit ?')
  const findFact = database.prepare('select value from fact where name = ?')
  const putFact = database.prepare('insert or replace into fact (name, value) values (?, ?)')
  return {
    attempt(rowId) {
      const row = find.get(rowId)
      return row && AttemptRow.parse(row)
    },
    recordAttempt: a => void put.run(a.rowId, a.input, a.attempts, a.outcome, a.reason, a.notBefore, a.at),
    forget: rowId => void drop.run(rowId),
    waiting: () => wait.all().map(row => AttemptRow.parse(row)),
    recordRun: r => void addRun.run(r.handler, r.subject, r.label, r.outcome, r.reason, r.startedAt, r.endedAt),
    lastRuns: limit => runs.all(limit).map(row => RunRow.parse(row)),
    fact(name) {
      const value = findFact.get(name)?.value
      return typeof value === 'string' ? value : undefined
    },
    setFact: (name, value) => void putFact.run(name, value),
  }
}
