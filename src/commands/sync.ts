// The music sync, now.

import { runSyncOnly } from '../orchestrator/cycle.ts'
import { planCycle } from '../orchestrator/plan.ts'
import { noView } from '../orchestrator/view.ts'
import { cycleDeps } from './cycle-deps.ts'
import { printPlan } from './plan.ts'
import { printReport } from './print-report.ts'
import { openDisplay } from './progress.ts'
import { type GlobalFlags, withApp } from './with-app.ts'

export async function sync(flags: GlobalFlags): Promise<number> {
  const display = openDisplay(flags)
  return withApp(
    flags,
    async running => {
      if (flags.dryRun) {
        const rows = await planCycle(cycleDeps(running, noView, { sync: 'force' }))
        return printPlan(
          flags,
          rows.filter(({ kind }) => kind === 'sync'),
        )
      }
      const report = await runSyncOnly(cycleDeps(running, display, { sync: 'force' }))
      display.close()
      return printReport(flags, report, running, { looks: 'all' })
    },
    { print: display.print },
  )
}
