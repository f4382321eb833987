// How often somebody may guess the token: some times at once, then now and then. The same wrong one again is no new guess,
// so that a program with an old token keeps nobody out.

import { createHash } from 'node:crypto'

export interface Attempts {
  /** Milliseconds until there may be another try; 0: now. */
  msToTry(): number
  wrong(given: string): void
}

const AT_ONCE = 10
const EVERY_MS = 15_000
const MOST_KNOWN = 100

export function openAttempts(monotonic: () => number = () => performance.now()): Attempts {
  let left = AT_ONCE
  let at = monotonic()
  const known = new Set<string>()
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
    wrong(given) {
      const sum = createHash('sha256').update(given).digest('base64url')
      if (known.has(sum)) return
      known.add(sum)
      for (const oldest of [...known].slice(0, -MOST_KNOWN)) known.delete(oldest)
      grow()
      left = Math.max(0, left - 1)
    },
  }
}
