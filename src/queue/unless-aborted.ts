// Waiting that ends although Redis does not answer.

import { setTimeout as sleep } from 'node:timers/promises'

/** @throws the signal's reason as soon as it is aborted */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => {}) // it may fail when nobody waits for it any more
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const end = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', end, { once: true })
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', end)
  }
}

/** Closing takes no longer than this: a connection that is dead says no goodbye. */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  const limit = new AbortController()
  const late = sleep(ms, undefined, { signal: limit.signal }).catch(() => {})
  await Promise.race([work.catch(() => {}), late])
  limit.abort()
}
