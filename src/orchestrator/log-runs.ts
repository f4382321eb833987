// What a cycle worked on, as a row of Execution-Logs: once, also over a kill and days without Notion.

import { z } from 'zod'
import type { RunLog } from '../notion/run-logs.ts'
import { instanceId } from '../store/instance-id.ts'
import type { NumberedRun } from '../store/ledger.ts'
import type { Tools } from '../tools.ts'
import type { Cycle } from './cycle-context.ts'

/** Which runs a row tells of: those after `after`, up to `last`. */
const Span = z.object({ after: z.number(), last: z.number() })

const LOGGED = 'execution logs: last run told'
const BEGUN = 'execution logs: row begun'
/** More are told in rows of their own. */
const MOST_RUNS = 500

/** A row for what ended since the last one; nothing ended, no row. @throws what Notion answers: it is made the next time */
export async function logRuns({ tools, begunAt }: Pick<Cycle, 'tools' | 'begunAt'>): Promise<void> {
  if (!tools.runLogs) return
  begin(tools, begunAt)
  for (let span = nextSpan(tools); span; span = nextSpan(tools)) {
    const runs = tools.ledger.runsAfter(span.after, MOST_RUNS).filter(({ id }) => id <= span.last)
    if (runs.length > 0) await (await tools.runLogs()).findOrCreate(runLogOf(runs, instanceId(tools.ledger)))
    await tools.store.commit(() => {
      tools.ledger.setFact(LOGGED, String(span.last))
      tools.ledger.forgetFacts(BEGUN)
    })
  }
}

/** What ended before there was such a database is not told. */
function begin({ ledger }: Tools, begunAt: Date): void {
  if (ledger.fact(LOGGED) === undefined) ledger.setFact(LOGGED, String(ledger.lastRunBefore(begunAt.getTime())))
}

/** A row that was begun is ended as it was begun: its code must find it again. */
function nextSpan({ ledger }: Tools): z.infer<typeof Span> | undefined {
  const begun = ledger.fact(BEGUN)
  if (begun !== undefined) return Span.parse(JSON.parse(begun))
  const after = Number(ledger.fact(LOGGED))
  const last = ledger.runsAfter(after, MOST_RUNS).at(-1)?.id
  if (last === undefined) return undefined
  const span = { after, last }
  ledger.setFact(BEGUN, JSON.stringify(span))
  return span
}

export function runLogOf(runs: readonly NumberedRun[], instance: string): RunLog {
  const [first] = runs
  const last = runs.at(-1)
  const count = (...kinds: string[]) => runs.filter(({ outcome }) => kinds.includes(outcome)).length
  const failures = runs.filter(({ outcome }) => outcome === 'failed')
  return {
    code: `run-${instance}-${first?.id}-${last?.id}`,
    startedAt: new Date(Math.min(...runs.map(({ startedAt }) => startedAt))),
    endedAt: new Date(Math.max(...runs.map(({ endedAt }) => endedAt))),
    status: failures.length === 0 ? 'Success' : failures.length === runs.length ? 'Failed' : 'Partial',
    errors: failures.length,
    warnings: count('retry', 'blocked'),
    summary: summaryOf(runs),
    counts: countsOf(runs),
    failures: failures.map(({ handler, label, reason }) => ({ handler, label, reason })),
  }
}

function summaryOf(runs: readonly NumberedRun[]): string {
  const failed = runs.filter(({ outcome }) => outcome === 'failed').length
  const done = runs.filter(({ outcome }) => outcome === 'done').length
  const lines = runs.map(({ label, outcome, reason }) => `${SIGNS[outcome]} ${label}: ${reason}`)
  return [`${done} done, ${failed} failed, ${runs.length - done - failed} otherwise.`, ...lines].join('\n')
}

const SIGNS = { done: '✓', failed: '✗', retry: '…', blocked: '!', skipped: '–' }

function countsOf(runs: readonly NumberedRun[]): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {}
  for (const { handler, outcome } of runs) {
    counts[handler] ??= {}
    counts[handler][outcome] = (counts[handler][outcome] ?? 0) + 1
  }
  return counts
}
