// Takes jobs of several queues as long as there are places for them, which the queues share in turn.

import { setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'
import type { Job } from '../../model/job.ts'
import { later, type Outcome } from '../../model/outcome.ts'
import type { RedisQueue } from '../../queue/redis.ts'
import { unlessAborted } from '../../queue/unless-aborted.ts'

export interface TakeDeps {
  queues: readonly RedisQueue[]
  concurrency: number
  /** Aborted: nothing more is taken. */
  signal: AbortSignal
  /** Does one. */
  run: (queue: RedisQueue, job: Job) => Promise<Outcome>
  /** @param isOurs whether its end was recorded */
  onEnd?: (job: Job, outcome: Outcome, isOurs: boolean) => void
  /** Whether this machine may take one now. */
  isFit?: () => boolean
  onError: (error: unknown, job?: Job) => void
}

/** Jobs that follow each other in one place, while another queue may wait for it. */
const IN_A_ROW = 4
const FAR_MS = 1_000

/** Ends after the signal, when nothing runs any more. */
export async function takeJobs(deps: TakeDeps): Promise<void> {
  const { queues, concurrency, signal, run, onEnd = () => {}, isFit = () => true, onError } = deps
  const places = new PQueue({ concurrency: Math.max(1, concurrency) })
  const mostInARow = queues.length > 1 ? IN_A_ROW : Number.POSITIVE_INFINITY
  const mayTake = () => !signal.aborted && isFit()

  /** One after the other: the end of each brings the next. */
  async function serve(queue: RedisQueue, first: Job): Promise<void> {
    let job: Job | undefined = first
    for (let nth = 1; job; nth += 1) {
      const served: Job = job
      job = await serveOne(queue, served, nth < mostInARow).catch(error => void onError(error, served))
    }
  }

  async function serveOne(queue: RedisQueue, job: Job, mayGoOn: boolean): Promise<Job | undefined> {
    const outcome = await run(queue, job)
    const wantsNext = mayGoOn && mayTake()
    const { isOurs, next } = wantsNext
      ? await queue.finishForNext(job, outcome)
      : { isOurs: await queue.finish(job, outcome), next: undefined }
    onEnd(job, outcome, isOurs)
    if (!next || mayTake()) return next
    await giveBack(queue, next)
    return undefined
  }

  /** @returns whether there was one, as soon as that is known */
  function serveWaiting(queue: RedisQueue): Promise<boolean> {
    const found = Promise.withResolvers<boolean>()
    const inPlace = places.add(async () => {
      const job = mayTake() ? await taken(queue, claimOne(queue)) : undefined
      found.resolve(job !== undefined)
      if (job) await serve(queue, job)
    })
    inPlace.catch(found.reject)
    return found.promise
  }

  async function waitForOne(queue: RedisQueue): Promise<void> {
    const job = await taken(queue, queue.next())
    if (!job) return
    if (mayTake() && places.pending < concurrency) void places.add(() => serve(queue, job))
    else await giveBack(queue, job) // its place was taken while it was waited for
  }

  /** What comes when nobody waits for it any more is given back. */
  async function taken(queue: RedisQueue, asked: Promise<Job | undefined>): Promise<Job | undefined> {
    return unlessAborted(asked, signal).catch(error => {
      void asked.then(late => late && giveBack(queue, late)).catch(() => {})
      throw error
    })
  }

  async function takeSome(queue: RedisQueue): Promise<void> {
    if (!isFit()) return sleep(FAR_MS, undefined, { signal })
    if (!(await serveWaiting(queue)) && mayTake()) await waitForOne(queue)
  }

  async function loop(queue: RedisQueue): Promise<void> {
    while (!signal.aborted) {
      await takeSome(queue).catch(async error => {
        if (signal.aborted) return
        onError(error)
        await sleep(FAR_MS, undefined, { signal }).catch(() => {})
      })
    }
  }

  await Promise.all(queues.map(loop))
  await places.onIdle()
}

const claimOne = async (queue: RedisQueue) => (await queue.claim({ pool: 'tracks', limit: 1 }))[0]
const giveBack = (queue: RedisQueue, job: Job) => queue.finish(job, later('no place'))
