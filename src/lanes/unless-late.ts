// Waiting for a turn that may come too late.

import { addAbortListener } from 'node:events'

export interface Patience {
  /** Once its turn has come, nothing but its own end ends it. */
  isWaiting: () => boolean
  signal: AbortSignal
  ms: number
  late: () => Error
}

/** @throws the signal's reason, or `late()` when the turn has not come within `ms` */
export async function unlessLate<T>(turn: Promise<T>, { isWaiting, signal, ms, late }: Patience): Promise<T> {
  const stopped = Promise.withResolvers<never>()
  const stop = (reason: () => unknown) => {
    if (isWaiting()) stopped.reject(reason())
  }
  const timer = Number.isFinite(ms) ? setTimeout(() => stop(late), Math.max(0, ms)) : undefined
  try {
    using _listener = addAbortListener(signal, () => stop(() => signal.reason))
    return await Promise.race([turn, stopped.promise])
  } finally {
    clearTimeout(timer)
  }
}
