// Whether the library answers: a mount that hangs gives neither an answer nor an error, and what waits for it never ends.

import { join } from 'node:path'
import { Environment } from '../../errors.ts'
import { MARKER } from '../../library/volume.ts'
import type { Log } from '../../log.ts'
import { unlessAborted } from '../../queue/unless-aborted.ts'
import { runProgram } from '../../run-program.ts'

export interface LibraryWatch {
  /** No: what is asked of it now may never end. */
  readonly answers: boolean
  /** The library is looked at until the work is over. */
  during<T>(work: (library: WatchedLibrary) => Promise<T>): Promise<T>
}

export interface WatchedLibrary {
  /**
   * What takes too long is left to itself: its signal is aborted, and nobody waits for it any more.
   * @throws Environment when the library does not answer, or the work takes longer than its limit
   */
  ask<T>(work: (left: AbortSignal) => Promise<T>, limitMs?: number): Promise<T>
  /** Does it when nothing that was asked is under way any more, and does not wait for what was left to itself. */
  tidy(work: () => Promise<unknown>): Promise<void>
}

export interface LibraryWatchOptions {
  libraryDir: string
  log: Pick<Log, 'info' | 'warn'>
  /** Asks the volume for something: that it fails is an answer, too. Default: reads its marker. */
  look?: () => Promise<unknown>
  everyMs?: number
  limitMs?: number
}

/** Together they are the longest that work waits for a library that hangs. */
const EVERY_MS = 10_000
const LIMIT_MS = 20_000

export function watchLibrary(options: LibraryWatchOptions): LibraryWatch {
  const { libraryDir, log, look = () => readApart(libraryDir), everyMs = EVERY_MS, limitMs = LIMIT_MS } = options
  let hangs = new AbortController()
  let isLooking = false
  let lookedAt = Number.NEGATIVE_INFINITY
  let users = 0
  let looks: NodeJS.Timeout | undefined

  /** One at a time: each that hangs leaves a program behind. */
  async function lookOnce(): Promise<void> {
    if (isLooking) return
    isLooking = true
    lookedAt = performance.now()
    const limit = setTimeout(hang, limitMs)
    limit.unref()
    await look().catch(() => {})
    clearTimeout(limit)
    isLooking = false
    if (!hangs.signal.aborted) return
    hangs = new AbortController()
    log.info({}, 'the library answers again')
  }

  function hang(): void {
    log.warn({}, `the library ${libraryDir} does not answer: this machine does no work until it does`)
    hangs.abort(new Environment(`the library ${libraryDir} does not answer`))
  }

  function begin(): void {
    users += 1
    if (users > 1) return
    if (performance.now() - lookedAt >= everyMs) void lookOnce()
    looks = setInterval(() => void lookOnce(), everyMs)
    looks.unref()
  }

  function end(): void {
    users -= 1
    if (users === 0) clearInterval(looks)
  }

  return {
    get answers() {
      return !hangs.signal.aborted
    },
    async during(work) {
      begin()
      try {
        return await work(askWhile(() => hangs.signal))
      } finally {
        end()
      }
    },
  }
}

function askWhile(hangs: () => AbortSignal): WatchedLibrary {
  const underWay = new Set<Promise<unknown>>()

  async function ask<T>(work: (left: AbortSignal) => Promise<T>, limitMs?: number): Promise<T> {
    const over = new AbortController()
    const left = AbortSignal.any([hangs(), over.signal])
    left.throwIfAborted()
    const asked = work(left)
    underWay.add(asked)
    const settled = () => void underWay.delete(asked)
    asked.then(settled, settled)
    const late = limitMs === undefined ? undefined : setTimeout(() => over.abort(tooLong(limitMs)), limitMs)
    try {
      return await unlessAborted(asked, left)
    } finally {
      clearTimeout(late)
    }
  }

  return {
    ask,
    async tidy(work) {
      if (underWay.size === 0) return void (await ask(work).catch(() => {}))
      void Promise.allSettled(underWay)
        .then(work)
        .catch(() => {})
    },
  }
}

/** By a program of its own: the threads that read files for this one may all be busy with long copies. */
const readApart = (libraryDir: string) => runProgram('cat', [join(libraryDir, MARKER)])

const tooLong = (limitMs: number) =>
  new Environment(`work on the library has not ended within ${Math.round(limitMs / 60_000)} minutes`)
