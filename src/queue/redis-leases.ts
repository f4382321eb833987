// Who may still work on a job that another machine may take: BullMQ's lock, and our own reckoning of it by a clock nobody sets.

import type { Job as Kept, Worker } from 'bullmq'
import { type Lease, LeaseLost } from './leases.ts'

export interface RedisLeases extends Disposable {
  /** @param since when the lock was asked for, by the monotonic clock: it never counts from later than Redis does */
  take(kept: Kept, token: string, since: number): void
  of(id: number): Lease
  /** The start that this process holds. */
  held(id: number): { kept: Kept; token: string; lost: AbortSignal } | undefined
  /** That start is over. */
  drop(id: number, token: string): void
}

interface Held {
  kept: Kept
  token: string
  until: number
  lost: AbortController
}

/** Renewals within one lease. */
const BEATS = 3

export function openRedisLeases(
  worker: Pick<Worker, 'extendJobLocks'>,
  { leaseMs, monotonic }: { leaseMs: number; monotonic: () => number },
): RedisLeases {
  const held = new Map<number, Held>()

  function lose(id: number, why: string): void {
    const lease = held.get(id)
    held.delete(id)
    lease?.lost.abort(new LeaseLost(`${lease.kept.data.label}: ${why}`))
  }

  /** A process that slept, or was cut off from Redis, finds its leases over by itself. */
  function endOld(): void {
    for (const [id, { until }] of held) if (monotonic() >= until) lose(id, 'its lease ran out')
  }

  async function renew(): Promise<void> {
    endOld()
    const asked = [...held]
    if (asked.length === 0) return
    const since = monotonic()
    const ids = asked.map(([id]) => String(id))
    const tokens = asked.map(([, { token }]) => token)
    const refused = new Set(await worker.extendJobLocks(ids, tokens, leaseMs))
    for (const [id, lease] of asked) {
      if (held.get(id) !== lease) continue // it ended meanwhile
      if (refused.has(String(id))) lose(id, 'another start has it')
      else lease.until = Math.max(lease.until, since + leaseMs)
    }
  }

  const beats = [
    setInterval(() => void renew().catch(() => {}), leaseMs / BEATS), // away: the leases end by themselves
    setInterval(endOld, Math.min(1000, leaseMs / BEATS / 2)),
  ]
  for (const beat of beats) beat.unref()
  return {
    take: (kept, token, since) =>
      void held.set(Number(kept.id), { kept, token, until: since + leaseMs, lost: new AbortController() }),
    of(id) {
      const lease = held.get(id)
      if (!lease) throw new LeaseLost(`the job ${id} is not held here`)
      return {
        signal: lease.lost.signal,
        check() {
          endOld()
          lease.lost.signal.throwIfAborted()
        },
        [Symbol.dispose]: () => {},
      }
    },
    held(id) {
      const lease = held.get(id)
      return lease && { kept: lease.kept, token: lease.token, lost: lease.lost.signal }
    },
    drop(id, token) {
      if (held.get(id)?.token === token) held.delete(id)
    },
    [Symbol.dispose]() {
      for (const beat of beats) clearInterval(beat)
    },
  }
}
