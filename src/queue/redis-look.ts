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

  async function find(key: string): Promise<Kept | undefined> {
    const id = await idOf(key)
    return id === undefined ? undefined : board.getJob(id)
  }

  async function stateOf(kept: Kept): Promise<JobState> {
    const state = await kept.getState()
    if (state === 'active') return 'running'
    if (state === 'delayed') return 'delayed'
    if (state === 'failed') return isSetAside(kept) ? 'quarantined' : 'failed'
    return 'waiting'
  }

  async function withState(key: string, isRunning: boolean): Promise<Job | undefined> {
    const kept = await find(key)
    if (!kept) return undefined
    const state = await stateOf(kept)
    return (state === 'running') === isRunning ? toJob(kept, state) : undefined
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
    stateOf,
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

const isSetAside = ({ failedReason }: Kept) => failedReason === POISONED
