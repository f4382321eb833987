// One start of a piece of audio work: done in a folder of its own on the shared volume, and answered there.

import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Audio } from '../../audio/audio.ts'
import { Environment, messageOf } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import type { Log } from '../../log.ts'
import type { Job } from '../../model/job.ts'
import { done, later, type Outcome } from '../../model/outcome.ts'
import type { RedisQueue } from '../../queue/redis.ts'
import { unlessAborted } from '../../queue/unless-aborted.ts'
import { faultOf, keepAnswer, makeTry, tryIn } from './answer.ts'
import type { LibraryWatch, WatchedLibrary } from './library-watch.ts'
import { type Encoding, inLibrary, longestOf, type Piece, pieceIn } from './piece.ts'

export interface PieceDeps {
  libraryDir: string
  /** Whether it answers. */
  library: LibraryWatch
  /** Audio with these settings and this machine's programs. */
  audioOf: (encoding: Encoding) => Audio
  /** @throws Environment when the library is not there */
  checkLibrary: () => Promise<void>
  /** Aborted: what runs is handed back. */
  signal: AbortSignal
  log: Pick<Log, 'warn' | 'debug'>
}

export interface Start {
  queue: RedisQueue
  job: Job
  /** How far it is. */
  at: (fraction: number) => void
}

export type Ended = Extract<Outcome, { kind: 'done' | 'retry' }>

/** Machines in a row that were not fit: then it is told as it is. */
const MOST_UNFIT = 3
const TELL_MS = 1_000

export const doPiece = (deps: PieceDeps, start: Start): Promise<Ended> =>
  deps.library.during(library => doStart(deps, start, library))

async function doStart(deps: PieceDeps, { queue, job, at }: Start, library: WatchedLibrary): Promise<Ended> {
  const { libraryDir, log } = deps
  const name = `${queue.board.name}-${job.id}-${job.fence}-${randomUUID().slice(0, 8)}`
  const lease = queue.lease(job)
  const over = AbortSignal.any([deps.signal, lease.signal])
  const progress = teller(fraction => {
    at(fraction)
    void queue.tell(job, fraction).catch(() => {})
  })

  /** The library is there, and has a folder for this start. */
  async function begin(): Promise<string> {
    await library.ask(() => unlessAborted(deps.checkLibrary(), over)) // it may wait for Redis
    return library.ask(() => makeTry(libraryDir, name))
  }

  /**
   * A library that goes away under the work looks like a bad file.
   * @returns why this machine cannot tell it
   */
  async function tellFault(fault: unknown): Promise<string | undefined> {
    try {
      const folder = await begin()
      await library.ask(() => keepAnswer(folder, { fault: faultOf(fault) }))
      return undefined
    } catch (error) {
      return messageOf(error)
    }
  }

  try {
    const folder = await begin()
    await failpoint('piece.begun')
    const piece = pieceIn(job.input)
    const value = await library.ask(
      left => workOn(deps, piece, { folder, signal: AbortSignal.any([over, left]), progress }),
      longestOf(piece),
    )
    lease.check() // the answer is the effect: a machine that was cut off makes none
    await library.ask(() => keepAnswer(folder, { value }))
    return done(name)
  } catch (error) {
    const isUnfit = error instanceof Environment && job.attempts + 1 < MOST_UNFIT
    const reason = isUnfit || over.aborted ? messageOf(error) : await tellFault(error)
    if (reason === undefined) return done(name)
    await library.tidy(() => rm(tryIn(libraryDir, name), { recursive: true, force: true }))
    if (over.aborted) return later('stopped')
    const level = deps.library.answers ? 'warn' : 'debug' // that it does not is said once
    log[level]({ piece: job.label, reason }, 'this machine is not fit for a piece of work: it is given back')
    return { kind: 'retry', text: reason }
  }
}

interface PieceRun {
  folder: string
  signal: AbortSignal
  progress: (fraction: number) => void
}

async function workOn(deps: PieceDeps, piece: Piece, { folder, signal, progress }: PieceRun): Promise<unknown> {
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
