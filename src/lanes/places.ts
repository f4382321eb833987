// The places of a sliding window: when the next one comes back.

import type { Clock } from './clock.ts'

export interface Places {
  take(): void
  /** The window of a taken place begins to run out. */
  answered(): void
  giveBack(): void
  /** Milliseconds until one of `size` places is free after `ahead` others took theirs; 0 when one is free now. */
  msToPlace(size: number, ahead: number): number
}

export function openPlaces(clock: Clock, windowMs: number): Places {
  let taken = 0
  /** When answered ones come back, the next one first. */
  const returns: number[] = []
  return {
    take: () => void taken++,
    answered: () => void returns.push(clock.steady() + windowMs),
    giveBack() {
      taken -= 1
      returns.shift()
    },
    msToPlace(size, ahead) {
      const needed = taken + ahead + 1 - size
      if (needed <= 0) return 0
      // more than are answered: one that is still on its way comes back after a whole window at the earliest
      const at = returns[needed - 1]
      return at === undefined ? windowMs : Math.max(0, at - clock.steady())
    },
  }
}
