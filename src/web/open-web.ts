// Both listeners: one for webhooks, one for whoever watches over the program.

import type { FastifyInstance } from 'fastify'
import type { Log } from '../log.ts'
import { addGuard, type Guard } from './guard.ts'
import { type Listener, type ListenOptions, listen } from './listener.ts'
import type { Metrics } from './metrics.ts'
import { addMusicRoute, MUSIC_PATH, type MusicRouteDeps } from './music-route.ts'
import { newApp } from './new-app.ts'
import { addNotionRoute, NOTION_PATH, type NotionRouteDeps } from './notion-route.ts'
import { openGate, RATES, type Rates } from './rate-limit.ts'
import { addWatchRoutes, type WatchRoutesDeps } from './watch-routes.ts'

export type WebhookDeps = Omit<MusicRouteDeps, 'gate'> &
  Omit<NotionRouteDeps, 'gate' | 'onEvent'> & { metrics: Pick<Metrics, 'answered' | 'event'>; rates?: Rates }

type Where = Pick<ListenOptions, 'port' | 'limits'>

export async function serveWebhooks(where: Where, deps: WebhookDeps): Promise<Listener> {
  const { metrics, log, token, rates = RATES } = deps
  if (token === undefined) log.info({}, `WEBHOOK_TOKEN is not set: ${MUSIC_PATH} takes nothing`)
  const app = newApp({ log, onAnswer: metrics.answered })
  addMusicRoute(app, { ...deps, gate: openGate(MUSIC_PATH, rates, log) })
  addNotionRoute(app, { ...deps, gate: openGate(NOTION_PATH, rates, log), onEvent: metrics.event })
  const listener = await listen(app, { ...where, setting: 'WEBHOOK_PORT' })
  log.info({ music: listener.url + MUSIC_PATH, notion: listener.url + NOTION_PATH }, 'webhooks are taken in')
  return listener
}

/** Pages for people on the port that is watched. */
export interface Pages extends Disposable {
  /** Whoever waits for news is told that none comes any more. */
  quiet(): void
}

export type WatchDeps = WatchRoutesDeps & {
  log: Log
  /** Undefined: everybody on this machine may look. */
  token?: string
  /** What is shown to people beside it. */
  addPages?: (app: FastifyInstance, guard: Guard) => Pages
}

export async function serveWatch(where: Where, deps: WatchDeps): Promise<Listener> {
  await using opening = new AsyncDisposableStack()
  const app = newApp(deps)
  const guard = addGuard(app, deps)
  addWatchRoutes(app, deps)
  const pages = deps.addPages?.(app, guard)
  if (pages) opening.use(pages)
  const listener = opening.use(await listen(app, { ...where, setting: 'DASHBOARD_PORT' }))
  deps.log.info({ at: listener.url }, 'the dashboard is there; livez, readyz and metrics are answered')
  const open = opening.move()
  return {
    ...listener,
    [Symbol.asyncDispose]() {
      pages?.quiet()
      return open.disposeAsync()
    },
  }
}
