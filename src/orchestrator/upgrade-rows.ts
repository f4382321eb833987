// Better sources for finished rows, one row after the other: fetching and decoding take all there is already.

import { isFault } from '../errors.ts'
import { later, type Outcome } from '../model/outcome.ts'
import { outcomeOf } from '../model/outcome-of.ts'
import { qualityWords } from '../model/true-quality.ts'
import { finishReplacements } from '../pipeline/upgrade/replace.ts'
import { upgradeRow } from '../pipeline/upgrade/upgrade-row.ts'
import { sendWaiting } from './cycle.ts'
import { type Cycle, type CycleDeps, newCycle, record } from './cycle-context.ts'
import { findUpgradable, type UpgradableRow } from './find-upgradable.ts'
import { finishImports } from './imports.ts'
import type { CycleReport } from './report.ts'

/** So many rows in a row for which somebody could not be asked: the services are away. */
const MOST_SILENT = 3

/** @param limit at most so many rows are looked at */
export async function upgradeRows(deps: CycleDeps, limit?: number): Promise<CycleReport> {
  using cycle = newCycle(deps)
  await cycle.step('unsent writes', () => sendWaiting(cycle))
  await cycle.step('better files', () => finishReplacements(cycle.tools, cycle.log))
  await cycle.step('better sources', () => upgradeAll(cycle, limit))
  await finishImports(cycle)
  cycle.report.ms = performance.now() - cycle.report.startedAt
  return cycle.report
}

async function upgradeAll(cycle: Cycle, limit?: number): Promise<void> {
  const rows = findUpgradable(cycle.tools)
    .filter(({ isDue }) => isDue)
    .slice(0, limit)
  cycle.view.expect(rows.length)
  let silent = 0
  for (const row of rows) {
    if (cycle.signal.aborted || silent >= MOST_SILENT) break
    const startedAt = performance.now()
    const outcome = await upgradeOne(cycle, row)
    if (cycle.signal.aborted && outcome.kind === 'retry') return
    silent = outcome.kind === 'retry' || outcome.kind === 'blocked' ? silent + 1 : 0
    const because = `it is made of ${qualityWords(row.have.quality)}`
    const ms = performance.now() - startedAt
    record(cycle, { kind: 'track', id: row.have.page, label: row.label, handler: 'upgrade', because, outcome, ms })
  }
  if (silent >= MOST_SILENT)
    cycle.report.problems.push({ step: 'better sources', reason: 'no service answers; the others wait', mends: true })
}

/** Ends in an outcome whatever happens. */
async function upgradeOne({ tools, log, signal, view }: Cycle, { have, label }: UpgradableRow): Promise<Outcome> {
  view.progress(label, 'better source')
  try {
    return await upgradeRow(have, {
      tools,
      log,
      signal,
      progress: fraction => view.progress(label, 'better source', fraction),
      spend: () => {},
      check: () => {},
    })
  } catch (error) {
    if (signal.aborted) return later('stopped')
    if (!isFault(error)) log.error({ track: have.page, error }, 'an unexpected fault')
    return outcomeOf(error, 1, tools.now().getTime())
  }
}
