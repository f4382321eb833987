// Waits for the ends of jobs that other machines do: told at once by Redis, and asked for when nothing is told.

import { type ConnectionOptions, QueueEvents } from 'bullmq'
import { z } from 'zod'
import { Poison } from '../errors.ts'
import type { NewJob } from '../model/job.ts'
import type { RedisQueue } from './redis.ts'
import { atMost, unlessAborted } from './unless-aborted.ts'

export interface RedisEnds extends AsyncDisposable {
  /**
   * Puts a job and waits for its end; whoever else asked for the same one hears of it too.
   * @returns the text of its outcome
   * @throws Poison when it was set aside; whatever the signal was aborted with
   */
  of(job: NewJob, waiting: { signal: AbortSignal; onProgress?: (fraction: number) => void }): Promise<string>
}

export interface RedisEndsOptions {
  queue: RedisQueue
  connection: ConnectionOptions
  prefix: string
  name: string
  /** How often is looked, told or not. */
  lookMs?: number
  onError?: (error: unknown) => void
}

const LOOK_MS = 5_000
const CLOSING_MS = 2_000
const Outcome = z.object({ text: z.string() })
const Progress = z.number().min(0).max(1)

export function openRedisEnds(options: RedisEndsOptions): RedisEnds {
  const { queue, connection, prefix, name, lookMs = LOOK_MS, onError = () => {} } = options
  const events = new QueueEvents(name, { connection, prefix })
  const waiting = new Map<string, Set<{ look: () => void; onProgress?: (fraction: number) => void }>>()
  const tell = (id: string) => {
    for (const { look } of waiting.get(id) ?? []) look()
  }
  events.on('error', onError)
  events.on('completed', ({ jobId }) => tell(jobId))
  events.on('failed', ({ jobId }) => tell(jobId))
  events.on('removed', ({ jobId }) => tell(jobId))
  events.on('progress', ({ jobId, data }) => {
    const fraction = Progress.safeParse(data).data
    for (const { onProgress } of waiting.get(jobId) ?? []) if (fraction !== undefined) onProgress?.(fraction)
  })

  /** @returns undefined while it has not ended; `gone` when nothing is known of it any more */
  async function endOf(id: string, { key }: NewJob): Promise<string | 'gone' | undefined> {
    const state = await queue.board.getJobState(id)
    const kept = await queue.board.getJob(id) // after its state: one that is over has its outcome
    if (kept?.data.key !== key) return 'gone'
    if (state === 'completed') return Outcome.parse(kept.returnvalue).text
    if (state === 'failed') throw new Poison(kept.failedReason)
    return undefined
  }

  async function until(
    id: string,
    job: NewJob,
    { signal, onProgress }: Parameters<RedisEnds['of']>[1],
  ): Promise<string> {
    for (;;) {
      const told = Promise.withResolvers<void>()
      const wake = () => told.resolve()
      const one = { look: wake, onProgress }
      const all = waiting.get(id) ?? new Set()
      waiting.set(id, all.add(one))
      const timer = setTimeout(wake, lookMs)
      signal.addEventListener('abort', wake, { once: true })
      try {
        const end = await unlessAborted(endOf(id, job), signal)
        if (end === 'gone') return await of(job, { signal, onProgress }) // Redis came back without it, or a person removed it
        if (end !== undefined) return end
        await told.promise
        signal.throwIfAborted()
      } finally {
        clearTimeout(timer)
        signal.removeEventListener('abort', wake)
        all.delete(one)
        if (all.size === 0) waiting.delete(id)
      }
    }
  }

  async function of(job: NewJob, how: Parameters<RedisEnds['of']>[1]): Promise<string> {
    how.signal.throwIfAborted() // a job that nobody waits for is not put
    const { id } = await unlessAborted(queue.put(job), how.signal)
    return until(id, job, how)
  }

  return { of, [Symbol.asyncDispose]: () => atMost(CLOSING_MS, events.close()) }
}
