// All Notion traffic: the official SDK behind one lane, with one retry loop and the house's error classes.

import { Client, LogLevel } from '@notionhq/client'
import { InputFault } from '../errors.ts'
import { type Lane, openLane, type Turn } from '../lanes/lane.ts'
import type { Log } from '../log.ts'
import { openBar } from './bar.ts'
import { Barred, NotionLimit } from './faults.ts'
import { boundedFetch } from './fetch.ts'
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
  /** Milliseconds until an answer must be complete; half of it until it must have begun. */
  timeoutMs?: number
  /** First wait of the retry loop in milliseconds. */
  firstWaitMs?: number
  /** Waits in milliseconds before each look for a row that may have been made. */
  probeWaitsMs?: readonly number[]
  /** Milliseconds until a database that pauses may be looked at again. */
  lookAgainMs?: number
  /** Milliseconds a call waits for its turn before it gives its place back as Limited; default: as long as it takes. */
  patience?: { urgent: number; bulk: number }
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
  /** For how long a table's columns are taken to be as they were looked at last, where much depends on it. */
  readonly lookAgainMs: number
  readonly log: Log
  readonly signal: AbortSignal
  readonly requests: number
  readonly lane: Lane
  /** Why Notion refuses this connection, while it does. */
  readonly refusal: Barred | undefined
  close(): Promise<void>
}

export const API_VERSION = '2025-09-03'
const SECOND = 1000
const FORGETFUL: Memory = { recall: () => undefined, remember: () => {} }

export function openNotion(options: NotionOptions): Notion {
  const { log, signal, memory = FORGETFUL, firstWaitMs = SECOND / 4 } = options
  const lane = openLane({
    requests: options.requestsPerMinute,
    windowMs: options.windowMs ?? 60 * SECOND,
    maxConcurrent: concurrencyFor(options.requestsPerMinute),
  })
  const client = openClient(options)
  const bar = openBar(log)
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

  /** Calls that waited for their turn while the connection was refused are not sent. */
  async function passing<T>(call: (client: Client) => Promise<T>): Promise<T> {
    bar.pass()
    return call(client)
  }

  /** A limit costs no attempt: the lane is parked and the same call waits in it. */
  async function once<T>(call: (client: Client) => Promise<T>, kind: CallKind = {}): Promise<T> {
    const patienceMs = kind.urgent ? options.patience?.urgent : options.patience?.bulk
    for (;;) {
      try {
        const answer = await lane.run(() => passing(call), { ...kind, signal, patienceMs })
        bar.accepted()
        return answer
      } catch (error) {
        signal.throwIfAborted()
        const fault = translate(error)
        if (fault instanceof Barred && fault !== bar.fault) bar.refused(fault)
        if (fault instanceof InputFault) bar.accepted()
        if (!(fault instanceof NotionLimit)) throw fault
        obey(fault, kind)
      }
    }
  }

  return {
    once,
    repeatable: (call, kind) => persist(() => once(call, kind)),
    persist,
    probeWaitsMs: options.probeWaitsMs ?? [5 * SECOND, 25 * SECOND, 60 * SECOND],
    memory,
    lookAgainMs: options.lookAgainMs ?? 30 * SECOND,
    log,
    signal,
    get requests() {
      return lane.sent
    },
    lane,
    get refusal() {
      return bar.fault
    },
    close: () => lane.close(),
  }
}

function openClient(options: NotionOptions): Client {
  const { signal, timeoutMs: totalMs = 60 * SECOND } = options
  const bounds = { signal, totalMs, headersMs: totalMs / 2 }
  return new Client({
    auth: options.token,
    baseUrl: options.baseUrl,
    notionVersion: API_VERSION,
    retry: false,
    timeoutMs: 2 * totalMs,
    fetch: boundedFetch(options.fetch ?? globalThis.fetch, bounds),
    logLevel: LogLevel.WARN,
    logger: (_level, message, extra) => {
      if (!('unknownParams' in extra)) return // any other warning comes with an error
      throw new Error(`the Notion SDK dropped an argument: ${message}: ${extra.unknownParams}`)
    },
  })
}

/** Enough that a budget can be spent although each answer takes a second or two. */
const concurrencyFor = (requestsPerMinute: number) => Math.min(20, Math.max(4, Math.ceil(requestsPerMinute / 30)))
