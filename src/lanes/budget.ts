// How many requests any window of time may hold, for bulk and for urgent calls, and what another client leaves of it.

import Bottleneck from 'bottleneck'
import { type Clock, SYSTEM_CLOCK } from './clock.ts'
import { openPlaces } from './places.ts'

export interface BudgetOptions {
  /** Requests allowed in any window of `windowMs`, all clients together. */
  requests: number
  windowMs: number
  maxConcurrent: number
  clock?: Clock
}

export interface Budget {
  /**
   * Runs `work` in its turn, urgent work first. With `mayGo()` false when its turn comes, nothing runs and nothing is spent.
   * @returns the answer, or undefined when nothing ran
   */
  spend<T>(turn: { urgent: boolean; mayGo: () => boolean }, work: () => Promise<T>): Promise<{ answer: T } | undefined>
  /** The service refused a request before `until` (epoch ms) although the own count had room: another client spends too. */
  yieldToOthers(until: number): void
  /** How many requests may be on their way at once. */
  allowAtOnce(count: number): void
  /** Milliseconds until the window has a place for one more after `ahead` others; 0 when it has one now. */
  msToPlace(turn: { urgent: boolean; ahead: number }): number
  /** Requests a window may hold now. */
  readonly share: number
  close(): Promise<void>
}

/** Bulk calls leave the rest of every window to claims and write-backs. */
const BULK_PART = 0.8
/** How fast the share grows back, in parts of the whole a window, and how small it can get. */
const STEP_PART = 0.05
const LEAST_PART = 0.1
/** A timer of more milliseconds than 32 bits hold would end at once. */
const LONGEST_TIMER = 2 ** 30
const URGENT = 1
const BULK = 5

/**
 * A sliding window: each request takes one place and gives it back `windowMs` after its answer, so that no window of
 * that length, wherever the service lets it begin, ever holds more than `requests`. Bulk requests need a place in a
 * smaller window before.
 */
export function openBudget({ requests, windowMs, maxConcurrent, clock = SYSTEM_CLOCK }: BudgetOptions): Budget {
  const whole = openLimiter({ reservoir: requests, maxConcurrent })
  const bulk = openLimiter({ reservoir: bulkPart(requests) }).chain(whole)
  const places = { whole: openPlaces(clock, windowMs), bulk: openPlaces(clock, windowMs) }
  const timers = new Set<NodeJS.Timeout>()
  const openedAt = clock.steady()
  const step = Math.max(1, Math.round(requests * STEP_PART))
  const least = Math.max(1, Math.round(requests * LEAST_PART))
  let share = requests
  let yieldedUntil = 0
  let answeredInWindow = 0

  function later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      work()
    }, ms)
    timers.add(timer)
  }

  const placesOf = (urgent: boolean) => (urgent ? [places.whole] : [places.whole, places.bulk])

  function giveBack(urgent: boolean): void {
    void whole.incrementReservoir(1)
    if (!urgent) void bulk.incrementReservoir(1)
  }

  function setShare(next: number): void {
    void whole.incrementReservoir(next - share)
    void bulk.incrementReservoir(bulkPart(next) - bulkPart(share))
    share = next
  }

  function growBack(): void {
    if (clock.steady() >= yieldedUntil) setShare(Math.min(requests, share + step))
    if (share < requests) later(windowMs, growBack)
  }

  async function inItsPlace<T>(urgent: boolean, work: () => Promise<T>): Promise<{ answer: T }> {
    const taken = placesOf(urgent)
    for (const place of taken) place.take()
    let answered = 0
    try {
      const answer = await work()
      answered = 1
      return { answer }
    } finally {
      answeredInWindow += answered
      for (const place of taken) place.answered()
      later(windowMs, () => {
        answeredInWindow -= answered
        for (const place of taken) place.giveBack()
        giveBack(urgent)
      })
    }
  }

  return {
    spend: ({ urgent, mayGo }, work) =>
      (urgent ? whole : bulk).schedule({ priority: urgent ? URGENT : BULK }, async () => {
        if (mayGo()) return await inItsPlace(urgent, work)
        giveBack(urgent)
        return undefined
      }),
    yieldToOthers(until) {
      const now = clock.steady()
      // In the first window an earlier run of this program may be what the service still counts.
      if (now < openedAt + windowMs || now < yieldedUntil) return
      const ms = Math.max(0, until - clock.now())
      yieldedUntil = now + ms
      if (share === requests) later(Math.min(ms, LONGEST_TIMER) + windowMs, growBack)
      setShare(Math.max(least, Math.min(answeredInWindow, share - step)))
    },
    allowAtOnce: count => void whole.updateSettings({ maxConcurrent: count }),
    msToPlace: ({ urgent, ahead }) =>
      Math.max(places.whole.msToPlace(share, ahead), urgent ? 0 : places.bulk.msToPlace(bulkPart(share), ahead)),
    get share() {
      return share
    },
    async close() {
      for (const timer of timers) clearTimeout(timer)
      await Promise.all([bulk.disconnect(), whole.disconnect()])
    },
  }
}

const bulkPart = (requests: number) => Math.max(1, Math.floor(requests * BULK_PART))

/**
 * Bottleneck lets nothing out before the time it noted at its last request, by the clock that people set: an hour back,
 * and each request would wait an hour. The spaces between requests are ours to keep, so its own ones point to the past,
 * from a first request on that takes no place.
 */
function openLimiter(options: { reservoir: number; maxConcurrent?: number }): Bottleneck {
  const limiter = new Bottleneck({ ...options, minTime: -LONG_AGO_MS })
  void limiter.schedule({ weight: 0, priority: 0 }, async () => {})
  return limiter
}

const LONG_AGO_MS = 1000 * 365 * 24 * 3600_000
