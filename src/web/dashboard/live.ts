// What the loop tells of its work as it goes on: kept in memory, for whoever looks.

import type { Ended, JobKind, Now, RunOutcome } from './api.ts'

/** What the loop says of a piece of work that ended. */
export interface EndedWork {
  kind: JobKind
  id: string
  label: string
  handler: string
  outcome: { kind: RunOutcome; text: string }
  ms: number
}

/** What a cycle found, growing while it goes on. */
export interface CycleFound {
  problems: Now['problems']
  leftAlone: readonly { id: string; title: string; because: string }[]
  waiting: readonly { id: string; label: string; because: string }[]
}

export interface Live {
  expect(tracks: number): void
  progress(subject: string, stage: string, fraction?: number): void
  ended(work: EndedWork): void
  /** Rows were looked for; what comes to light later is put into the same report. */
  polled(found: CycleFound): void
  close(): void

  /** How far the work on a subject is. */
  stageOf(subject: string): { stage: string; fraction: number } | undefined
  readonly batch: Now['batch']
  readonly found: CycleFound
  /** Epoch ms of the last poll. */
  readonly polledAt: number | undefined
  /** Grows with each change. */
  readonly version: number
  onEnded(listener: (ended: Ended) => void): Disposable
}

/** Subjects that never end would pile up: those heard of longest ago go. */
const MOST_SUBJECTS = 500
const NOTHING: CycleFound = { problems: [], leftAlone: [], waiting: [] }

export function openLive(now: () => number = Date.now): Live {
  const stages = new Map<string, { stage: string; fraction: number }>()
  const listeners = new Set<(ended: Ended) => void>()
  let batch: { expected: number; ended: number; since: number } | undefined
  let found = NOTHING
  let polledAt: number | undefined
  let version = 0

  return {
    expect(expected) {
      batch = expected > 0 ? { expected, ended: 0, since: now() } : undefined
      version += 1
    },
    progress(subject, stage, fraction = 0) {
      stages.delete(subject)
      stages.set(subject, { stage, fraction })
      if (stages.size > MOST_SUBJECTS) stages.delete(stages.keys().next().value ?? '')
      version += 1
    },
    ended({ outcome, kind, id, label, handler, ms }) {
      stages.delete(label)
      if (kind === 'track' && batch) batch = counted(batch)
      version += 1
      const ended = {
        kind,
        id,
        label,
        handler,
        outcome: outcome.kind,
        text: outcome.text,
        at: now(),
        ms: Math.round(ms),
      }
      for (const listener of listeners) listener(ended)
    },
    polled(report) {
      found = report
      polledAt = now()
      version += 1
    },
    close() {},
    stageOf: subject => stages.get(subject),
    get batch() {
      return batch
    },
    get found() {
      return found
    },
    get polledAt() {
      return polledAt
    },
    get version() {
      return version
    },
    onEnded(listener) {
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
  }
}

/** Done with the last it is no batch any more. */
function counted(batch: { expected: number; ended: number; since: number }): Now['batch'] {
  const ended = batch.ended + 1
  return ended < batch.expected ? { ...batch, ended } : undefined
}
