// How many requests any window of time may hold, for bulk and for urgent calls, and what another client leaves of it.

import Bottleneck from 'bottleneck'

export interface BudgetOptions {
  /** Requests allowed in any window of `windowMs`, all clients together. */
  requests: number
  windowMs: number
  maxConcurrent: number
}

export interface Budget {
  /**
   * Runs `work` in its turn, urgent work first. With `mayGo()` false when its turn comes, nothing runs and nothing is spent.
   * @returns the answer, or undefined when nothing ran
   */
  spend<T>(turn: { urgent: boolean; mayGo: () => boolean }, work: () => Promise<T>): Promise<{ answer: T } | undefined>
  /** The service refused a request before `until` (epoch ms) although the own count had room: another client spends too. */
  yieldToOthers(until: number): void
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
export function openBudget({ requests, windowMs, maxConcurrent }: BudgetOptions): Budget {
  const whole = new Bottleneck({ reservoir: requests, maxConcurrent })
  const bulk = new Bottleneck({ reservoir: bulkPart(requests) }).chain(whole)
  const timers = new Set<NodeJS.Timeout>()
  const openedAt = performance.now()
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
    if (performance.now() >= yieldedUntil) setShare(Math.min(requests, share + step))
    if (share < requests) later(windowMs, growBack)
  }

  return {
    spend: ({ urgent, mayGo }, work) =>
      (urgent ? whole : bulk).schedule({ priority: urgent ? URGENT : BULK }, async () => {
        if (!mayGo()) {
          giveBack(urgent)
          return undefined
        }
        let answered = 0
        try {
          const answer = await work()
          answered = 1
          return { answer }
        } finally {
          answeredInWindow += answered
          later(windowMs, () => {
            answeredInWindow -= answered
            giveBack(urgent)
          })
        }
      }),
    yieldToOthers(until) {
      const now = performance.now()
      // In the first window an earlier run of this program may be what the service still counts.
      if (now < openedAt + windowMs || now < yieldedUntil) return
      const ms = Math.max(0, until - Date.now())
      yieldedUntil = now + ms
      if (share === requests) later(Math.min(ms, LONGEST_TIMER) + windowMs, growBack)
      setShare(Math.max(least, Math.min(answeredInWindow, share - step)))
    },
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
