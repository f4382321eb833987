// What a cycle did, as data.

import type { Outcome, OutcomeKind } from '../model/outcome.ts'

export interface Entry {
  kind: 'track' | 'task' | 'sync' | 'playlist' | 'eagle' | 'wish'
  id: string
  label: string
  handler: string
  /** Why it went to that handler. */
  because: string
  outcome: Outcome
  ms: number
}

export interface CycleReport {
  entries: Entry[]
  /** Steps that could not be done at all. */
  problems: { step: string; reason: string; mends: boolean }[]
  /** Tasks that nothing can do. */
  leftAlone: { id: string; title: string; because: string }[]
  /** What rules on trial would send elsewhere; undefined: none are on trial. */
  wouldMove?: { id: string; title: string; from: string; to: string; because: string }[]
  waiting: { id: string; label: string; because: string }[]
  /** What became of tasks that agents had. */
  handoffs: { id: string; label: string; text: string }[]
  requests: number
  ms: number
  /** Milliseconds of a clock that nobody sets. */
  startedAt: number
}

export const emptyReport = (): CycleReport => ({
  entries: [],
  problems: [],
  leftAlone: [],
  waiting: [],
  handoffs: [],
  requests: 0,
  ms: 0,
  startedAt: performance.now(),
})

export function count(report: CycleReport, kind: OutcomeKind): number {
  return report.entries.filter(entry => !isOfOthers(entry) && entry.outcome.kind === kind).length
}

/**
 * 1 when something failed that a retry may mend, else 0: a row whose input is at fault is told so and is done with, and
 * what waits for Eagle is done but for that.
 */
export function exitCodeOf(report: CycleReport): 0 | 1 {
  const mends = report.entries.some(
    entry => (isPutOff(entry.outcome) && !waitsForEagle(entry)) || entry.outcome.unwritten !== undefined,
  )
  return mends || report.problems.length > 0 ? 1 : 0
}

const isPutOff = ({ kind }: Outcome): boolean => kind === 'retry' || kind === 'blocked'

/** The track itself is done. */
export const waitsForEagle = ({ kind, outcome }: Pick<Entry, 'kind' | 'outcome'>): boolean =>
  kind === 'eagle' && outcome.kind === 'retry' && outcome.free === true

/** Work that consists of the work on tracks, or follows from it; those stand beside it. */
export const isOfOthers = ({ kind }: Pick<Entry, 'kind'>): boolean => kind !== 'track' && kind !== 'task'
