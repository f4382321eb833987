// What services say of the release and what is measured in the files, for rows that lack it.

import { releaseWords } from '../model/enrichment.ts'
import { type Track, trackLabel } from '../model/track.ts'
import { measuredWords } from '../model/unmeasured.ts'
import { enrichRows } from '../orchestrator/enrich-rows.ts'
import { findLacking } from '../orchestrator/find-lacking.ts'
import { findUnmeasured } from '../orchestrator/find-unmeasured.ts'
import { findUnlinked } from '../orchestrator/link-artists.ts'
import type { PlannedRow } from '../orchestrator/plan.ts'
import type { Tools } from '../tools.ts'
import { cycleDeps } from './cycle-deps.ts'
import { printPlan } from './plan.ts'
import { printReport } from './print-report.ts'
import { openDisplay } from './progress.ts'
import { type GlobalFlags, wholeNumber, withApp } from './with-app.ts'

export interface EnrichFlags extends GlobalFlags {
  limit: number
}

export async function enrich(flags: EnrichFlags): Promise<number> {
  const limit = wholeNumber('--limit', flags.limit, 1) ?? 1
  const display = openDisplay(flags)
  return withApp(
    flags,
    async running => {
      const { tools } = running.app
      if (!tools.metadata) running.app.log.warn({}, NOBODY_ASKED)
      if (flags.dryRun) return printPlan(flags, await planned(tools, limit))
      const report = await enrichRows(cycleDeps(running, display), limit)
      display.close()
      return printReport(flags, report, running)
    },
    { print: display.print },
  )
}

const NOBODY_ASKED =
  'no service is asked for metadata: METADATA_PROVIDERS names none (unset, a local workspace has none)'

async function planned(tools: Tools, limit: number): Promise<PlannedRow[]> {
  const unmeasured = await findUnmeasured(tools, limit)
  const lacking = tools.metadata ? await findLacking(tools, limit) : []
  const unlinked = await findUnlinked(tools, limit)
  return [
    ...unmeasured.map(({ row, lacks }) => plan(row, 'measure', measuredWords(lacks))),
    ...lacking.map(({ row, lacks }) => plan(row, 'enrich', releaseWords(lacks))),
    ...unlinked.map(row => plan(row, 'link to artists', 'a link to its artists')),
  ]
}

const plan = (row: Track, would: string, lacks: string): PlannedRow => ({
  kind: 'track',
  id: row.id,
  label: trackLabel(row),
  would,
  because: `it lacks ${lacks}`,
})
