// A request whose caller gives up: the caller is told at once, what was begun goes on.

/** Rejects with the signal's reason. Work that was begun is not undone, as on any server. */
export async function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  const given = Promise.withResolvers<never>()
  const giveUp = () => given.reject(signal.reason)
  signal.addEventListener('abort', giveUp)
  try {
    return await Promise.race([work(), given.promise])
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}
