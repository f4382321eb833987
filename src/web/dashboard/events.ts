// GET /api/events: how it stands is told when it has changed, and each piece of work as it ends.

import type { ServerResponse } from 'node:http'
import type { Log } from '../../log.ts'
import type { Now } from './api.ts'
import type { Live } from './live.ts'
import type { Stand } from './now.ts'

export interface EventsDeps {
  stand: () => Promise<Stand>
  live: Pick<Live, 'onEnded' | 'version'>
  /** Grows when the store changes. */
  storeVersion: () => number
  now: () => number
  log: Pick<Log, 'error'>
  times?: { tickMs: number; beatMs: number }
}

export interface Events extends Disposable {
  /** `isWelcome` is asked now and then: who is not is sent away. */
  join(response: ServerResponse, isWelcome: () => boolean): void
  /** Too many look on. */
  readonly isFull: boolean
  snapshot(): Promise<Now>
}

const MOST_WATCHERS = 100
const TIMES = { tickMs: 500, beatMs: 15_000 }
/** Without a change of ours something else may have changed: a pause that is over, the disk. */
const QUIET_TICKS = 10
/** Who does not read so much is let go. */
const MOST_UNREAD = 1024 * 1024
const AGAIN_MS = 3000

export function openEvents({ stand, live, storeVersion, now, log, times = TIMES }: EventsDeps): Events {
  const watchers = new Map<ServerResponse, () => boolean>()
  let last: { text: string; version: number } = { text: '', version: 0 }
  /** Of what everybody was told last. */
  let told = 0
  let seen = ''
  let quiet = 0
  let isReading = false
  let isOver = false
  let timers: NodeJS.Timeout[] = []

  async function snapshot(): Promise<Now> {
    const found = await stand()
    const text = JSON.stringify(found)
    if (text !== last.text) last = { text, version: last.version + 1 }
    return { version: last.version, at: now(), ...found }
  }

  async function tick(): Promise<void> {
    const changes = `${storeVersion()} ${live.version}`
    quiet = changes === seen ? quiet + 1 : 0
    if (isReading || quiet % QUIET_TICKS !== 0) return
    seen = changes
    isReading = true
    try {
      const found = await snapshot()
      if (found.version !== told) tell('now', found)
      told = found.version
    } catch (error) {
      log.error({ error }, 'how it stands could not be told')
    } finally {
      isReading = false
    }
  }

  function tell(event: string, data: unknown): void {
    const text = eventText(event, data)
    for (const response of watchers.keys()) send(response, text)
  }

  function beat(): void {
    for (const [response, isWelcome] of watchers) {
      if (isWelcome()) send(response, ': beat\n\n')
      else leave(response)
    }
  }

  function send(response: ServerResponse, text: string): void {
    if (response.writableLength > MOST_UNREAD) leave(response, true)
    else response.write(text)
  }

  function leave(response: ServerResponse, atOnce = false): void {
    watchers.delete(response)
    if (atOnce) response.destroy()
    else response.end()
    if (watchers.size === 0) stop()
  }

  function begin(): void {
    if (timers.length > 0) return
    timers = [setInterval(() => void tick(), times.tickMs), setInterval(beat, times.beatMs)]
    for (const timer of timers) timer.unref()
  }

  function stop(): void {
    for (const timer of timers) clearInterval(timer)
    timers = []
  }

  const ends = live.onEnded(ended => tell('ended', ended))

  return {
    join(response, isWelcome) {
      watchers.set(response, isWelcome)
      response.once('close', () => {
        watchers.delete(response)
        if (watchers.size === 0) stop()
      })
      response.write(`retry: ${AGAIN_MS}\n\n`)
      begin()
      void snapshot().then(
        found => watchers.has(response) && send(response, eventText('now', found)),
        error => log.error({ error }, 'how it stands could not be told'),
      )
    },
    get isFull() {
      return isOver || watchers.size >= MOST_WATCHERS
    },
    snapshot,
    [Symbol.dispose]() {
      isOver = true
      ends[Symbol.dispose]()
      for (const response of [...watchers.keys()]) leave(response)
      stop()
    },
  }
}

/** JSON has no line breaks of its own. */
const eventText = (event: string, data: unknown): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
