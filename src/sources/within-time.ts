// One limit for a whole piece of work, told apart from the caller's own stop.

import { Transient } from '../errors.ts'

/** @throws the signal's reason when the caller stopped it, Transient when the time ran out. */
export async function withinTime<T>(
  signal: AbortSignal,
  limitMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const limit = new AbortController()
  const late = new Transient(`the download did not finish within ${Math.round(limitMs / 1000)} s`)
  const timer = setTimeout(() => limit.abort(late), limitMs)
  try {
    return await work(AbortSignal.any([signal, limit.signal]))
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    clearTimeout(timer)
  }
}
