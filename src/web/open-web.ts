// Both listeners: one for webhooks, one for whoever watches over the program.

import type { Log } from '../log.ts'
import type { WebhookKeys } from './handshake.ts'
import { type Listener, type ListenOptions, listen } from './listener.ts'
import type { Metrics } from './metrics.ts'
import { addMusicRoute, MUSIC_PATH, type MusicRouteDeps } from './music-route.ts'
import { newApp } from './new-app.ts'
import { addNotionRoute, NOTION_PATH, type NotionRouteDeps } from './notion-route.ts'
import { addWatchRoutes, type WatchRoutesDeps } from './watch-routes.ts'

export type WebhookDeps = MusicRouteDeps &
  Omit<NotionRouteDeps, 'onEvent'> & { keys: WebhookKeys; metrics: Pick<Metrics, 'answered' | 'event'> }

type Where = Pick<ListenOptions, 'port' | 'limits'>

export async function serveWebhooks(where: Where, deps: WebhookDeps): Promise<Listener> {
  const { metrics, log, token } = deps
  if (token === undefined) log.info({}, `WEBHOOK_TOKEN is not set: ${MUSIC_PATH} takes nothing`)
  const app = newApp({ log, onAnswer: metrics.answered })
  addMusicRoute(app, deps)
  addNotionRoute(app, { ...deps, onEvent: metrics.event })
  const listener = await listen(app, { ...where, setting: 'WEBHOOK_PORT' })
  log.info({ music: listener.url + MUSIC_PATH, notion: listener.url + NOTION_PATH }, 'webhooks are taken in')
  return listener
}

export async function serveWatch(where: Where, deps: WatchRoutesDeps & { log: Log }): Promise<Listener> {
  const app = newApp(deps)
  addWatchRoutes(app, deps)
  const listener = await listen(app, { ...where, setting: 'DASHBOARD_PORT' })
  deps.log.info({ at: listener.url }, 'livez, readyz and metrics are answered')
  return listener
}
