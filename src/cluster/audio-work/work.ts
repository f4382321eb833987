// A machine takes pieces of audio work as long as it has places for them, and answers over the shared volume.

import { messageOf } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import type { Log } from '../../log.ts'
import type { Job } from '../../model/job.ts'
import { type Outcome, retry } from '../../model/outcome.ts'
import type { RedisQueue } from '../../queue/redis.ts'
import { faultOfRedis } from '../connect.ts'
import { openDoing } from '../machines/doing.ts'
import type { PieceNow } from '../machines/heartbeat.ts'
import { doPiece, type Ended, type PieceDeps } from './do-piece.ts'
import { takeJobs } from './take.ts'

export interface WorkDeps extends PieceDeps {
  /** What is taken; they share the places. */
  queues: readonly RedisQueue[]
  concurrency: number
  /** Aborted: nothing more is taken, what runs is handed back. */
  signal: AbortSignal
  log: Pick<Log, 'info' | 'warn' | 'error' | 'debug'>
}

export interface Working {
  readonly running: number
  readonly done: number
  /** What runs. */
  readonly pieces: PieceNow[]
  /** Nothing runs any more. */
  ended: Promise<void>
}

/** A machine that is not fit gives others the time to take what it gave back. */
const UNFIT_MS = 30_000

export function work(deps: WorkDeps): Working {
  const { queues, library, concurrency, signal, log } = deps
  const doing = openDoing()
  let running = 0
  let count = 0
  let unfitUntil = 0
  /** Why no work could be taken; said once. */
  let trouble = ''

  const isFit = () => library.answers && performance.now() >= unfitUntil

  async function run(queue: RedisQueue, job: Job): Promise<Ended> {
    const startedAt = performance.now()
    const piece = doing.begin(job)
    running += 1
    trouble = ''
    try {
      const outcome = await doPiece(deps, { queue, job, at: piece.at }).catch(error => unanswered(job, error))
      await failpoint('piece.answered')
      if (outcome.kind !== 'done' && !outcome.free) unfitUntil = performance.now() + UNFIT_MS
      const ms = Math.round(performance.now() - startedAt)
      log.debug({ piece: job.label, ms, outcome: outcome.kind }, 'a piece of work')
      return outcome
    } finally {
      running -= 1
      piece.end()
    }
  }

  /** Not even what went wrong could be written down: another machine may. */
  function unanswered(job: Job, error: unknown): Ended {
    log.error({ piece: job.label, error }, 'the answer of a piece of work could not be kept')
    return retry(messageOf(error))
  }

  function onEnd(job: Job, outcome: Outcome, isOurs: boolean): void {
    const level = signal.aborted ? 'debug' : 'warn' // what stops all its work is said once
    if (!isOurs)
      log[level]({ piece: job.label }, 'a piece of work was lost to another machine: its answer is not taken')
    else if (outcome.kind === 'done') count += 1
  }

  function onError(error: unknown, job?: Job): void {
    if (job) log.error({ piece: job.label, error }, 'the end of a piece of work could not be told')
    else sayTrouble(messageOf(faultOfRedis(error) ?? error))
  }

  function sayTrouble(reason: string): void {
    if (reason !== trouble) log.warn({ reason }, 'no work could be taken')
    trouble = reason
  }

  return {
    get running() {
      return running
    },
    get done() {
      return count
    },
    get pieces() {
      return doing.list()
    },
    ended: takeJobs({ queues, concurrency, signal, run, onEnd, onError, isFit }),
  }
}
