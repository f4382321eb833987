// What every queue of jobs keeps, in this process or over many machines. Over Redis, pieces of audio work use `claim` and
// `finish` of it (and `put`, `next` of redis.ts); that the rest is the same there is held by the tests in test/contract.

import type { Job, NewJob, Pool } from '../model/job.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Enqueued } from './queue.ts'

/** At once, or when another machine has answered. */
type Told<T> = T | Promise<T>

export interface JobQueue {
  /** Kept when it resolves. Per key there is at most one running and one waiting job; the newest wish wins. */
  enqueue(jobs: readonly NewJob[]): Promise<Enqueued[]>
  /** The most urgent waiting jobs, started. */
  claim(options: { pool: Pool; limit: number }): Promise<Job[]>
  /** @returns false when the job was lost to another start meanwhile: nothing is recorded then */
  finish(job: Job, outcome: Outcome, times: { startedAt: number }): Promise<boolean>
  /** Whether the job is still this start's. */
  holds(job: Pick<Job, 'id' | 'fence'>): Told<boolean>
  /** Delayed jobs whose time has come wait from now on. */
  promote(): Promise<unknown>
  /** The job of this key that does not run now. */
  resting(key: string): Told<Job | undefined>
  running(key: string): Told<Job | undefined>
  list(states: readonly Job['state'][], limit?: number): Told<Job[]>
  count(state: Job['state'], pool?: Pool): Told<number>
  /** A person wants it again, whatever it was. */
  again(key: string): Promise<boolean>
}
