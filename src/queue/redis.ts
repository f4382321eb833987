// The queue of several machines: BullMQ over Redis. Its locks are the leases; per key it keeps what the local queue keeps.

import { randomUUID } from 'node:crypto'
import { type ConnectionOptions, type Job as Kept, Queue, UnrecoverableError, Worker } from 'bullmq'
import { type Job, MOST_STARTS, type NewJob, stateAfter } from '../model/job.ts'
import type { Outcome } from '../model/outcome.ts'
import { type Lease, LeaseLost } from './leases.ts'
import type { JobQueue } from './port.ts'
import type { Enqueued } from './queue.ts'
import { dataOf, type JobData, optionsOf, toJob } from './redis-job.ts'
import { openRedisLeases } from './redis-leases.ts'
import { lookIn, POISONED, type Redis } from './redis-look.ts'
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
  /** How far a job is that was claimed here. */
  tell(job: Pick<Job, 'id'>, fraction: number): Promise<void>
  /** Puts one wish. @returns with the id under which its end is told */
  put(job: NewJob): Promise<{ id: string; what: Enqueued }>
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
    drainDelay: Math.min(LONGEST_LOOK_S, leaseMs / 5000),
  })
  board.on('error', onError)
  worker.on('error', onError)
  void worker.startStalledCheckTimer().catch(onError)
  const leases = openRedisLeases(worker, { leaseMs, monotonic })
  /** Ids of the jobs that are over and stay, by their key. */
  const over = `${prefix}:${name}:over`
  const look = lookIn(board, redis, over)
  const instance = randomUUID()
  let claims = 0

  async function enqueue(jobs: readonly NewJob[]): Promise<Enqueued[]> {
    const keys = new Set(jobs.map(({ key }) => key))
    if (keys.size < jobs.length) return oneByOne(jobs)
    const known = await look.idsOf([...keys])
    const fresh = jobs.filter((_, index) => known[index] === undefined)
    const at = now()
    await board.addBulk(fresh.map(job => ({ name: job.handler, data: dataOf(job), opts: optionsOf(job, at) })))
    const ends: Enqueued[] = []
    for (const [index, job] of jobs.entries()) ends.push(known[index] === undefined ? 'new' : (await put(job)).what)
    return ends
  }

  async function oneByOne(jobs: readonly NewJob[]): Promise<Enqueued[]> {
    const ends: Enqueued[] = []
    for (const job of jobs) ends.push((await put(job)).what)
    return ends
  }

  async function add(job: NewJob, attempts = 0): Promise<string> {
    const kept = await board.add(job.handler, dataOf(job, attempts), optionsOf(job, now()))
    return kept.id ?? ''
  }

  async function put(job: NewJob): Promise<{ id: string; what: Enqueued }> {
    const kept = await look.find(job.key)
    if (!kept) return { id: await add(job), what: 'new' }
    const before = toJob(kept, await look.stateOf(kept))
    const isSame = before.wish === job.wish
    if (before.state === 'running') return isSame ? { id: kept.id ?? '', what: 'running' } : putBehind(job)
    const isOver = before.state === 'failed' || before.state === 'quarantined'
    if (isSame && !job.asked) return { id: kept.id ?? '', what: isOver ? (before.state as Enqueued) : 'known' }
    const priority = isSame || before.asked ? Math.min(job.priority, before.priority) : job.priority
    const wish = { ...job, priority, asked: job.asked || before.asked }
    if (!(await takeOut(kept))) return put(job) // it was started meanwhile
    return { id: await add(wish, isSame && !isOver ? before.attempts : 0), what: isSame ? 'known' : 'newer wish' }
  }

  /** The newest of them follows the start that runs. */
  async function putBehind(job: NewJob): Promise<{ id: string; what: Enqueued }> {
    const what = (await look.hasNewer(job.key)) ? 'newer wish' : 'new'
    return { id: await add(job), what }
  }

  /** @returns false when it runs */
  async function takeOut(kept: Kept): Promise<boolean> {
    const isOut = await board.remove(kept.id ?? '')
    if (isOut) await redis.hdel(over, kept.data.key)
    return isOut === 1
  }

  async function started(kept: Kept | undefined, since: number): Promise<Job | undefined> {
    if (!kept) return undefined
    leases.take(kept, kept.token ?? '', since)
    const job = toJob(kept, 'running')
    if (kept.deferredFailure === undefined) return job
    await fail(job, POISONED)
    return undefined
  }

  async function claimOne(block: boolean): Promise<Job | undefined> {
    claims += 1
    const since = monotonic()
    const kept = await worker.getNextJob(`${instance}:${claims}`, { block })
    return started(kept, since)
  }

  /** Records an end unless the job was lost: BullMQ compares the lock's token in the same step. */
  async function record(job: Pick<Job, 'id'>, end: (kept: Kept, token: string) => Promise<unknown>): Promise<boolean> {
    const start = leases.held(job.id)
    if (!start) return false
    try {
      await unlessAborted(end(start.kept, start.token), start.lost)
      return true
    } catch (error) {
      if (isLost(error) || error instanceof LeaseLost) return false
      throw error
    } finally {
      leases.drop(job.id)
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
      return kept.moveToDelayed(next.runAt, token)
    })
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
    async holds({ id }) {
      const start = leases.held(id)
      return start !== undefined && (await redis.get(`${board.toKey(String(id))}:lock`)) === start.token
    },
    promote: async () => {}, // BullMQ looks for what is due whenever a job is asked for
    resting: look.resting,
    running: look.running,
    list: look.list,
    count: look.count,
    async again(key) {
      const kept = await look.find(key)
      if (!kept || !(await takeOut(kept))) return false
      await add({ ...kept.data, asked: true })
      return true
    },
    async [Symbol.asyncDispose]() {
      leases[Symbol.dispose]()
      await atMost(CLOSING_MS, worker.close(true))
      await atMost(CLOSING_MS, board.close())
    },
  }
}

/** BullMQ: the job, its lock or its place is gone, or the lock is another's. */
const LOST = new Set<unknown>([-1, -2, -3, -6])
const isLost = (error: unknown) => error instanceof Error && 'code' in error && LOST.has(error.code)
