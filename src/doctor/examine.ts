// The whole examination: opens what there is to look into, reads only, and asks every check.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Config,
  type ConfigSources,
  configOf,
  type Given,
  HOME_DIR,
  hideSecrets,
  isSecret,
  problemsIn,
  readGiven,
} from '../config.ts'
import { messageOf } from '../errors.ts'
import { silentLog } from '../log.ts'
import { openNotion } from '../notion/client.ts'
import { watchClock } from '../notion/connection.ts'
import type { TableIds } from '../notion/tables.ts'
import { loadHandlers } from '../orchestrator/load-handlers.ts'
import type { Schedulers } from '../schedule/schedulers.ts'
import { checkStore } from '../store/check-store.ts'
import { openStore, type Store, storeFile } from '../store/database.ts'
import { openLedger } from '../store/ledger.ts'
import { tableIds } from '../workspace/table-ids.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { type Check, type Finding, failed, ok, runChecks } from './check.ts'
import { modeChecks } from './mode-checks.ts'
import { noticeChecks } from './notice-checks.ts'
import { notionChecks } from './notion-checks.ts'
import { placeChecks } from './place-checks.ts'
import { programChecks } from './program-checks.ts'
import { readBook, ruleChecks } from './rule-checks.ts'
import { scheduleCheck } from './schedule-check.ts'
import { serviceChecks } from './service-checks.ts'
import { settingsChecks } from './settings-checks.ts'
import { type StateDeps, stateChecks } from './state-checks.ts'
import { takeOverChecks } from './take-over-check.ts'
import { webhookChecks } from './webhook-checks.ts'
import type { clusterChecks as checksOfCluster } from './worker-checks.ts'

export interface Examination extends ConfigSources {
  /** The schedulers of this system. */
  schedulers(config: Config): Pick<Schedulers, 'here'>
  signal: AbortSignal
  now?: () => number
  /** How long one check may take. */
  limitMs?: number
  handlersDir?: string
}

const LIMIT_MS = 25_000
/** Shorter ones are no secrets, and stand in every second word. */
const LEAST_SECRET = 6
/** Whoever looks does not wait long to hear that nobody answers. */
const FIRST_WAIT_MS = 100
/** Nobody waits for a pause that Notion asked for: that it did is what is told. */
const PATIENCE = { urgent: 10_000, bulk: 10_000 }

export async function examine(asked: Examination): Promise<Finding[]> {
  const { now = Date.now, limitMs = LIMIT_MS, signal } = asked
  await using open = new AsyncDisposableStack()
  const given = readGiven(asked)
  const config = configOf(sound(given), asked)
  if (!asked.environment) hideSecrets() // programs are asked for their versions
  const { store, ...state } = lookAtStore(config.varDir)
  if (store) open.use(store)
  const facts = factsOf(store)
  const local = await openLocal(config)
  if (local && 'close' in local) open.defer(() => local.close())
  const clock = watchClock(fetchOf(local), now)
  const notion = openNotion({
    token: config.settings.NOTION_TOKEN ?? 'local',
    baseUrl: config.settings.NOTION_BASE_URL,
    requestsPerMinute: config.settings.NOTION_REQUESTS_PER_MINUTE,
    fetch: clock.fetch,
    memory: { recall: facts.fact, remember: () => {} },
    log: silentLog,
    signal,
    patience: PATIENCE,
    firstWaitMs: FIRST_WAIT_MS,
  })
  open.defer(() => notion.close())
  const { handlers, refused } = await loadHandlers(asked.handlersDir ?? join(HOME_DIR, 'handlers'))
  const names = [...handlers.map(({ name }) => name), ...refused.map(({ file }) => file.replace(/\.ts$/, ''))]
  const places = { ...config.ruleFiles, handlers: names }
  const book = readBook(places)
  const agents = 'why' in book ? undefined : book.agents
  const ids = idsOf(config, local)
  const { TASK_READY_STATUSES: readyStatuses } = config.settings
  const checks: Check[] = [
    ...settingsChecks(given),
    ...localCheck(config, local),
    ...(ids
      ? notionChecks({ notion, ids, isLocal: !config.settings.NOTION_TOKEN, clock, readyStatuses, ...lastWrite(store) })
      : []),
    ...programChecks({ settings: config.settings, agents, now }),
    ...(config.settings.REDIS_URL === undefined ? [] : await clusterChecks(config, { isWorker: false })),
    ...takeOverChecks(config, agents?.agents),
    ...serviceChecks(config, now),
    ...placeChecks(config, facts),
    ...modeChecks(config),
    ...stateChecks({ ...state, store, now }),
    ...webhookChecks({ config, store, now }),
    ...noticeChecks(config, store),
    ...ruleChecks({ book, places, refused }),
    scheduleOf(config, asked),
  ]
  return await runChecks(checks, { limitMs, secrets: secretsIn(given) })
}

/** Only what a worker needs. */
export async function examineWorker(asked: Pick<Examination, 'varDir' | 'limitMs' | 'schedulers'>): Promise<Finding[]> {
  const given = readGiven()
  const config = configOf(sound(given), asked)
  hideSecrets()
  const programs = programChecks({ settings: config.settings, agents: undefined, now: Date.now })
  const checks = [
    ...settingsChecks(given),
    ...(await clusterChecks(config, { isWorker: true })),
    ...programs.filter(({ name }) => AUDIO.has(name)),
    scheduleOf(config, asked, { isWorker: true }),
  ]
  return runChecks(checks, { limitMs: asked.limitMs ?? LIMIT_MS, secrets: secretsIn(given) })
}

const scheduleOf = (config: Config, { schedulers }: Pick<Examination, 'schedulers'>, { isWorker = false } = {}) =>
  scheduleCheck({ schedulers: schedulers(config), homeDir: HOME_DIR, shellOnly: config.shellOnly, isWorker })

/** Loaded for machines of a cluster alone. */
const clusterChecks = async (...asked: Parameters<typeof checksOfCluster>) =>
  (await import('./worker-checks.ts')).clusterChecks(...asked)

const AUDIO = new Set(['Node', 'ffmpeg', 'ffprobe', 'fpcalc'])

/** What is wrong counts as not set, so that the rest can be looked at. */
function sound(given: Given): Given {
  const wrong = new Set(problemsIn(given.values).map(({ name }) => name))
  return { ...given, values: Object.fromEntries(Object.entries(given.values).filter(([name]) => !wrong.has(name))) }
}

function lookAtStore(varDir: string): Pick<StateDeps, 'file' | 'found' | 'store'> {
  const file = storeFile(varDir)
  try {
    const found = checkStore(file)
    return { file, found, store: found.state === 'damaged' ? undefined : openStore(varDir, true) }
  } catch (error) {
    return { file, found: { state: 'refused', why: messageOf(error) }, store: undefined }
  }
}

function factsOf(store: Store | undefined) {
  const ledger = store && openLedger(store.database)
  return { fact: (name: string) => ledger?.fact(name), setFact: () => {} }
}

function lastWrite(store: Store | undefined): { lastWriteAt?: number } {
  const at = store?.database.prepare('select max(at) as at from wrote').get()?.at
  return typeof at === 'number' ? { lastWriteAt: at } : {}
}

type Local = Workspace | { why: string } | undefined

/** Without a token: the local workspace, where it was made already. */
async function openLocal({ settings, varDir }: Config): Promise<Local> {
  const file = join(varDir, 'workspace.db')
  if (settings.NOTION_TOKEN || !existsSync(file)) return undefined
  const { openWorkspace } = await import('../workspace/workspace.ts')
  try {
    return openWorkspace({ file, readOnly: true })
  } catch (error) {
    return { why: messageOf(error) }
  }
}

const fetchOf = (local: Local): typeof fetch => (local && 'fetch' in local ? local.fetch : globalThis.fetch)

const WANTED = 'for a Notion workspace of your own: orchestrator init (NOTION_TOKEN, AGENT_TASKS_DB_ID, TRACKS_DB_ID)'

function localCheck({ settings, varDir }: Config, local: Local): Check[] {
  if (settings.NOTION_TOKEN) return []
  const file = join(varDir, 'workspace.db')
  const look = () =>
    local && 'why' in local
      ? [failed(local.why, 'orchestrator workspace reset makes it anew')]
      : [ok(`the local one, ${local ? file : `made at the first run (${file})`}; ${WANTED}`)]
  return [{ name: 'workspace', look }]
}

/** Undefined: there is nothing to look at yet. */
function idsOf({ settings }: Config, local: Local): TableIds | undefined {
  const workspace = local && 'ids' in local ? local : undefined
  return workspace || settings.NOTION_TOKEN ? tableIds({ settings }, workspace) : undefined
}

const secretsIn = ({ values }: Given): string[] =>
  Object.entries(values).flatMap(([name, value]) => (isSecret(name) && value.length >= LEAST_SECRET ? [value] : []))
