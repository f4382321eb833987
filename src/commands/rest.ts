// The loop's rest between two cycles, which news may end early.

import { setTimeout as sleep } from 'node:timers/promises'

export interface Rest {
  /** Ends when the time is over, on the signal, or soon after `end`. @returns whether there was news */
  take(ms: number, signal: AbortSignal): Promise<boolean>
  /** There is news: this rest is over soon, or the next if none is taken now. */
  end(): void
}

/** News comes in bursts, and Notion's queries lag behind it: one cycle answers a burst. */
const SETTLE_MS = 3000

export function openRest(settleMs = SETTLE_MS): Rest {
  let news = Promise.withResolvers<void>()
  return {
    async take(ms, signal) {
      const over = new AbortController()
      const pause = (length: number) =>
        sleep(length, undefined, { signal: AbortSignal.any([signal, over.signal]) }).catch(() => {})
      const isNews = await Promise.race([
        pause(ms).then(() => false),
        news.promise.then(() => pause(settleMs)).then(() => true),
      ])
      over.abort()
      news = Promise.withResolvers<void>()
      return isNews
    },
    end: () => news.resolve(),
  }
}
