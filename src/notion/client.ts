// All Notion traffic: the official SDK behind one lane, with one retry loop and the house's error classes.

import { Client, LogLevel } from '@notionhq/client'
import { type Lane, openLane, type Turn } from '../lanes/lane.ts'
import type { Log } from '../log.ts'
import { NotionLimit } from './faults.ts'
import { type Memory, openPauseMemory } from './memory.ts'
import { openRetry, type Retry } from './retry.ts'
import { translate } from './translate.ts'

export interface NotionOptions {
  token: string
  baseUrl: string
  requestsPerMinute: number
  /** The local workspace's, or the global one. */
  fetch?: typeof globalThis.fetch
  log: Log
  signal: AbortSignal
  /** What is known from one run to the next; default: nothing. */
  memory?: Memory
  /** Milliseconds until an answer must be complete. */
  timeoutMs?: number
  /** First wait of the retry loop in milliseconds. */
  firstWaitMs?: number
  /** Waits in milliseconds before each look for a row that may have been made. */
  probeWaitsMs?: readonly number[]
  /** Length of the window that holds `requestsPerMinute`; a minute. */
  windowMs?: number
}

/** How a call stands in the queue: bulk reads wait for urgent calls, which may spend the whole budget. */
export type CallKind = Pick<Turn, 'urgent' | 'endpoint'>

export interface Notion {
  /** One request, sent again only after a limit, which lets nothing through. */
  once<T>(call: (client: Client) => Promise<T>, kind?: CallKind): Promise<T>
  /** A read: repeated after any passing failure. */
  repeatable<T>(call: (client: Client) => Promise<T>, kind?: CallKind): Promise<T>
  /** The retry loop, for attempts of more than one request. */
  readonly persist: Retry
  readonly probeWaitsMs: readonly number[]
  readonly memory: Memory
  readonly log: Log
  readonly signal: AbortSignal
  readonly requests: number
  readonly lane: Lane
  close(): Promise<void>
}

const API_VERSION = '2025-09-03'
const SECOND = 1000
const FORGETFUL: Memory = { recall: () => undefined, remember: () => {} }

export function openNotion(options: NotionOptions): Notion {
  const { log, signal, memory = FORGETFUL, firstWaitMs = SECOND / 2 } = options
  const lane = openLane({
    requests: options.requestsPerMinute,
    windowMs: options.windowMs ?? 60 * SECOND,
    maxConcurrent: concurrencyFor(options.requestsPerMinute),
  })
  const client = openClient(options)
  const persist = openRetry({ firstWaitMs, log, signal })
  const pauses = openPauseMemory(memory, options)
  const kept = pauses.load(Date.now())
  if (kept) {
    lane.park(kept)
    log.warn({ until: new Date(kept.until).toISOString() }, `Notion asked an earlier run to wait: ${kept.reason}`)
  }

  function obey(limit: NotionLimit, { endpoint }: CallKind): void {
    const pause = { until: limit.until, reason: limit.message }
    log.warn({ until: new Date(limit.until).toISOString(), scope: limit.scope }, 'Notion asked to wait')
    if (limit.scope === 'endpoint' && endpoint) {
      lane.park(pause, endpoint)
      return
    }
    if (limit.scope === 'connection') lane.yieldToOthers(limit.until)
    lane.park(pause)
    pauses.save(pause, Date.now())
  }

  /** A limit costs no attempt: the lane is parked and the same call waits in it. */
  async function once<T>(call: (client: Client) => Promise<T>, kind: CallKind = {}): Promise<T> {
    for (;;) {
      try {
        return await lane.run(() => call(client), { ...kind, signal })
      } catch (error) {
        signal.throwIfAborted()
        const fault = translate(error)
        if (!(fault instanceof NotionLimit)) throw fault
        obey(fault, kind)
      }
    }
  }

  return {
    once,
    repeatable: (call, kind) => persist(() => once(call, kind)),
    persist,
    probeWaitsMs: options.probeWaitsMs ?? [SECOND, 4 * SECOND, 15 * SECOND],
    memory,
    log,
    signal,
    get requests() {
      return lane.sent
    },
    lane,
    close: () => lane.close(),
  }
}

function openClient(options: NotionOptions): Client {
  return new Client({
    auth: options.token,
    baseUrl: options.baseUrl,
    notionVersion: API_VERSION,
    retry: false,
    timeoutMs: 2 * (options.timeoutMs ?? 60 * SECOND),
    fetch: boundedFetch(options),
    logLevel: LogLevel.WARN,
    logger: (_level, message, extra) => {
      if (!('unknownParams' in extra)) return // any other warning comes with an error
      throw new Error(`the Notion SDK dropped an argument: ${message}: ${extra.unknownParams}`)
    },
  })
}

/** Enough that a budget can be spent although each answer takes a second or two. */
const concurrencyFor = (requestsPerMinute: number) => Math.min(20, Math.max(4, Math.ceil(requestsPerMinute / 30)))

/** The SDK's own time-out neither ends the request nor covers the body; this one does both, and ends with the program. */
function boundedFetch(options: NotionOptions): typeof globalThis.fetch {
  const send = options.fetch ?? globalThis.fetch
  return (input, init) =>
    send(input, {
      ...init,
      signal: AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs ?? 60 * SECOND)]),
    })
}
