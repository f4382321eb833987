// What the program's store says when nothing runs.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

const Jobs = z.array(z.object({ key: z.string(), state: z.string(), run_at: z.number(), starts: z.number() }))
const Runs = z.array(z.object({ subject: z.string(), outcome: z.string(), reason: z.string() }))
const Files = z.array(z.object({ path: z.string(), page: z.string(), format: z.string(), sha256: z.string() }))
const Effects = z.array(z.object({ run: z.string(), stage: z.string() }))
const Writes = z.array(z.object({ page: z.string(), state: z.string() }))
const Check = z.tuple([z.object({ quick_check: z.string() })])

export type State = NonNullable<ReturnType<typeof readState>>

/** Undefined when there is none yet. */
export function readState(varDir: string) {
  const file = join(varDir, 'orchestrator.db')
  if (!existsSync(file)) return undefined
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  const all = (sql: string) => database.prepare(sql).all()
  try {
    return {
      check: Check.parse(all('pragma quick_check'))[0].quick_check,
      jobs: Jobs.parse(all('select key, state, run_at, starts from job')),
      runs: Runs.parse(all('select subject, outcome, reason from run order by id')),
      files: Files.parse(all('select path, page, format, sha256 from file')),
      effects: Effects.parse(all('select run, stage from effect')),
      writes: Writes.parse(all('select page, state from outbox')),
    }
  } finally {
    database.close()
  }
}

/** Work that the program itself will go on with: epoch ms of the earliest, undefined when there is none. */
export function nextWork(varDir: string): number | undefined {
  const { jobs = [], writes = [] } = readState(varDir) ?? {}
  const times = jobs.flatMap(({ state, run_at }) => {
    if (state === 'waiting' || state === 'running') return [0]
    return state === 'delayed' ? [run_at] : []
  })
  if (writes.some(({ state }) => state !== 'refused')) times.push(0)
  return times.length > 0 ? Math.min(...times) : undefined
}
