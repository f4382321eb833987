// What the steps of a cycle share: its report, which rows it has claimed, how an ending is recorded.

import { isFault, messageOf } from '../errors.ts'
import type { Handler, HandlerContext } from '../handler.ts'
import type { Log } from '../log.ts'
import type { Repeat } from '../model/due.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Tools } from '../tools.ts'
import type { LastRun } from './last-run.ts'
import { type CycleReport, type Entry, emptyReport } from './report.ts'
import type { View } from './view.ts'

export interface CycleDeps {
  tools: Tools
  handlers: readonly Handler[]
  lastRun: LastRun
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
  concurrency: number
  /** Most tracks of one cycle; default all. */
  trackLimit?: number
}

export const SYNC_HANDLER = 'music-sync'
export const TRACK_HANDLER = 'track'

export interface Cycle extends CycleDeps {
  report: CycleReport
  context: HandlerContext
  /** Runs a step; one that fails is reported and the others go on. */
  step<T>(name: string, work: () => Promise<T>): Promise<T | undefined>
}

export function newCycle(deps: CycleDeps): Cycle {
  const { tools, log, signal, view } = deps
  const report = emptyReport()
  const claimed = new Set<string>()
  const claimRow = (id: string) => !claimed.has(id) && Boolean(claimed.add(id))
  const trackEnded: HandlerContext['trackEnded'] = (id, label, outcome, ms) =>
    record(deps, report, {
      kind: 'track',
      id,
      label,
      handler: TRACK_HANDLER,
      because: 'the row wants work',
      outcome,
      ms,
    })
  const context: HandlerContext = { tools, log, signal, claimRow, trackEnded, progress: view.progress }
  return {
    ...deps,
    report,
    context,
    async step(name, work) {
      if (signal.aborted) return undefined
      try {
        return await work()
      } catch (error) {
        if (signal.aborted) return undefined
        if (!isFault(error)) log.error({ step: name, error }, 'an unexpected fault')
        report.problems.push({
          step: name,
          reason: messageOf(error),
          mends: isFault(error) && error.errorClass !== 'Input',
        })
        return undefined
      }
    },
  }
}

/** Runs a piece of work and records how it ended. */
export async function timed(
  cycle: Cycle,
  entry: Omit<Entry, 'outcome' | 'ms'>,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const started = performance.now()
  const outcome = await work()
  record(cycle, cycle.report, { ...entry, outcome, ms: performance.now() - started })
  return outcome
}

function record({ view, log }: CycleDeps, report: CycleReport, entry: Entry): void {
  report.entries.push(entry)
  const { outcome, ms, ...rest } = entry
  log.note({ ...rest, outcome: outcome.kind, reason: outcome.text, ms: Math.round(ms) }, 'a piece of work has ended')
  view.ended(entry)
}
