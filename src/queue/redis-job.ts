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
  asked: z.boolean(),
  root: z.string(),
  depth: z.number(),
  /** Tries that ended and count. */
  attempts: z.number(),
  outcome: z.enum(['', 'done', 'skipped', 'retry', 'failed', 'blocked']),
  reason: z.string(),
})
export type JobData = z.infer<typeof Data>

/** Starts of one job that its fence has room for. */
const STARTS = 1024
/** Ended jobs are kept for whoever still waits for their end. */
const KEPT_ENDS = { age: 3600, count: 10_000 }

export function dataOf(job: NewJob, attempts = 0): JobData {
  const { key, pool, lane, handler, input, wish, label, because, priority, asked = false } = job
  const from = { root: job.root ?? key, depth: job.depth ?? 0 }
  return {
    key,
    pool,
    lane,
    handler,
    input,
    wish,
    label,
    because,
    priority,
    asked,
    ...from,
    attempts,
    outcome: '',
    reason: '',
  }
}

/** Of one key one job is active and one waits, and the newest that came meanwhile is kept: BullMQ's own rule. */
export const optionsOf = ({ key, priority, runAt = 0 }: NewJob, now: number): JobsOptions => ({
  priority: Math.max(1, priority),
  deduplication: { id: key, keepLastIfActive: true },
  removeOnComplete: KEPT_ENDS,
  ...(runAt > now && { delay: runAt - now }),
})

/** Ids of BullMQ grow, and so do the starts of one job: of two starts for one key the later has the higher fence. */
export function toJob(kept: Kept, state: JobState): Job {
  const { data, id = '0', timestamp, delay, processedOn, finishedOn } = kept
  const { attempts, ...rest } = Data.parse(data)
  return {
    ...rest,
    id: Number(id),
    state,
    runAt: timestamp + delay,
    attempts,
    starts: kept.stalledCounter + (state === 'running' ? 1 : 0),
    fence: Number(id) * STARTS + kept.attemptsStarted,
    changedAt: finishedOn ?? processedOn ?? timestamp,
  }
}
