// Puts wishes into BullMQ: per key there is at most one job that runs and one that waits, and the newest wish wins.

import type { Job as Kept, Queue } from 'bullmq'
import type { Job, NewJob } from '../model/job.ts'
import type { Enqueued } from './queue.ts'
import { dataOf, optionsOf, toJob } from './redis-job.ts'
import type { Look, Redis } from './redis-look.ts'

export interface PutDeps {
  board: Queue
  redis: Redis
  /** The hash of the jobs that are over and stay, by their key. */
  over: string
  look: Look
  now: () => number
}

/** The id under which its end is told, and what became of the wish. */
export interface Put {
  id: string
  what: Enqueued
}

/** Jobs that are sent at once: while Redis keeps them, the next are made ready. */
const TOGETHER = 100

export function putIn({ board, redis, over, look, now }: PutDeps) {
  async function enqueue(jobs: readonly NewJob[]): Promise<Enqueued[]> {
    const keys = new Set(jobs.map(({ key }) => key))
    if (keys.size < jobs.length) return oneByOne(jobs)
    const parts = Array.from({ length: Math.ceil(jobs.length / TOGETHER) }, (_, n) =>
      enqueueSome(jobs.slice(n * TOGETHER, (n + 1) * TOGETHER)),
    )
    return (await Promise.all(parts)).flat()
  }

  /** @param jobs each of another key */
  async function enqueueSome(jobs: readonly NewJob[]): Promise<Enqueued[]> {
    const known = await look.idsOf(jobs.map(({ key }) => key))
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

  async function put(job: NewJob): Promise<Put> {
    const found = await look.find(job.key)
    if (!found) return { id: await add(job), what: 'new' }
    const { kept } = found
    const before = toJob(kept, found.state)
    const isSame = before.wish === job.wish
    const id = String(before.id)
    if (before.state === 'running') return isSame ? { id, what: 'running' } : putBehind(job, id)
    if (isSame && !isUrgedBy(job, before)) return { id, what: whatOf(before) }
    const priority = isSame || before.asked ? Math.min(job.priority, before.priority) : job.priority
    const wish = { ...job, priority, asked: job.asked || before.asked }
    if (!(await takeOut(kept))) return put(job) // it was started meanwhile
    const attempts = isSame && whatOf(before) === 'known' ? before.attempts : 0
    return { id: await add(wish, attempts), what: isSame ? 'known' : 'newer wish' }
  }

  /** The newest of them follows the start that runs, also when BullMQ's own tools started again what was over. */
  async function putBehind(job: NewJob, running: string): Promise<Put> {
    const what = (await look.hasNewer(job.key)) ? 'newer wish' : 'new'
    await redis.setnx(board.toKey(`de:${job.key}`), running)
    return { id: await add(job), what }
  }

  async function add(job: NewJob, attempts = 0): Promise<string> {
    const kept = await board.add(job.handler, dataOf(job, attempts), optionsOf(job, now()))
    return kept.id ?? ''
  }

  /** @returns false when it runs */
  async function takeOut(kept: Kept): Promise<boolean> {
    const isOut = await board.remove(kept.id ?? '')
    if (isOut) await redis.hdel(over, kept.data.key)
    return isOut === 1
  }

  return {
    enqueue,
    put,
    async again(key: string): Promise<boolean> {
      const found = await look.find(key)
      if (!found || !(await takeOut(found.kept))) return false
      await add({ ...found.kept.data, asked: true })
      return true
    },
  }
}

/** What is said of a job that rests and stays as it is. */
const whatOf = ({ state }: Job): Enqueued => (state === 'failed' || state === 'quarantined' ? state : 'known')

/** A person asks for the same again: it is news, unless it waits for just that. */
const isUrgedBy = ({ asked = false, priority }: NewJob, before: Job): boolean =>
  asked && !(before.state === 'waiting' && before.asked && before.priority <= priority)
