// The next tracks that want work, and nothing else.

import { runTrackBatch } from '../orchestrator/cycle.ts'
import { planCycle } from '../orchestrator/plan.ts'
import { noView } from '../orchestrator/view.ts'
import { cycleDeps } from './cycle-deps.ts'
import { printPlan } from './plan.ts'
import { printReport } from './print-report.ts'
import { openDisplay } from './progress.ts'
import { type GlobalFlags, wholeNumber, withApp } from './with-app.ts'

export async function batch(flags: GlobalFlags & { limit?: number }): Promise<number> {
  const trackLimit = wholeNumber('--limit', flags.limit, 1)
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
