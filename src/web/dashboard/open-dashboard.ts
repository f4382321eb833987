// The dashboard: what it reads, and its routes on the port that watches over the program.

import type { FastifyInstance } from 'fastify'
import type { Log } from '../../log.ts'
import type { Act, ActAnswer } from '../../model/act.ts'
import { quarantineAt } from '../../pipeline/quarantine.ts'
import { watchTouched } from '../../store/touched-jobs.ts'
import type { Tools } from '../../tools.ts'
import type { Guard } from '../guard.ts'
import type { Pages } from '../open-web.ts'
import type { Pulse } from '../pulse.ts'
import type { Now } from './api.ts'
import { type Answers, addApiRoutes } from './api-routes.ts'
import { addAssetRoutes, readAssets } from './assets.ts'
import { openCharts } from './charts.ts'
import { openDayReader } from './day-figures.ts'
import { type Events, openEvents } from './events.ts'
import { openFailures } from './failures.ts'
import { openJobRows } from './job-rows.ts'
import type { Live } from './live.ts'
import { addLoginRoutes } from './login-routes.ts'
import { addMediaRoutes } from './media-routes.ts'
import { openNow } from './now.ts'
import { oneByOne } from './one-by-one.ts'
import { openRunRows } from './run-rows.ts'
import { openStoredCosts } from './stored-costs.ts'
import { openTaskRows } from './task-rows.ts'
import { trackDetail } from './track-detail.ts'
import { openTrackFiles } from './track-files.ts'
import { openCatalogue } from './tracks/catalogue.ts'

export type DashboardTools = Pick<
  Tools,
  | 'store'
  | 'journal'
  | 'judged'
  | 'searches'
  | 'merges'
  | 'outbox'
  | 'verified'
  | 'knownPlaylists'
  | 'lanes'
  | 'ownFile'
  | 'waveformsDir'
  | 'quarantineDir'
  | 'cluster'
>

export interface DashboardDeps {
  tools: DashboardTools
  live: Live
  pulse: Pulse
  readiness: () => Promise<string[]>
  workspace: Now['workspace']
  /** Where the library and the program's state lie. */
  places: { place: Now['disk'][number]['place']; path: string }[]
  sync: () => Promise<Now['sync']>
  /** Carries out an order. @param order by it the same one is known again */
  act: (act: Act, order: string | undefined) => Promise<ActAnswer>
  token?: string
  log: Log
  now: () => number
  /** Of the days in charts; default: this machine's. */
  zone?: string
}

const NO_TOKEN = 'DASHBOARD_TOKEN is not set: with one, what is shown here can be acted on'

export function addDashboard(app: FastifyInstance, guard: Guard, deps: DashboardDeps): Pages {
  using opening = new DisposableStack()
  const { token, log } = deps
  const assets = readAssets()
  const whyNoActs = token === undefined ? NO_TOKEN : undefined
  const { answers, events } = openAnswers({ ...deps, whyNoActs }, opening)
  addAssetRoutes(app, assets)
  addLoginRoutes(app, { token, sessions: guard.sessions, page: assets.page('login.html'), log })
  addApiRoutes(app, { answers, events, guard, whyNoActs, act: deps.act })
  addMediaRoutes(app, openTrackFiles(deps.tools))
  const open = opening.move()
  return { quiet: () => events[Symbol.dispose](), [Symbol.dispose]: () => open.dispose() }
}

function openAnswers(
  deps: DashboardDeps & { whyNoActs: string | undefined },
  opening: DisposableStack,
): { answers: Answers; events: Events } {
  const { tools, live, log, now, zone = Intl.DateTimeFormat().resolvedOptions().timeZone } = deps
  const { database } = tools.store
  const touched = opening.use(watchTouched(database))
  const catalogue = opening.use(
    openCatalogue({ database, touched, waiting: () => live.found.waiting, waitingAt: () => live.polledAt }),
  )
  const jobs = openJobRows(database)
  const runs = openRunRows(database)
  const stand = openNow({
    ...deps,
    database,
    jobs,
    catalogue,
    lanes: tools.lanes,
    cluster: tools.cluster,
    signsIn: deps.token !== undefined,
    quarantine: async () => {
      const { count, bytes } = await quarantineAt(tools.quarantineDir)
      return { files: count, bytes }
    },
  })
  const storeVersion = () => touched.version + (tools.cluster?.version ?? 0)
  const events = opening.use(openEvents({ stand, live, storeVersion, now, log }))
  const charts = openCharts({ days: openDayReader(database, zone), catalogue, zone, now })
  const failures = openFailures({ ...tools, catalogue, jobs })
  const costs = openStoredCosts(database)
  const detailDeps = { ...tools, jobs, runs, costs, isLocal: deps.workspace === 'local', lineOf: catalogue.line }
  const answers: Answers = {
    now: events.snapshot,
    tracks: oneByOne(async question => {
      await catalogue.ready()
      return catalogue.page(question)
    }),
    track: id => trackDetail(id, detailDeps),
    async failures(page) {
      await catalogue.ready()
      return failures(page)
    },
    tasks: openTaskRows(database, jobs, live),
    runs: runs.page,
    charts,
  }
  return { answers, events }
}
