// A job as BullMQ keeps it, and back.

import type { JobsOptions, Job as Kept } from 'bullmq'
import { z } from 'zod'
import { type Job, type JobState, type NewJob, POOLS } from '../model/job.ts'

const Data = z.object({
  key: z.string(),
  pool: z.enum(POOLS),
  lane: z.string(),
  handler: z.string(),
  input: z.unknown(),
  wish: z.string(),
  label: z.string(),
  because: z.string(),
  priority: z.number(),
  asked: z.boolean().default(false),
  root: z.string().optional(),
  depth: z.number().default(0),
  /** Tries that ended and count. */
  attempts: z.number().default(0),
  outcome: z.enum(['', 'done', 'skipped', 'retry', 'failed', 'blocked']).default(''),
  reason: z.string().default(''),
})
/** As it is kept: what is as ever is left out. */
export type JobData = z.input<typeof Data>

/** Starts of one job that its fence has room for. */
const STARTS = 1024
/** Ended jobs are kept for whoever still waits for their end. */
export const KEPT_ENDS = { age: 3600, count: 10_000 }

export function dataOf(job: NewJob, attempts = 0): JobData {
  const { key, pool, lane, handler, input, wish, label, because, priority, asked, root, depth } = job
  const wanted = { key, pool, lane, handler, input, wish, label, because, priority, asked, root, depth }
  return attempts === 0 ? wanted : { ...wanted, attempts }
}

/** Of one key one job is active and one waits, and the newest that came meanwhile is kept: BullMQ's own rule. */
export const optionsOf = ({ key, priority, runAt = 0 }: NewJob, now: number): JobsOptions => ({
  priority: Math.max(1, priority),
  deduplication: { id: key, keepLastIfActive: true },
  ...(runAt > now && { delay: runAt - now }),
})

/** Ids of BullMQ grow, and so do the starts of one job: of two starts for one key the later has the higher fence. */
export function toJob(kept: Kept, state: JobState): Job {
  const { data, id = '0', timestamp, delay, processedOn, finishedOn } = kept
  const { attempts, root, ...rest } = Data.parse(data)
  return {
    ...rest,
    root: root ?? rest.key,
    id: Number(id),
    state,
    runAt: timestamp + delay,
    attempts,
    starts: kept.stalledCounter + (state === 'running' ? 1 : 0),
    fence: Number(id) * STARTS + kept.attemptsStarted,
    changedAt: finishedOn ?? processedOn ?? timestamp,
  }
}
