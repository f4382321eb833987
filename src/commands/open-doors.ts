// The listeners beside the loop, as the settings want them.

import type { App } from '../app.ts'
import { ConfigFault } from '../errors.ts'
import { taskKey, trackKey } from '../model/job.ts'
import { toPageId } from '../model/page-id.ts'
import { openWebhookEvents } from '../store/webhook-events.ts'
import type { Live } from '../web/dashboard/live.ts'
import type { Listener } from '../web/listener.ts'
import type { Known } from '../web/notion-event.ts'
import type { Pulse } from '../web/pulse.ts'

export interface DoorsOptions {
  pulse: Pulse
  /** What the loop tells of its work. */
  live: Live
  /** There are new jobs. */
  onJobs: () => void
  /** Notion says that something may have changed. */
  onWake: () => void
  /** Where a key is said that a person has to paste. */
  say?: (line: string) => void
}

export const wantsDoors = ({ settings }: App['config']): boolean =>
  settings.WEBHOOK_PORT !== undefined || settings.DASHBOARD_PORT !== undefined

/** @throws ConfigFault unless there is a port to listen on */
export function requireDoors(config: App['config']): void {
  if (!wantsDoors(config))
    throw new ConfigFault('nothing is to be served: set WEBHOOK_PORT or DASHBOARD_PORT to a port of this machine')
}

export async function openDoors(app: App, options: DoorsOptions): Promise<AsyncDisposable> {
  await using opening = new AsyncDisposableStack()
  if (!wantsDoors(app.config)) return opening.move()
  const { openMetrics } = await import('../web/metrics.ts')
  const { tools, notion } = app
  const now = () => tools.now().getTime()
  const metrics = openMetrics({ ...tools, notionRequests: () => notion.requests, pulse: options.pulse, now })
  opening.defer(metrics.close)
  const { DASHBOARD_PORT, WEBHOOK_PORT } = app.config.settings
  if (DASHBOARD_PORT !== undefined) opening.use(await openWatch(app, DASHBOARD_PORT, { ...options, metrics, now }))
  if (WEBHOOK_PORT !== undefined) opening.use(await openWebhooks(app, WEBHOOK_PORT, { ...options, metrics, now }))
  return opening.move()
}

interface Opening extends DoorsOptions {
  metrics: ReturnType<typeof import('../web/metrics.ts').openMetrics>
  now: () => number
}

async function openWatch(app: App, port: number, opening: Opening): Promise<Listener> {
  const [{ serveWatch }, { openReadiness }, { dashboardPages }] = await Promise.all([
    import('../web/open-web.ts'),
    import('../web/readiness.ts'),
    import('./dashboard-pages.ts'),
  ])
  const { metrics, pulse, now } = opening
  const { store, ledger, lanes } = app.tools
  const readiness = openReadiness({
    pulse,
    lanes,
    tryWrite: () => store.commit(() => ledger.setFact('state was written', String(now()))),
    refusal: () => app.notion.refusal,
    now,
  })
  const token = app.config.settings.DASHBOARD_TOKEN
  const addPages = dashboardPages(app, { ...opening, readiness })
  return serveWatch({ port }, { metrics, readiness, token, log: app.log, addPages })
}

async function openWebhooks(app: App, port: number, { metrics, onJobs, onWake, say, now }: Opening): Promise<Listener> {
  const [{ serveWebhooks }, { openKeys }] = await Promise.all([
    import('../web/open-web.ts'),
    import('../web/handshake.ts'),
  ])
  const { settings, varDir } = app.config
  return serveWebhooks(
    { port },
    {
      queue: app.tools.queue,
      token: settings.WEBHOOK_TOKEN,
      events: openWebhookEvents(app.tools.store, now),
      keys: openKeys(varDir, settings.NOTION_WEBHOOK_SECRET ?? [], now),
      known: knownOf(app),
      log: app.log,
      metrics,
      now,
      onJobs,
      onWake,
      onKey: (key, pid) => {
        if (pid === process.pid) sayKey(key, say)
      },
    },
  )
}

/** On the terminal alone: no log keeps it. */
export function sayKey(key: string, say: (line: string) => void = line => void process.stderr.write(`${line}\n`)) {
  say(`Notion’s verification token, to be pasted into the webhook’s page in Notion (said this once): ${key}`)
}

/** Databases by their ids; pages, where comments stand, by the work there was for them. */
function knownOf({ config: { settings }, workspace, tools }: App): Known {
  const { AGENT_TASKS_DB_ID, TRACKS_DB_ID, PLAYLISTS_DB_ID, CONTROL_PAGE_ID } = settings
  const ids = workspace ? Object.values(workspace.ids) : [AGENT_TASKS_DB_ID, TRACKS_DB_ID, PLAYLISTS_DB_ID]
  const places = new Set([...ids, CONTROL_PAGE_ID].flatMap(id => (id === undefined ? [] : (toPageId(id) ?? id))))
  const { queue, handoffs } = tools
  return {
    isPlace: id => places.has(toPageId(id) ?? id),
    isPage(id) {
      const page = toPageId(id)
      if (page === undefined) return false
      const keys = [trackKey(page), taskKey(page)]
      return keys.some(key => queue.resting(key) ?? queue.running(key)) || handoffs.knows(page)
    },
  }
}
