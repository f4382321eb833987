// A machine takes pieces of audio work as long as it has places for them, and answers over the shared volume.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Audio } from '../audio/audio.ts'
import { Environment, messageOf } from '../errors.ts'
import { failpoint } from '../failpoint.ts'
import type { Log } from '../log.ts'
import type { Job } from '../model/job.ts'
import { done, later, type Outcome } from '../model/outcome.ts'
import type { RedisQueue } from '../queue/redis.ts'
import { unlessAborted } from '../queue/unless-aborted.ts'
import { faultOf, keepAnswer, makeTry, tryIn } from './answer.ts'
import { type Encoding, inLibrary, Piece } from './piece.ts'

export interface WorkDeps {
  /** What is taken; they share the places. */
  queues: readonly RedisQueue[]
  libraryDir: string
  /** Audio with these settings and this machine's programs. */
  audioOf: (encoding: Encoding) => Audio
  /** @throws Environment when the library is not there */
  checkLibrary: () => Promise<void>
  concurrency: number
  /** Aborted: nothing more is taken, what runs is handed back. */
  signal: AbortSignal
  log: Pick<Log, 'info' | 'warn' | 'error' | 'debug'>
}

export interface Working {
  readonly running: number
  readonly done: number
  /** Nothing runs any more. */
  ended: Promise<void>
}

/** A machine that is not fit gives others the time to take what it gave back. */
const UNFIT_MS = 30_000
const FAR_MS = 1_000
/** Machines in a row that were not fit: then it is told as it is. */
const MOST_UNFIT = 3
const TELL_MS = 1_000

export function work(deps: WorkDeps): Working {
  const { queues, concurrency, signal, log } = deps
  const running = new Set<Promise<void>>()
  let count = 0
  let unfitUntil = 0

  async function see(queue: RedisQueue, job: Job): Promise<void> {
    const startedAt = performance.now()
    const outcome = await answer(deps, queue, job)
    await failpoint('piece.answered')
    if (outcome.kind !== 'done' && !outcome.free) unfitUntil = performance.now() + UNFIT_MS
    const isOurs = await queue.finish(job, outcome, { startedAt })
    if (!isOurs) log.warn({ piece: job.label }, 'a piece of work was lost to another machine: its answer is not taken')
    else if (outcome.kind === 'done') count += 1
    log.debug(
      { piece: job.label, ms: Math.round(performance.now() - startedAt), outcome: outcome.kind },
      'a piece of work',
    )
  }

  function begin(queue: RedisQueue, job: Job): void {
    const seen = see(queue, job)
      .catch(error => log.error({ piece: job.label, error }, 'the end of a piece of work could not be told'))
      .finally(() => running.delete(seen))
    running.add(seen)
  }

  async function takeSome(queue: RedisQueue): Promise<void> {
    if (running.size >= concurrency) return void (await Promise.race(running))
    if (performance.now() < unfitUntil) return sleep(FAR_MS, undefined, { signal })
    const asked = queue.next()
    const job = await unlessAborted(asked, signal).catch(error => {
      void asked.then(late => late && giveBack(queue, late)).catch(() => {})
      throw error
    })
    if (!job) return
    // while it was waited for, another took the last place, or showed that this machine is not fit
    const isLate = signal.aborted || running.size >= concurrency || performance.now() < unfitUntil
    if (isLate) await giveBack(queue, job)
    else begin(queue, job)
  }

  async function loop(queue: RedisQueue): Promise<void> {
    while (!signal.aborted) {
      await takeSome(queue).catch(async error => {
        if (signal.aborted) return
        log.warn({ reason: messageOf(error) }, 'no work could be taken')
        await sleep(FAR_MS, undefined, { signal }).catch(() => {})
      })
    }
  }

  async function all(): Promise<void> {
    await Promise.all(queues.map(loop))
    await Promise.all(running)
  }

  return {
    get running() {
      return running.size
    },
    get done() {
      return count
    },
    ended: all(),
  }
}

const giveBack = (queue: RedisQueue, job: Job) => queue.finish(job, later('no place'), { startedAt: 0 })

type Ended = Extract<Outcome, { kind: 'done' | 'retry' }>

async function answer(deps: WorkDeps, queue: RedisQueue, job: Job): Promise<Ended> {
  const { libraryDir, log } = deps
  const name = `${job.id}-${job.fence}`
  const lease = queue.lease(job)
  const signal = AbortSignal.any([deps.signal, lease.signal])
  try {
    await deps.checkLibrary()
    const folder = await makeTry(libraryDir, name)
    const progress = teller(fraction => void queue.tell(job, fraction).catch(() => {}))
    await failpoint('piece.begun')
    const value = await doPiece(deps, Piece.parse(job.input), { folder, signal, progress })
    lease.check() // the answer is the effect: a machine that was cut off makes none
    await keepAnswer(folder, { value })
    return done(name)
  } catch (error) {
    if (signal.aborted) {
      await rm(tryIn(libraryDir, name), { recursive: true, force: true }).catch(() => {})
      return later('stopped')
    }
    if (error instanceof Environment && job.attempts + 1 < MOST_UNFIT) {
      log.warn(
        { piece: job.label, reason: error.message },
        'this machine is not fit for a piece of work: it is given back',
      )
      return { kind: 'retry', text: error.message }
    }
    await keepAnswer(await makeTry(libraryDir, name), { fault: faultOf(error) })
    return done(name)
  }
}

interface Doing {
  folder: string
  signal: AbortSignal
  progress: (fraction: number) => void
}

async function doPiece(deps: WorkDeps, piece: Piece, { folder, signal, progress }: Doing): Promise<unknown> {
  const audio = deps.audioOf(piece.encoding)
  const input = inLibrary(deps.libraryDir, piece.input)
  switch (piece.op) {
    case 'check':
      return audio.check(input, signal)
    case 'fingerprint':
      return audio.fingerprint(input, piece.facts, signal, folder)
    case 'hear':
      return audio.hear(input, { dir: folder, signal, from: piece.from })
    case 'process': {
      const outputs = Object.fromEntries(
        Object.entries(piece.outputs).map(([format, name]) => [format, join(folder, name)]),
      )
      const { facts, from, asItIs } = piece
      return audio.process({ input, facts, outputs, signal, from, asItIs, onProgress: progress })
    }
  }
}

/** Not more often than people look. */
function teller(tell: (fraction: number) => void): (fraction: number) => void {
  let last = Number.NEGATIVE_INFINITY
  return fraction => {
    if (performance.now() - last < TELL_MS) return
    last = performance.now()
    tell(Math.min(1, Math.max(0, fraction)))
  }
}
