// How many requests a lane has on their way at once: fewer after each refusal, slowly more again.

import type { Clock } from './clock.ts'

export interface AtOnce {
  readonly allowed: number
  /** The service refused for too many requests. */
  refused(): void
  succeeded(): void
  /** Whether only one may go, as long as it is not known how the service is. */
  oneOnly(on: boolean): void
}

const GROW_EVERY_MS = 60_000

export function openAtOnce(most: number, clock: Clock, apply: (allowed: number) => void): AtOnce {
  let count = most
  let isOneOnly = false
  let changedAt = clock.steady()
  const allowed = () => (isOneOnly ? 1 : count)

  function change(next: number): void {
    count = next
    changedAt = clock.steady()
    apply(allowed())
  }

  return {
    get allowed() {
      return allowed()
    },
    refused: () => change(Math.max(1, Math.floor(count / 2))),
    succeeded() {
      if (count < most && clock.steady() - changedAt >= GROW_EVERY_MS) change(count + 1)
    },
    oneOnly(on) {
      if (on === isOneOnly) return
      isOneOnly = on
      apply(allowed())
    },
  }
}
