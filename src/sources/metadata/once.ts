// The same question is asked once: its answer is kept, and who asks while it is under way waits for it.

import { isFault } from '../../errors.ts'

export type Once<T> = (key: string, signal: AbortSignal, ask: () => Promise<T>) => Promise<T>

/** A run that goes on for days hears what is new. */
const LONGEST_MS = 3600_000

interface Kept<T> {
  answer: Promise<T>
  at: number
}

/** Of more answers than `most`, the one longest not asked for is let go. Failures are not kept. */
export function openOnce<T>(most: number, now = () => performance.now()): Once<T> {
  const kept = new Map<string, Kept<T>>()

  function keep(key: string, it: Kept<T>): void {
    kept.delete(key)
    kept.set(key, it)
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
  }

  function begin(key: string, ask: () => Promise<T>): Promise<T> {
    const it = { answer: ask(), at: now() }
    keep(key, it)
    it.answer.catch(() => kept.get(key) === it && kept.delete(key))
    return it.answer
  }

  return async (key, signal, ask) => {
    for (;;) {
      signal.throwIfAborted()
      const it = kept.get(key)
      if (!it || now() - it.at > LONGEST_MS) return await begin(key, ask)
      keep(key, it)
      try {
        return await unlessAborted(it.answer, signal)
      } catch (error) {
        signal.throwIfAborted()
        if (isFault(error)) throw error
        if (kept.get(key) === it) kept.delete(key)
        // whoever asked was stopped before the answer came
      }
    }
  }
}

async function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = Promise.withResolvers<never>()
  const stop = () => stopped.reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([answer, stopped.promise])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
