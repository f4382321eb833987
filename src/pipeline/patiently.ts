// Work that holds no place others need waits for its turn where it is.

import { setTimeout as sleep } from 'node:timers/promises'
import { Limited } from '../errors.ts'

/** A turn that comes so soon is waited for; a window of Notion's budget is shorter. */
const PATIENCE_MS = 90_000
const LEAST_MS = 100

/** Does it again while a service only asks for a short wait: nothing was sent then. */
export async function patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      signal.throwIfAborted()
      const wait = error instanceof Limited ? error.until - Date.now() : Number.POSITIVE_INFINITY
      if (wait > PATIENCE_MS) throw error
      await sleep(Math.max(wait, LEAST_MS), undefined, { signal })
    }
  }
}
