// Who may still work on a started job: a lease that is renewed while this process lives, reckoned by a clock nobody sets.

import type { Job } from '../model/job.ts'
import type { Queue } from './queue.ts'

/** A started job in this process's hands. */
export interface Lease extends Disposable {
  /** Aborted when the job is lost. */
  readonly signal: AbortSignal
  /** @throws when the job is not this start's any more: nothing may be done for it */
  check(): void
}

export interface LeaseOptions {
  queue: Pick<Queue, 'holds' | 'release'>
  /** Milliseconds that only go forward. */
  monotonic?: () => number
  leaseMs?: number
  /** @throws when another machine may have all jobs */
  requireSeat?: () => void
}

/** The job was given to another start: this process stood still for longer than its lease. */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
}

const LEASE_MS = 120_000
/** Renewals within one lease. */
const BEATS = 4

export interface Leases extends Disposable {
  take(job: Job): Lease
}

export function openLeases({ queue, requireSeat, ...times }: LeaseOptions): Leases {
  const { monotonic = () => performance.now(), leaseMs = LEASE_MS } = times
  const held = new Map<number, { job: Job; until: number; lost: AbortController }>()

  /** A process that slept finds its leases over before it can renew them. */
  function beat(): void {
    for (const [id, lease] of held) {
      if (monotonic() < lease.until) {
        lease.until = monotonic() + leaseMs
        continue
      }
      held.delete(id)
      lease.lost.abort(new LeaseLost(`${lease.job.label}: its lease ran out`))
      void queue.release(lease.job).catch(() => {}) // the next start of the program finds it running and takes it back
    }
  }

  const timer = setInterval(beat, leaseMs / BEATS)
  timer.unref()
  return {
    take(job) {
      const lease = { job, until: monotonic() + leaseMs, lost: new AbortController() }
      held.set(job.id, lease)
      return {
        signal: lease.lost.signal,
        check() {
          requireSeat?.()
          if (monotonic() >= lease.until) beat()
          lease.lost.signal.throwIfAborted()
          if (!queue.holds(job)) throw new LeaseLost(`${job.label}: another start has it`)
        },
        [Symbol.dispose]() {
          if (held.get(job.id) === lease) held.delete(job.id)
        },
      }
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
