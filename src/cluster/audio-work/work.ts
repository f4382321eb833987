// A machine takes pieces of audio work as long as it has places for them, and answers over the shared volume.

import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Audio } from '../../audio/audio.ts'
import { Environment, messageOf } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import type { Log } from '../../log.ts'
import type { Job } from '../../model/job.ts'
import { done, later, type Outcome, retry } from '../../model/outcome.ts'
import type { RedisQueue } from '../../queue/redis.ts'
import { openDoing } from '../machines/doing.ts'
import type { PieceNow } from '../machines/heartbeat.ts'
import { faultOf, keepAnswer, makeTry, tryIn } from './answer.ts'
import { type Encoding, inLibrary, type Piece, pieceIn } from './piece.ts'
import { takeJobs } from './take.ts'

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
  /** What runs. */
  readonly pieces: PieceNow[]
  /** Nothing runs any more. */
  ended: Promise<void>
}

/** A machine that is not fit gives others the time to take what it gave back. */
const UNFIT_MS = 30_000
/** Machines in a row that were not fit: then it is told as it is. */
const MOST_UNFIT = 3
const TELL_MS = 1_000

export function work(deps: WorkDeps): Working {
  const { queues, concurrency, signal, log } = deps
  const doing = openDoing()
  let running = 0
  let count = 0
  let unfitUntil = 0

  async function run(queue: RedisQueue, job: Job): Promise<Ended> {
    const startedAt = performance.now()
    const piece = doing.begin(job)
    running += 1
    try {
      const outcome = await answer(deps, queue, job, piece.at).catch(error => unanswered(job, error))
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
    else log.warn({ reason: messageOf(error) }, 'no work could be taken')
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
    ended: takeJobs({ queues, concurrency, signal, run, onEnd, onError, isFit: () => performance.now() >= unfitUntil }),
  }
}

type Ended = Extract<Outcome, { kind: 'done' | 'retry' }>

async function answer(deps: WorkDeps, queue: RedisQueue, job: Job, at: (fraction: number) => void): Promise<Ended> {
  const { libraryDir, log } = deps
  const name = `${queue.board.name}-${job.id}-${job.fence}-${randomUUID().slice(0, 8)}`
  const lease = queue.lease(job)
  const signal = AbortSignal.any([deps.signal, lease.signal])
  try {
    await deps.checkLibrary()
    const folder = await makeTry(libraryDir, name)
    const progress = teller(fraction => {
      at(fraction)
      void queue.tell(job, fraction).catch(() => {})
    })
    await failpoint('piece.begun')
    const value = await doPiece(deps, pieceIn(job.input), { folder, signal, progress })
    lease.check() // the answer is the effect: a machine that was cut off makes none
    await keepAnswer(folder, { value })
    return done(name)
  } catch (error) {
    if (signal.aborted) {
      await rm(tryIn(libraryDir, name), { recursive: true, force: true }).catch(() => {})
      return later('stopped')
    }
    const isUnfit = error instanceof Environment && job.attempts + 1 < MOST_UNFIT
    const reason = isUnfit ? error.message : await tellFault(deps, name, error)
    if (reason === undefined) return done(name)
    log.warn({ piece: job.label, reason }, 'this machine is not fit for a piece of work: it is given back')
    return { kind: 'retry', text: reason }
  }
}

/**
 * A library that goes away under the work looks like a bad file.
 * @returns why this machine cannot tell it
 */
async function tellFault(deps: WorkDeps, name: string, fault: unknown): Promise<string | undefined> {
  try {
    await deps.checkLibrary()
    await keepAnswer(await makeTry(deps.libraryDir, name), { fault: faultOf(fault) })
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

interface PieceRun {
  folder: string
  signal: AbortSignal
  progress: (fraction: number) => void
}

async function doPiece(deps: WorkDeps, piece: Piece, { folder, signal, progress }: PieceRun): Promise<unknown> {
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
