// All Notion traffic: the official SDK behind one lane, with one retry loop and the house's error classes.

import { Client, LogLevel } from '@notionhq/client'
import pRetry from 'p-retry'
import { Limited, Transient } from '../errors.ts'
import { type Lane, openLane } from '../lanes/lane.ts'
import type { Log } from '../log.ts'
import { translate } from './translate.ts'

export interface NotionOptions {
  token: string
  baseUrl: string
  requestsPerMinute: number
  /** The local workspace's, or the global one. */
  fetch?: typeof globalThis.fetch
  log: Log
  signal: AbortSignal
  /** Milliseconds until an answer must be complete. */
  timeoutMs?: number
  /** First wait of the retry loop in milliseconds. */
  firstWaitMs?: number
}

export interface Notion {
  /** A read, or a write of absolute values: may be repeated after any transient failure. */
  repeatable<T>(call: (client: Client) => Promise<T>): Promise<T>
  /** A write that must not happen twice (create, append): repeated only after a refusal that wrote nothing. */
  once<T>(call: (client: Client) => Promise<T>): Promise<T>
  readonly requests: number
  readonly lane: Lane
  close(): Promise<void>
}

const API_VERSION = '2025-09-03'
const ATTEMPTS = 4
const SECOND = 1000
/** A Notion that was away after all attempts gets one attempt a call for so long: nobody waits for each step anew. */
const AWAY_MS = 15 * SECOND

export function openNotion(options: NotionOptions): Notion {
  const lane = openLane({ requests: options.requestsPerMinute, windowMs: 60 * SECOND, maxConcurrent: 4 })
  const client = new Client({
    auth: options.token,
    baseUrl: options.baseUrl,
    notionVersion: API_VERSION,
    retry: false,
    timeoutMs: 2 * (options.timeoutMs ?? 60 * SECOND),
    fetch: boundedFetch(options),
    logLevel: LogLevel.WARN,
    logger: (_level, message) => {
      if (/dropp|unknown|ignor/i.test(message)) throw new Error(`the Notion SDK dropped an argument: ${message}`)
    },
  })

  let awayUntil = 0

  async function send<T>(call: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await lane.run(() => call(client), options.signal)
    } catch (error) {
      options.signal.throwIfAborted()
      const fault = translate(error)
      if (fault instanceof Limited) lane.park(fault.until, fault.message)
      throw fault
    }
  }

  /** A rate limit costs no attempt: the lane is parked and the same call waits in it. */
  async function throughLimits<T>(call: (client: Client) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await send(call)
      } catch (error) {
        if (!(error instanceof Limited)) throw error
        options.log.warn({ until: new Date(error.until).toISOString() }, 'Notion asked to wait')
      }
    }
  }

  return {
    async repeatable(call) {
      try {
        return await pRetry(() => throughLimits(call), {
          retries: Date.now() < awayUntil ? 0 : ATTEMPTS - 1,
          minTimeout: options.firstWaitMs ?? SECOND / 2,
          maxTimeout: 15 * SECOND,
          randomize: true,
          signal: options.signal,
          shouldRetry: ({ error }) => error instanceof Transient,
          onFailedAttempt: ({ error, attemptNumber }) => {
            if (error instanceof Transient)
              options.log.debug({ attempt: attemptNumber, reason: error.message }, 'a Notion request failed')
          },
        })
      } catch (error) {
        if (error instanceof Transient) awayUntil = Date.now() + AWAY_MS
        throw error
      }
    },
    once: throughLimits,
    get requests() {
      return lane.sent
    },
    lane,
    close: () => lane.close(),
  }
}

/** The SDK's own time-out neither ends the request nor covers the body; this one does both, and ends with the program. */
function boundedFetch(options: NotionOptions): typeof globalThis.fetch {
  const send = options.fetch ?? globalThis.fetch
  return (input, init) =>
    send(input, {
      ...init,
      signal: AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs ?? 60 * SECOND)]),
    })
}
