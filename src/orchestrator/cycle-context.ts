// What the steps of a cycle share: its report, and the dispatcher that records how each job ends.

import { ConfigFault, isFault, messageOf } from '../errors.ts'
import type { Handler } from '../handler.ts'
import type { Log } from '../log.ts'
import type { Repeat } from '../model/due.ts'
import type { FeedSettings } from '../pipeline/feeds/feeds.ts'
import type { Tools } from '../tools.ts'
import { type Dispatcher, openDispatcher } from './dispatch.ts'
import type { LastRun } from './last-run.ts'
import { type CycleReport, type Entry, emptyReport } from './report.ts'
import type { View } from './view.ts'

export interface CycleDeps {
  tools: Tools
  handlers: readonly Handler[]
  lastRun: LastRun
  /** Before work is looked for, and after it is done. */
  upkeep: { lookUp(): Promise<void>; keepCopy(): Promise<void>; verifySome(signal: AbortSignal): Promise<void> }
  log: Log
  signal: AbortSignal
  view: View
  settings: CycleSettings
}

export interface CycleSettings {
  readyStatuses: readonly string[]
  /** `force`: now; `due`: when its interval has passed; `off`: not in this run. */
  sync: 'force' | 'due' | 'off'
  syncRepeat: Repeat
  /** How often likes and playlists are looked at; absent: they are not. */
  feeds?: FeedSettings
  concurrency: number
  /** Whether finished tasks that ask for a review get a task for it; default no. */
  reviews?: boolean
  /** Most tracks of one cycle; default all. */
  trackLimit?: number
}

export interface Cycle extends CycleDeps, Disposable {
  begunAt: Date
  report: CycleReport
  dispatcher: Dispatcher
  /** Runs a step; one that fails is reported and the others go on. */
  step<T>(name: string, work: () => Promise<T>): Promise<T | undefined>
}

export function newCycle(deps: CycleDeps): Cycle {
  const { log, signal } = deps
  const cycle: Cycle = {
    ...deps,
    begunAt: deps.tools.now(),
    report: emptyReport(),
    dispatcher: openDispatcher({
      ...deps,
      onEnd: entry => record(cycle, entry),
      onCrash: (job, error) => problem(job.label, error),
    }),
    async step(name, work) {
      if (signal.aborted) return undefined
      try {
        return await work()
      } catch (error) {
        if (error instanceof ConfigFault) throw error // nothing can be done until a person mends it
        if (!signal.aborted) problem(name, error)
        return undefined
      }
    },
    [Symbol.dispose]: () => cycle.dispatcher[Symbol.dispose](),
  }

  function problem(step: string, error: unknown): void {
    if (!isFault(error)) log.error({ step, error }, 'an unexpected fault')
    const mends = isFault(error) && error.errorClass !== 'Input'
    cycle.report.problems.push({ step, reason: messageOf(error), mends })
  }

  return cycle
}

/** A piece of work has ended. */
export function record({ view, log, report }: Pick<Cycle, 'view' | 'log' | 'report'>, entry: Entry): void {
  const waited = ({ kind, id, outcome }: Entry) =>
    kind === 'track' && id === entry.id && outcome.kind === 'retry' && outcome.free === true
  const before = report.entries.findLastIndex(waited)
  if (before >= 0) report.entries.splice(before, 1) // what only waited is told as it ended
  report.entries.push(entry)
  const { outcome, ms, ...rest } = entry
  log.note({ ...rest, outcome: outcome.kind, reason: outcome.text, ms: Math.round(ms) }, 'a piece of work has ended')
  view.ended(entry)
}
