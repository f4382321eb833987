// How much of a time.

import type { PastRun, Sums } from './report.ts'

export const isTrack = ({ handler }: Pick<PastRun, 'handler'>): boolean => handler === 'track'
export const isWithin = (at: number, from: number, to: number): boolean => at >= from && at < to

/** Each row once, by how its last run ended; one that is to be tried again has not ended. */
export function sumsOf(runs: readonly PastRun[]): Sums {
  const ends = [...lastOf(runs).values()]
  const count = (kind: keyof Sums) => ends.filter(({ outcome }) => outcome === kind).length
  return { done: count('done'), failed: count('failed'), skipped: count('skipped'), blocked: count('blocked') }
}

export function lastOf(runs: readonly PastRun[]): Map<string, PastRun> {
  const ordered = [...runs].sort((a, b) => a.endedAt - b.endedAt)
  return new Map(ordered.map(run => [run.subject, run]))
}

/** Pauses that overlap count once. */
export function closedMs(pauses: readonly { at: number; until: number }[], from: number, to: number): number {
  let closed = 0
  let end = from
  for (const { at, until } of [...pauses].sort((a, b) => a.at - b.at)) {
    const begin = Math.max(at, end)
    const stop = Math.min(until, to)
    if (stop <= begin) continue
    closed += stop - begin
    end = stop
  }
  return closed
}
