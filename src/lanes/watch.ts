// Tells when a lane that was found closed may be used again.

export interface Watch {
  /** Whoever asked found these closed. */
  over(names: Iterable<string>): void
  /** Something ended: one of them may be open. */
  look(): void
  stop(): void
}

const LONGEST_TIMER_MS = 60_000

/** @param msToOpen 0 when it is open, infinite when only the end of its work opens it */
export function openWatch(msToOpen: (name: string) => number, onOpen: (name: string) => void): Watch {
  let closed = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  function look(): void {
    clearTimeout(timer)
    const waits = [...closed].map(name => ({ name, ms: msToOpen(name) }))
    const open = waits.filter(({ ms }) => ms <= 0)
    for (const { name } of open) closed.delete(name)
    if (closed.size > 0) {
      const ms = Math.min(LONGEST_TIMER_MS, ...waits.map(wait => wait.ms).filter(wait => wait > 0))
      timer = setTimeout(look, Math.ceil(ms)).unref()
    }
    for (const { name } of open) onOpen(name)
  }

  return {
    over(names) {
      closed = new Set(names)
      look()
    },
    look,
    stop() {
      clearTimeout(timer)
      closed.clear()
    },
  }
}
