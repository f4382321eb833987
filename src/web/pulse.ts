// Whether the loop goes round, by a clock that nobody sets.

export interface Pulse {
  /** A cycle has ended. */
  beat(): void
  /** Cycles that ended. */
  readonly cycles: number
  /** Milliseconds since the last one, or since the start. */
  readonly quietMs: number
  /** Milliseconds that are too long. */
  readonly patienceMs: number
}

const INTERVALS = 3
const LEAST_MS = 60_000

/** @param intervalMs between two cycles */
export function openPulse(intervalMs: number, monotonic: () => number = () => performance.now()): Pulse {
  let at = monotonic()
  let cycles = 0
  return {
    beat() {
      at = monotonic()
      cycles += 1
    },
    get cycles() {
      return cycles
    },
    get quietMs() {
      return monotonic() - at
    },
    patienceMs: Math.max(INTERVALS * intervalMs, LEAST_MS),
  }
}
