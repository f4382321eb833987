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

export interface NumberedRun extends Run {
  id: number
}

export interface Ledger {
  recordRun(run: Run): void
  /** The newest first. */
  lastRuns(limit: number): Run[]
  /** All of one subject, oldest first. */
  runsOf(subject: string): Run[]
  /** Those with a greater number, in their order. */
  runsAfter(id: number, limit: number): NumberedRun[]
  /** Number of the last that ended before, epoch ms; 0: none did. */
  lastRunBefore(at: number): number
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
  const after = database.prepare('select * from run where id > ? order by id limit ?')
  const before = database.prepare('select max(id) as id from run where ended_at < ?')
  const allOfSubject = database.prepare('select * from run where subject = ? order by ended_at, id')
  const findFact = database.prepare('select value from fact where name = ?')
  const dropFacts = database.prepare('delete from fact where name >= ? and name < ?')
  const putFact = database.prepare('insert or replace into fact (name, value) values (?, ?)')
  return {
    recordRun: r => void addRun.run(r.handler, r.subject, r.label, r.outcome, r.reason, r.startedAt, r.endedAt),
    lastRuns: limit => runs.all(limit).map(row => RunRow.parse(row)),
    runsAfter: (id, limit) => after.all(id, limit).map(row => ({ ...RunRow.parse(row), id: Number(row.id) })),
    lastRunBefore: at => Number(before.get(at)?.id ?? 0),
    runsOf: subject => allOfSubject.all(subject).map(row => RunRow.parse(row)),
    fact(name) {
      const value = findFact.get(name)?.value
      return typeof value === 'string' ? value : undefined
    },
    setFact: (name, value) => void putFact.run(name, value),
    forgetFacts: prefix => Number(dropFacts.run(prefix, `${prefix}\u{10ffff}`).changes),
  }
}
