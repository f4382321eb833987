// A lane: one rate-limited outside service. It spends the service's budget exactly and can be parked.

import { setTimeout as sleep } from 'node:timers/promises'
import Bottleneck from 'bottleneck'

export interface LaneOptions {
  /** Requests allowed in any window of `windowMs`. */
  requests: number
  windowMs: number
  maxConcurrent: number
}

export interface Lane {
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** No request leaves before `until` (epoch ms). */
  park(until: number, reason: string): void
  readonly parked: { until: number; reason: string } | undefined
  /** Requests sent so far. */
  readonly sent: number
  close(): Promise<void>
}

/**
 * A sliding window: each request takes one of `requests` places and gives it back `windowMs` after its answer, so that
 * no window of that length, wherever the service lets it begin, ever holds more than `requests`.
 */
export function openLane(options: LaneOptions): Lane {
  const limiter = new Bottleneck({ reservoir: options.requests, maxConcurrent: options.maxConcurrent })
  const returns = new Set<NodeJS.Timeout>()
  let parked: { until: number; reason: string } | undefined
  let sent = 0

  function giveBackLater(): void {
    const timer = setTimeout(() => {
      returns.delete(timer)
      void limiter.incrementReservoir(1)
    }, options.windowMs)
    timer.unref()
    returns.add(timer)
  }

  async function untilUnparked(signal?: AbortSignal): Promise<void> {
    while (parked && parked.until > Date.now())
      await sleep(Math.min(parked.until - Date.now(), 60_000), undefined, { signal })
    parked = undefined
  }

  return {
    run: (work, signal) =>
      limiter.schedule(async () => {
        signal?.throwIfAborted()
        await untilUnparked(signal)
        sent += 1
        try {
          return await work()
        } finally {
          giveBackLater()
        }
      }),
    park(until, reason) {
      if (!parked || until > parked.until) parked = { until, reason }
    },
    get parked() {
      return parked
    },
    get sent() {
      return sent
    },
    async close() {
      for (const timer of returns) clearTimeout(timer)
      await limiter.disconnect()
    },
  }
}
