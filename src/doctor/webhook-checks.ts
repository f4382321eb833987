// The program's own doors: is each port free or ours, who may come in, and did Notion ever.

import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Store } from '../store/database.ts'
import { runningIn } from '../store/instance-lock.ts'
import { armedUntil, KEY_FILE, keptKey } from '../web/handshake.ts'
import { type Check, failed, ok, type Seen, warning } from './check.ts'
import { portState } from './port-state.ts'

export interface WebhookDeps {
  config: Pick<Config, 'settings' | 'varDir'>
  /** Undefined while it cannot be opened. */
  store: Store | undefined
  now: () => number
}

type PortSetting = 'WEBHOOK_PORT' | 'DASHBOARD_PORT'

const ARM = 'orchestrator serve --arm-webhook, then make the subscription in Notion (docs/webhooks.md)'
const DAY_MS = 86_400_000
const QUIET_MS = 7 * DAY_MS
const OTHERS_MAY = 0o077

export function webhookChecks(deps: WebhookDeps): Check[] {
  const { WEBHOOK_PORT } = deps.config.settings
  const door: Check = { name: 'webhooks', look: () => portSeen('WEBHOOK_PORT', deps) }
  const dashboard: Check = { name: 'dashboard', look: () => portSeen('DASHBOARD_PORT', deps) }
  if (WEBHOOK_PORT === undefined) return [door, dashboard]
  return [
    door,
    { name: 'webhooks: links', look: () => [linksSeen(deps)] },
    { name: 'webhooks: Notion', look: () => notionSeen(deps, WEBHOOK_PORT) },
    dashboard,
  ]
}

async function portSeen(setting: PortSetting, { config }: WebhookDeps): Promise<Seen[]> {
  const { settings, varDir } = config
  const port = settings[setting]
  if (port === undefined) return [unsetSeen(setting, settings)]
  if (settings.WEBHOOK_PORT === settings.DASHBOARD_PORT)
    return [failed(`WEBHOOK_PORT and DASHBOARD_PORT are both ${port}`, `give ${setting} another port`)]
  const where = `port ${port} of this machine`
  const running = runningIn(varDir)
  const state = await portState(port, setting === 'WEBHOOK_PORT' ? 'webhooks' : 'dashboard')
  if (state === 'refused')
    return [failed(`${where} may not be listened on by this user`, `set ${setting} to one from 1024 to 65535`)]
  if (state === 'free' && running && settings.REDIS_URL !== undefined && running.store === undefined)
    return [ok(`${where} is free: the orchestrator that runs waits, and listens there when it coordinates`)]
  if (state === 'free')
    return running
      ? [
          warning(
            `nothing listens at ${where}, and an orchestrator runs (process ${running.pid}, since ${running.since})`,
            `stop it and start it again: it was started before ${setting} was set, or for one cycle`,
          ),
        ]
      : [ok(`${where} is free: the loop listens there when it runs`)]
  if (state === 'ours' && running) return [ok(`the orchestrator that runs listens at ${where}`)]
  const who = state === 'ours' ? 'another orchestrator' : 'another program'
  return [failed(`${who} listens at ${where}`, `stop it, or set ${setting} to a free port`)]
}

const KEYS = {
  WEBHOOK_PORT: ['WEBHOOK_TOKEN', 'NOTION_WEBHOOK_SECRET'],
  DASHBOARD_PORT: ['DASHBOARD_TOKEN'],
} as const
const USUAL = { WEBHOOK_PORT: 8787, DASHBOARD_PORT: 8788 }

/** Keys without a door. */
function unsetSeen(setting: PortSetting, settings: Config['settings']): Seen {
  const there = KEYS[setting].filter(name => settings[name] !== undefined)
  if (there.length === 0) return ok(`off: ${setting} is not set`)
  const says = `off: ${there.join(' and ')} ${there.length === 1 ? 'is' : 'are'} set and ${setting} is not`
  return warning(says, `set ${setting}, e.g. ${setting}=${USUAL[setting]}`)
}

const linksSeen = ({ config }: WebhookDeps): Seen =>
  config.settings.WEBHOOK_TOKEN
    ? ok('taken in from whoever has WEBHOOK_TOKEN')
    : ok('none is taken in: WEBHOOK_TOKEN is not set')

function notionSeen({ config, store, now }: WebhookDeps, port: number): Seen[] {
  const { settings, varDir } = config
  const kept = keptKey(varDir)
  const armed = armedUntil(varDir) ?? 0
  if (armed > now()) return [ok(`a handshake is taken in until ${new Date(armed).toISOString()}`), ...fileSeen(varDir)]
  if (!kept && !settings.NOTION_WEBHOOK_SECRET)
    return settings.WEBHOOK_TOKEN
      ? [ok(`its events are not taken in, as no key is known (to begin: ${ARM})`)]
      : [warning('nobody can send anything: there is no key of Notion, and no WEBHOOK_TOKEN', ARM)]
  const says = settings.NOTION_WEBHOOK_SECRET
    ? 'the key is NOTION_WEBHOOK_SECRET'
    : `the key was taken in at ${new Date(kept?.at ?? 0).toISOString()}`
  return [eventsSeen(says, { last: store ? lastEvent(store) : undefined, port, now: now() }), ...fileSeen(varDir)]
}

function eventsSeen(says: string, { last, port, now }: { last: number | undefined; port: number; now: number }): Seen {
  const way = `see that the tunnel to http://127.0.0.1:${port} is open and that Notion has its address (docs/webhooks.md, Tunnels)`
  if (last === undefined) return warning(`${says}; no event has come yet`, way)
  const at = new Date(last).toISOString()
  return now - last > QUIET_MS
    ? warning(`${says}; the last event came at ${at}`, way)
    : ok(`${says}; the last event came at ${at}`)
}

function lastEvent({ database }: Store): number | undefined {
  const at = database.prepare('select max(at) as at from webhook_event').get()?.at
  return typeof at === 'number' ? at : undefined
}

function fileSeen(varDir: string): Seen[] {
  const file = join(varDir, KEY_FILE)
  if (!existsSync(file) || (statSync(file).mode & OTHERS_MAY) === 0) return []
  return [warning(`others on this machine may read the key in ${file}`, `chmod 600 '${file}'`)]
}
