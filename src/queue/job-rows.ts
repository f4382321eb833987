// Jobs as rows of the store.

import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { z } from 'zod'
import { JOB_STATES, type Job, type NewJob, POOLS } from '../model/job.ts'

const Row = z.object({
  id: z.number(),
  key: z.string(),
  pool: z.enum(POOLS),
  lane: z.string(),
  handler: z.string(),
  input: z.string(),
  wish: z.string(),
  label: z.string(),
  because: z.string(),
  asked: z.number(),
  priority: z.number(),
  state: z.enum(JOB_STATES),
  run_at: z.number(),
  attempts: z.number(),
  starts: z.number(),
  fence: z.number(),
  outcome: z.enum(['', 'done', 'skipped', 'retry', 'failed', 'blocked']),
  reason: z.string(),
  root: z.string(),
  depth: z.number(),
  changed_at: z.number(),
})

export function toJob(row: Record<string, SQLOutputValue>): Job {
  const { run_at, changed_at, input, asked, ...rest } = Row.parse(row)
  const parsed: unknown = JSON.parse(input)
  return { ...rest, input: parsed, asked: asked === 1, runAt: run_at, changedAt: changed_at }
}

/** The statements of the queue; none of them opens a transaction. */
export function jobRows(database: DatabaseSync) {
  const running = database.prepare("select * from job where key = ? and state = 'running'")
  const resting = database.prepare("select * from job where key = ? and state <> 'running'")
  const insert = database.prepare(
    `insert into job (key, pool, lane, handler, input, wish, label, because, asked, priority, state, run_at, attempts,
                      starts, fence, outcome, reason, root, depth, made_at, changed_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, '', '', ?, ?, ?, ?)`,
  )
  const renew = database.prepare(
    `update job set key = ?, pool = ?, lane = ?, handler = ?, input = ?, wish = ?, label = ?, because = ?, asked = ?,
       priority = ?, state = ?, run_at = ?, attempts = ?, starts = ?, outcome = '', reason = '', root = ?, depth = ?,
       changed_at = ? where id = ?`,
  )
  const wake = database.prepare(
    "update job set state = 'waiting', run_at = ?, attempts = 0, starts = 0, asked = 1 where key = ? and state <> 'running'",
  )
  const wakeAll = database.prepare("update job set run_at = ? where state = 'delayed' and reason = ?")
  const drop = database.prepare("delete from job where key = ? and state in ('waiting', 'delayed')")
  const forgive = database.prepare("delete from job where key = ? and state = 'failed'")
  const one = (row: Record<string, SQLOutputValue> | undefined) => row && toJob(row)
  return {
    running: (key: string) => one(running.get(key)),
    resting: (key: string) => one(resting.get(key)),
    insert(job: NewJob, now: number) {
      insert.run(...wishOf(job), ...timesOf(job, now), job.root ?? job.key, job.depth ?? 0, now, now)
    },
    /** The job has a newer wish, or is wanted sooner; `tried`: what of its tries still counts. */
    renew(id: number, job: NewJob, { now, tried }: { now: number; tried: Pick<Job, 'attempts' | 'starts'> }) {
      const counts = [tried.attempts, tried.starts] as const
      renew.run(...wishOf(job), ...timesOf(job, now), ...counts, job.root ?? job.key, job.depth ?? 0, now, id)
    },
    /** @returns whether there was one */
    wake: (key: string, now: number) => Number(wake.run(now, key).changes) > 0,
    wakeAll: (reason: string, now: number) => void wakeAll.run(now, reason),
    drop: (key: string) => void drop.run(key),
    forgive: (key: string) => void forgive.run(key),
  }
}

function wishOf(job: NewJob) {
  const input = JSON.stringify(job.input)
  return [
    job.key,
    job.pool,
    job.lane,
    job.handler,
    input,
    job.wish,
    job.label,
    job.because,
    job.asked ? 1 : 0,
    job.priority,
  ] as const
}

function timesOf({ runAt = 0 }: NewJob, now: number) {
  return [runAt > now ? 'delayed' : 'waiting', Math.max(runAt, now)] as const
}
