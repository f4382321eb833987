// What is opened at its first use.

/** Opens once and keeps what was opened; a failure is not kept. */
export function onceOpen<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined
  return () => {
    opened ??= open().catch(error => {
      opened = undefined
      throw error
    })
    return opened
  }
}
