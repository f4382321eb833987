// What the program remembers: how its work ended, and single facts.

import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { OutcomeKind } from '../model/outcome.ts'

export interface Run {
  handler: string
  subject: string
  label: string
  outcome: OutcomeKind
  reason: string
  /** Epoch ms. */
  startedAt: number
  endedAt: number
}

export interface Ledger {
  recordRun(run: Run): void
  lastRuns(limit: number): Run[]
  fact(name: string): string | undefined
  setFact(name: string, value: string): void
  /** Forgets the facts whose name begins so. @returns how many */
  forgetFacts(prefix: string): number
}

const RunRow = z
  .object({
    handler: z.string(),
    subject: z.string(),
    label: z.string(),
    outcome: z.enum(['done', 'skipped', 'retry', 'failed', 'blocked']),
    reason: z.string(),
    started_at: z.number(),
    ended_at: z.number(),
  })
  .transform(({ started_at, ended_at, ...rest }): Run => ({ startedAt: started_at, endedAt: ended_at, ...rest }))

export function openLedger(database: DatabaseSync): Ledger {
  const addRun = database.prepare(
    'insert into run (handler, subject, label, outcome, reason, started_at, ended_at) values (?, ?, ?, ?, ?, ?, ?)',
  )
  const runs = database.prepare('select * from run order by ended_at desc, id desc limit ?')
  const findFact = database.prepare('select value from fact where name = ?')
  const dropFacts = database.prepare('delete from fact where name >= ? and name < ?')
  const putFact = database.prepare('insert or replace into fact (name, value) values (?, ?)')
  return {
    recordRun: r => void addRun.run(r.handler, r.subject, r.label, r.outcome, r.reason, r.startedAt, r.endedAt),
    lastRuns: limit => runs.all(limit).map(row => RunRow.parse(row)),
    fact(name) {
      const value = findFact.get(name)?.value
      return typeof value === 'string' ? value : undefined
    },
    setFact: (name, value) => void putFact.run(name, value),
    forgetFacts: prefix => Number(dropFacts.run(prefix, `${prefix}\u{10ffff}`).changes),
  }
}
