// Waiting for Eagle: what it was given comes to be there some time after it said yes.

import { sleep } from '../lanes/clock.ts'

export interface Patience {
  /** How long an item may take to be there with its size. */
  appearMs: number
  /** How long an add whose answer was lost may still take effect. */
  landMs: number
  /** Between two looks; doubled each time, up to eightfold. */
  lookEveryMs: number
}

export const USUAL_PATIENCE: Patience = { appearMs: 30_000, landMs: 30_000, lookEveryMs: 250 }

/** Looks until it sees something. @returns undefined when that did not come to pass in `ms` */
export async function lookUntil<T>(
  look: () => Promise<T | undefined>,
  { ms, lookEveryMs, signal }: { ms: number; lookEveryMs: number; signal: AbortSignal },
): Promise<T | undefined> {
  const end = performance.now() + ms
  for (let pause = lookEveryMs; ; pause = Math.min(pause * 2, lookEveryMs * 8)) {
    const seen = await look()
    const left = end - performance.now()
    if (seen !== undefined || left <= 0) return seen
    await sleep(Math.min(pause, left), signal)
  }
}
