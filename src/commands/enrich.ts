// What services say of the release, for rows that lack it.

import { ConfigFault } from '../errors.ts'
import { releaseWords } from '../model/enrichment.ts'
import { trackLabel } from '../model/track.ts'
import { enrichRows } from '../orchestrator/enrich-rows.ts'
import { findLacking } from '../orchestrator/find-lacking.ts'
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
      if (!tools.metadata)
        throw new ConfigFault('METADATA_PROVIDERS names no service to ask (unset, a local workspace has none)')
      if (flags.dryRun) {
        const rows = await findLacking(tools, limit)
        return printPlan(
          flags,
          rows.map(({ row, lacks }) => {
            const because = `it lacks ${releaseWords(lacks)}`
            return { kind: 'track', id: row.id, label: trackLabel(row), would: 'enrich', because }
          }),
        )
      }
      const report = await enrichRows(cycleDeps(running, display), tools.metadata, limit)
      display.close()
      return printReport(flags, report, running)
    },
    { print: display.print },
  )
}
