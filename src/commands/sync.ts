// The music sync, now; or the sync of playlists.

import { runOnePlaylist, runSyncOnly } from '../orchestrator/cycle.ts'
import { nextRow, planCycle, planPlaylists } from '../orchestrator/plan.ts'
import { noView } from '../orchestrator/view.ts'
import { cycleDeps } from './cycle-deps.ts'
import { printPlan } from './plan.ts'
import { printReport } from './print-report.ts'
import { openDisplay } from './progress.ts'
import { type GlobalFlags, withApp } from './with-app.ts'

export async function sync(flags: GlobalFlags & { playlists: boolean }): Promise<number> {
  const display = openDisplay(flags)
  return withApp(
    flags,
    async running => {
      if (flags.dryRun && flags.playlists) return printPlan(flags, await planPlaylists(running.app.tools))
      if (flags.dryRun) {
        const rows = await planCycle(cycleDeps(running, noView, { sync: 'force' }))
        const ready = rows.filter(({ kind, would }) => kind === 'track' && would !== 'nothing')
        return printPlan(flags, [...rows.filter(({ kind }) => kind === 'sync'), nextRow('next row', ready.length)])
      }
      const deps = cycleDeps(running, display, { sync: 'force' })
      const report = flags.playlists ? await runOnePlaylist(deps, { next: true }) : await runSyncOnly(deps)
      display.close()
      return printReport(flags, report, running, { looks: 'all' })
    },
    { print: display.print },
  )
}
