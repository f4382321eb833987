// The next tracks that want work, and nothing else; or better sources for finished ones.

import { runTrackBatch } from '../orchestrator/cycle.ts'
import { planCycle } from '../orchestrator/plan.ts'
import { noView } from '../orchestrator/view.ts'
import { cycleDeps } from './cycle-deps.ts'
import { printPlan } from './plan.ts'
import { printReport } from './print-report.ts'
import { openDisplay } from './progress.ts'
import { upgradable } from './upgradable.ts'
import { type GlobalFlags, wholeNumber, withApp } from './with-app.ts'

export interface BatchFlags extends GlobalFlags {
  limit?: number
  only?: 'upgradable'
}

export async function batch(flags: BatchFlags): Promise<number> {
  const trackLimit = wholeNumber('--limit', flags.limit, 1)
  if (flags.only) return upgradable(flags, trackLimit)
  const display = openDisplay(flags)
  return withApp(
    flags,
    async running => {
      if (flags.dryRun) {
        const rows = await planCycle(cycleDeps(running, noView, { sync: 'off' }))
        return printPlan(
          flags,
          rows.filter(({ kind, would }) => kind === 'track' && would !== 'nothing').slice(0, trackLimit),
        )
      }
      const report = await runTrackBatch(cycleDeps(running, display, { trackLimit }))
      display.close()
      return printReport(flags, report, running)
    },
    { print: display.print },
  )
}
