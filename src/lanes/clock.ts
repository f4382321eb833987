// Time as a lane needs it: the time people read, which may be set, and two clocks that nobody sets.

import { addAbortListener } from 'node:events'
import { uptime } from 'node:os'

/** Milliseconds that only go forward. */
export interface SteadyClock {
  /** Exact, but it stands still while the machine sleeps. */
  steady(): number
  /** Goes on while the machine sleeps, but is coarse: some systems count whole seconds. */
  uptime(): number
}

export interface Clock extends SteadyClock {
  /** Epoch ms. */
  now(): number
}

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  uptime: () => uptime() * 1000,
}

/** A moment to come, by both clocks that nobody sets. */
export interface Deadline {
  steadyAt: number
  uptimeAt: number
}

const COARSE_MS = 2000

/** @param coarseMs by how much the coarse clock is given more time; 0 where too early is better than too late */
export const deadlineIn = (clock: SteadyClock, ms: number, coarseMs = COARSE_MS): Deadline => ({
  steadyAt: clock.steady() + ms,
  uptimeAt: clock.uptime() + ms + coarseMs,
})

/** Zero or less when it is over. */
export const msLeft = (clock: SteadyClock, deadline: Deadline): number =>
  Math.min(deadline.steadyAt - clock.steady(), deadline.uptimeAt - clock.uptime())

/** @throws the signal's reason when it ends first */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, Math.ceil(ms))
  try {
    using _listener = addAbortListener(signal, () => reject(signal.reason))
    await promise
  } finally {
    clearTimeout(timer)
  }
}
