// What stands in BullMQ: by key, by state.

import type { JobType, Job as Kept, Queue } from 'bullmq'
import { type Job, type JobState, MOST_STARTS } from '../model/job.ts'
import { toJob } from './redis-job.ts'

/** A connection to Redis, as far as it is used here. */
export interface Redis {
  hget(key: string, field: string): Promise<string | null>
  hset(key: string, field: string, value: string): Promise<number>
  hdel(key: string, field: string): Promise<number>
  exists(key: string): Promise<number>
  setnx(key: string, value: string): Promise<number>
  get(key: string): Promise<string | null>
  mget(keys: string[]): Promise<(string | null)[]>
  hmget(key: string, ...fields: string[]): Promise<(string | null)[]>
}

const STATES = {
  waiting: ['waiting', 'prioritized'],
  delayed: ['delayed'],
  running: ['active'],
  failed: ['failed'],
  quarantined: ['failed'],
} satisfies Record<JobState, JobType[]>

/** Why a job is set aside. */
export const POISONED = `it was started ${MOST_STARTS} times and never came to an end`

export interface Found {
  kept: Kept
  state: JobState
}

/** @param over the hash of the jobs that are over and stay, by their key */
export function lookIn(board: Queue, redis: Redis, over: string) {
  async function idOf(key: string): Promise<string | undefined> {
    const [live, ended] = await Promise.all([board.getDeduplicationJobId(key), redis.hget(over, key)])
    return live ?? ended ?? undefined
  }

  /** The same for many, in two questions. */
  async function idsOf(keys: readonly string[]): Promise<(string | undefined)[]> {
    if (keys.length === 0) return []
    const [live, ended] = await Promise.all([
      redis.mget(keys.map(key => board.toKey(`de:${key}`))),
      redis.hmget(over, ...keys),
    ])
    return keys.map((_, index) => live[index] ?? ended[index] ?? undefined)
  }

  /** The job of this key that is not done. A person may have removed it, or have emptied the queue: then its id is another's. */
  async function find(key: string): Promise<Found | undefined> {
    const id = await idOf(key)
    const kept = id === undefined ? undefined : await board.getJob(id)
    if (kept?.data.key !== key) return undefined
    const state = await stateOf(kept)
    return state && { kept, state }
  }

  /** @returns undefined when it is done */
  async function stateOf(kept: Kept): Promise<JobState | undefined> {
    const state = await kept.getState()
    if (state === 'completed' || state === 'unknown') return undefined
    if (state === 'active') return 'running'
    if (state === 'delayed') return 'delayed'
    if (state === 'failed') return isSetAside(kept) ? 'quarantined' : 'failed'
    return 'waiting'
  }

  async function withState(key: string, isRunning: boolean): Promise<Job | undefined> {
    const found = await find(key)
    return found && (found.state === 'running') === isRunning ? toJob(found.kept, found.state) : undefined
  }

  async function inState(state: JobState, limit: number): Promise<Job[]> {
    const kept = await board.getJobs(STATES[state], 0, limit === -1 ? -1 : limit - 1, true)
    const isOne = (one: Kept) =>
      (state !== 'failed' && state !== 'quarantined') || isSetAside(one) === (state === 'quarantined')
    return kept.filter(isOne).map(one => toJob(one, state))
  }

  async function list(states: readonly JobState[], limit = -1): Promise<Job[]> {
    const found = (await Promise.all(states.map(state => inState(state, limit)))).flat()
    const sorted = found.sort((a, b) => a.priority - b.priority || a.id - b.id)
    return limit === -1 ? sorted : sorted.slice(0, limit)
  }

  return {
    idsOf,
    find,
    list,
    /** A newer wish follows the start that runs. */
    hasNewer: async (key: string) => (await redis.exists(board.toKey(`dn:${key}`))) === 1,
    resting: (key: string) => withState(key, false),
    running: (key: string) => withState(key, true),
    async count(state: JobState): Promise<number> {
      if (state === 'failed' || state === 'quarantined') return (await list([state])).length
      return board.getJobCountByTypes(...STATES[state])
    },
  }
}

export type Look = ReturnType<typeof lookIn>

const isSetAside = ({ failedReason }: Kept) => failedReason === POISONED
