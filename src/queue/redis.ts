// The queue of several machines: BullMQ over Redis. Its locks are the leases; per key it keeps what the local queue keeps.

import { randomUUID } from 'node:crypto'
import { type ConnectionOptions, Job as Kept, Queue, UnrecoverableError, Worker } from 'bullmq'
import { type Job, MOST_STARTS, type NewJob, stateAfter } from '../model/job.ts'
import { later, type Outcome } from '../model/outcome.ts'
import { type Lease, LeaseLost } from './leases.ts'
import type { JobQueue } from './port.ts'
import { type JobData, KEPT_ENDS, toJob } from './redis-job.ts'
import { openRedisLeases } from './redis-leases.ts'
import { lookIn, POISONED, type Redis } from './redis-look.ts'
import { type Put, putIn } from './redis-put.ts'
import { atMost, unlessAborted } from './unless-aborted.ts'

export interface RedisQueueOptions {
  redis: Redis & ConnectionOptions
  /** Before all keys of the cluster. */
  prefix: string
  /** All machines that share it call it so. */
  name: string
  /** A start that is not renewed for so long is another machine's to take. */
  leaseMs?: number
  /** How often it is looked for such starts. */
  lookMs?: number
  now?: () => number
  monotonic?: () => number
  onError?: (error: unknown) => void
}

export interface RedisQueue extends JobQueue, AsyncDisposable {
  /** The lease of a job that was claimed here. */
  lease(job: Pick<Job, 'id'>): Lease
  /** The next job, when there is one within some seconds. */
  next(): Promise<Job | undefined>
  /** When it was started Redis knows itself. */
  finish(job: Job, outcome: Outcome): Promise<boolean>
  /** Records how a job ended; where that was its last end, the same request brings the next one that waits. */
  finishForNext(job: Job, outcome: Outcome): Promise<{ isOurs: boolean; next?: Job }>
  /** How far a job is that was claimed here. */
  tell(job: Pick<Job, 'id'>, fraction: number): Promise<void>
  /** Puts one wish. */
  put(job: NewJob): Promise<Put>
  /** BullMQ's own view, for tools that look at it. */
  readonly board: Queue
}

const LEASE_MS = 15_000
const CLOSING_MS = 2_000
const LOOK_MS = 5_000
/** Of a job that came while it was waited for, the lease counts from the beginning of the wait. */
const LONGEST_LOOK_S = 1

export function openRedisQueue(options: RedisQueueOptions): RedisQueue {
  const { redis, prefix, name, leaseMs = LEASE_MS, lookMs = LOOK_MS } = options
  const { now = Date.now, monotonic = () => performance.now(), onError = () => {} } = options
  const board = new Queue(name, { connection: redis, prefix })
  const worker = new Worker(name, null, {
    connection: redis,
    prefix,
    autorun: false,
    lockDuration: leaseMs,
    stalledInterval: Math.round(lookMs), // Redis counts whole milliseconds
    maxStalledCount: MOST_STARTS - 1,
    removeOnComplete: KEPT_ENDS,
    drainDelay: Math.min(LONGEST_LOOK_S, leaseMs / 5000),
  })
  board.on('error', onError)
  worker.on('error', onError)
  void worker.startStalledCheckTimer().catch(onError)
  const leases = openRedisLeases(worker, { leaseMs, monotonic })
  /** Ids of the jobs that are over and stay, by their key. */
  const over = `${prefix}:${name}:over`
  const look = lookIn(board, redis, over)
  const { enqueue, put, again } = putIn({ board, redis, over, look, now })
  const instance = randomUUID()
  let claims = 0

  async function started(kept: Kept, token: string, since: number): Promise<Job | undefined> {
    const job = jobOf(kept)
    if (!job) return void (await kept.moveToFailed(new UnrecoverableError(STRANGE), token))
    leases.take(kept, token, since)
    if (kept.deferredFailure === undefined) return job
    await fail(job, POISONED)
    return undefined
  }

  async function claimOne(block: boolean): Promise<Job | undefined> {
    claims += 1
    const token = `${instance}:${claims}`
    const since = monotonic()
    const kept = await worker.getNextJob(token, { block })
    return kept && started(kept, token, since)
  }

  /** Records an end unless the job was lost: BullMQ compares the lock's token in the same step. */
  async function record(
    job: Pick<Job, 'id'>,
    end: (kept: Kept, token: string, lost: AbortSignal) => Promise<unknown>,
  ): Promise<boolean> {
    const start = leases.held(job.id)
    if (!start) return false
    try {
      await unlessAborted(end(start.kept, start.token, start.lost), start.lost)
      return true
    } catch (error) {
      if (isLost(error) || error instanceof LeaseLost) return false
      throw error
    } finally {
      leases.drop(job.id, start.token)
    }
  }

  const fail = (job: Job, reason: string) =>
    record(job, async (kept, token) => {
      await redis.hset(over, job.key, kept.id ?? '')
      await kept.moveToFailed(new UnrecoverableError(reason), token)
    })

  async function finish(job: Job, outcome: Outcome): Promise<boolean> {
    const next = stateAfter(outcome, job, now())
    if (next.state === 'failed') return fail(job, outcome.text)
    return record(job, async (kept, token) => {
      const isNewer = next.state === 'delayed' && (await look.hasNewer(job.key))
      if (next.state === 'gone' || isNewer) return kept.moveToCompleted(outcome, token, false)
      const data: JobData = {
        ...kept.data,
        attempts: next.attempts,
        outcome: outcome.kind,
        reason: outcome.text,
        asked: false,
      }
      await kept.updateData(data)
      if (next.runAt <= now()) return kept.moveToWait(token) // clocks of machines differ: none is asked
      return kept.moveToDelayed(next.runAt, token)
    })
  }

  async function finishForNext(job: Job, outcome: Outcome): Promise<{ isOurs: boolean; next?: Job }> {
    if (stateAfter(outcome, job, now()).state !== 'gone') return { isOurs: await finish(job, outcome) }
    let next: Job | undefined
    const isOurs = await record(job, async (kept, token, lost) => {
      const since = monotonic()
      const [json, id] = (await kept.moveToCompleted(outcome, token, true)) ?? []
      if (json) next = await started(Kept.fromJSON(worker, json, id), token, since)
      if (next && lost.aborted) await finish(next, later('nobody waits for it'))
    })
    return { isOurs, next }
  }

  return {
    board,
    enqueue,
    put,
    async claim({ limit }) {
      const jobs = await Promise.all(Array.from({ length: limit }, () => claimOne(false)))
      return jobs.filter(job => job !== undefined)
    },
    next: () => claimOne(true),
    lease: ({ id }) => leases.of(id),
    tell: async ({ id }, fraction) => leases.held(id)?.kept.updateProgress(fraction),
    finish,
    finishForNext,
    async holds({ id }) {
      const start = leases.held(id)
      return start !== undefined && (await redis.get(`${board.toKey(String(id))}:lock`)) === start.token
    },
    promote: async () => {}, // BullMQ looks for what is due whenever a job is asked for
    resting: look.resting,
    running: look.running,
    list: look.list,
    count: look.count,
    again,
    async [Symbol.asyncDispose]() {
      leases[Symbol.dispose]()
      await atMost(CLOSING_MS, worker.close(true))
      await atMost(CLOSING_MS, board.close())
    },
  }
}

const STRANGE = 'it is no job of this program, or of another version of it'

/** Undefined: somebody else put it there. */
function jobOf(kept: Kept): Job | undefined {
  try {
    return toJob(kept, 'running')
  } catch {
    return undefined
  }
}

/** BullMQ: the job, its lock or its place is gone, or the lock is another's. */
const LOST = new Set<unknown>([-1, -2, -3, -6])
const isLost = (error: unknown) => error instanceof Error && 'code' in error && LOST.has(error.code)
