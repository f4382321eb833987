// Delayed jobs and when they are due, also by a clock that is set.

import type { DatabaseSync } from 'node:sqlite'

export interface DueDeps {
  database: DatabaseSync
  /** Epoch ms. */
  now: () => number
  /** Milliseconds that only go forward. */
  monotonic: () => number
}

/** A clock that is set back by more is followed. */
const CLOCK_SLACK_MS = 1000

/** None of these opens a transaction. */
export function delayedJobs({ database, now, monotonic }: DueDeps) {
  const promote = database.prepare("update job set state = 'waiting' where state = 'delayed' and run_at <= ?")
  const earliest = database.prepare("select min(run_at) as at from job where state = 'delayed'")
  const bringForward = database.prepare(
    "update job set run_at = run_at - ?1, changed_at = changed_at - ?1 where state = 'delayed'",
  )
  const startAnew = database.prepare(
    "update job set run_at = ? + (run_at - changed_at), changed_at = ? where state = 'delayed' and changed_at > ?",
  )
  /** By how much the clock is ahead of the one that nobody sets. */
  let lead = now() - monotonic()

  return {
    /** Those whose time has come wait from now on. A clock that is set back delays none of them. */
    promote(): number {
      const at = now()
      const back = lead - (at - monotonic())
      if (back > CLOCK_SLACK_MS) bringForward.run(back)
      if (back > CLOCK_SLACK_MS || back < 0) lead -= back
      return Number(promote.run(at).changes)
    },
    /** At start: a clock that was set back meanwhile makes none wait longer than it was to wait. */
    recover() {
      const at = now()
      startAnew.run(at, at, at)
    },
    /** Epoch ms. */
    next(): number | undefined {
      const at = earliest.get()?.at
      return typeof at === 'number' ? at : undefined
    },
  }
}
