// How often somebody may be wrong: some times at once, then now and then.

export interface Attempts {
  /** Milliseconds until there may be another try; 0: now. */
  msToTry(): number
  wrong(): void
}

const AT_ONCE = 10
const EVERY_MS = 15_000

export function openAttempts(monotonic: () => number = () => performance.now()): Attempts {
  let left = AT_ONCE
  let at = monotonic()
  const grow = () => {
    const now = monotonic()
    left = Math.min(AT_ONCE, left + (now - at) / EVERY_MS)
    at = now
  }
  return {
    msToTry() {
      grow()
      return left >= 1 ? 0 : Math.ceil((1 - left) * EVERY_MS)
    },
    wrong() {
      grow()
      left = Math.max(0, left - 1)
    },
  }
}
