// What the dashboard is given of the running program: its state, its files, and how an order is carried out.

import type { App } from '../app.ts'
import { dueFrom } from '../model/due.ts'
import { performAct } from '../orchestrator/acts/perform-act.ts'
import type { Now } from '../web/dashboard/api.ts'
import { addDashboard, type DashboardDeps } from '../web/dashboard/open-dashboard.ts'
import type { WatchDeps } from '../web/open-web.ts'
import type { DoorsOptions } from './open-doors.ts'

type Given = Pick<DashboardDeps, 'readiness' | 'now'> & Pick<DoorsOptions, 'pulse' | 'live' | 'onJobs' | 'onWake'>

export function dashboardPages(app: App, given: Given): NonNullable<WatchDeps['addPages']> {
  const { tools, config, log } = app
  const { settings } = config
  const act: DashboardDeps['act'] = async (wanted, order) => {
    const answer = await performAct(tools, wanted, {
      by: 'dashboard',
      order,
      readyStatuses: settings.TASK_READY_STATUSES,
    })
    log.info({ act: wanted, ...answer }, 'something was ordered on the dashboard')
    given.onJobs()
    if (wanted.kind === 'unignore') given.onWake() // its row has to be found again
    return answer
  }
  return (pages, guard) =>
    addDashboard(pages, guard, {
      tools,
      live: given.live,
      pulse: given.pulse,
      readiness: given.readiness,
      now: given.now,
      workspace: app.workspace ? 'local' : 'Notion',
      places: [
        { place: 'library', path: config.libraryDir },
        { place: 'state', path: config.varDir },
      ],
      sync: () => syncOf(app),
      token: settings.DASHBOARD_TOKEN,
      act,
      log,
    })
}

async function syncOf({ lastRun, config: { settings } }: App): Promise<Now['sync']> {
  const { MUSIC_SYNC_ENABLED: enabled, MUSIC_SYNC_INTERVAL: intervalSeconds, MUSIC_SYNC_SCHEDULE: schedule } = settings
  const last = await lastRun.read()
  const next = dueFrom(last, { intervalSeconds, schedule })
  return {
    enabled,
    ...(last !== undefined && { last: last * 1000 }),
    ...(enabled && last !== undefined && Number.isFinite(next) && { next: next * 1000 }),
  }
}
