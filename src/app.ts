// Opens everything once and closes it in reverse. The only place that constructs.

import { accessSync, constants, existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Seat } from './cluster/seat.ts'
import { type Config, HOME_DIR, hideSecrets, secretsOf } from './config.ts'
import { ConfigFault, messageOf } from './errors.ts'
import { armFailpoints } from './failpoint.ts'
import { isInside } from './library/trash.ts'
import { hasMarker } from './library/volume.ts'
import { type Log, type LogLevel, openLog } from './log.ts'
import { trackKey } from './model/job.ts'
import { openChannels } from './notify/channels.ts'
import { type Notion, openNotion } from './notion/client.ts'
import { openTools } from './open-tools.ts'
import { type LastRun, openLastRun } from './orchestrator/last-run.ts'
import { type LoadedHandlers, loadHandlers } from './orchestrator/load-handlers.ts'
import { type Notices, noNotices, openNotices } from './orchestrator/notices/open-notices.ts'
import { openStore } from './store/database.ts'
import { lockInstance } from './store/instance-lock.ts'
import { openLedger } from './store/ledger.ts'
import { leaveLog } from './store/log-position.ts'
import { makePrivateFolder } from './store/private.ts'
import { recoverStore } from './store/recover.ts'
import type { Tools } from './tools.ts'
import { noUpkeep, openUpkeep, takeUp, type Upkeep } from './upkeep.ts'
import type { Workspace } from './workspace/workspace.ts'

export interface App extends AsyncDisposable {
  config: Config
  log: Log
  tools: Tools
  notion: Notion
  handlers: LoadedHandlers
  lastRun: LastRun
  upkeep: Upkeep
  /** Tells people what changed. */
  notices: Notices
  /** Undefined with a token. */
  workspace?: Workspace
}

export interface AppOptions {
  logLevel: LogLevel
  /** Nothing outside logs/ is written. */
  dryRun: boolean
  /** Works beside a running instance: rows may be written, the program's own state is left alone. */
  beside?: boolean
  signal: AbortSignal
  /** Where short log lines go; stderr by default. */
  print?: (line: string) => void
  handlersDir?: string
  /** With REDIS_URL: this machine coordinates. */
  seat?: Seat
}

export async function createApp(config: Config, options: AppOptions): Promise<App> {
  hideSecrets()
  armFailpoints(config.failpoints)
  await using opening = new AsyncDisposableStack()
  if (!options.dryRun) requireFolder(config.varDir)
  else if (isInside(config.varDir, config.logsDir)) makePrivateFolder(config.varDir)
  requireFolder(config.logsDir)
  const log = openLog({
    dir: config.logsDir,
    level: options.logLevel,
    secrets: secretsOf(config),
    print: options.print,
  })
  opening.defer(() => log.close())
  const keepsOff = options.dryRun || options.beside === true
  const lock = keepsOff ? undefined : opening.use(lockInstance(config.varDir))
  const recovery =
    lock &&
    recoverStore(config.varDir, {
      log,
      now: new Date(),
      diedBefore: lock.diedBefore,
      library: !options.seat?.hasState && hasMarker(config.libraryDir) ? config.libraryDir : undefined,
    })
  const store = options.seat
    ? opening.use(await options.seat.openState(log))
    : opening.use(openStore(config.varDir, keepsOff))
  if (!options.seat && !keepsOff) leaveLog(store.database)
  lock?.storeIsOpen()
  const ledger = openLedger(store.database)
  const workspace = config.settings.NOTION_TOKEN ? undefined : await openLocalWorkspace(config, options.dryRun, log)
  opening.defer(() => workspace?.close())
  const memory = { recall: ledger.fact, remember: keepsOff ? () => {} : ledger.setFact }
  const notion = openNotion({ ...notionOptions(config, workspace, options), memory, log, signal: options.signal })
  opening.defer(() => notion.close())
  const handlers = await loadHandlers(options.handlersDir ?? join(HOME_DIR, 'handlers'))
  for (const { file, reason } of handlers.refused) log.warn({ file, reason }, 'a handler was refused')
  const own = openTools({
    config,
    store,
    ledger,
    notion,
    log,
    workspace,
    handlers: namesOf(handlers),
    readOnly: keepsOff,
    requireSeat: options.seat?.check,
  })
  opening.defer(() => own.lanes.close())
  const nameOf = (page: string) => own.queue.running(trackKey(page))?.label
  const tools = { ...own, ...options.seat?.tools({ log, checkLibrary: own.library.check, nameOf }) }
  if (!keepsOff) await takeUp(tools, log)
  const channels = openChannels(config)
  const notices = opening.use(
    keepsOff ? noNotices : openNotices({ config, tools, log, channels, notion, mended: recovery?.why }),
  )
  const lastRun = openLastRun({
    varDir: config.varDir,
    machine: `${hostname()} ${config.varDir}`,
    memory: { recall: ledger.fact, remember: (name, value) => store.commit(() => ledger.setFact(name, value)) },
    log,
    readOnly: keepsOff,
  })
  const closing = opening.move()
  return {
    config,
    log,
    tools,
    notion,
    handlers,
    lastRun,
    upkeep: keepsOff
      ? noUpkeep
      : openUpkeep({ varDir: config.varDir, tools, log, tell: config.settings.VERIFY_REPORT, recovery }),
    notices,
    workspace,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

/** Also those that are there and broken: a rule may speak of them. */
const namesOf = ({ handlers, refused }: LoadedHandlers) => [
  ...handlers.map(({ name }) => name),
  ...refused.map(({ file }) => file.replace(/\.ts$/, '')),
]

/** @throws ConfigFault when the folder is not there and cannot be made */
function requireFolder(dir: string): void {
  try {
    makePrivateFolder(dir)
    accessSync(dir, constants.W_OK)
  } catch (error) {
    throw new ConfigFault(`the folder ${dir} cannot be written: ${messageOf(error)}`)
  }
}

/** First use makes the databases and demo rows whose audio is made on the spot. */
export async function openLocalWorkspace(config: Config, dryRun: boolean, log?: Log): Promise<Workspace> {
  const { openWorkspace } = await import('./workspace/workspace.ts')
  const file = join(config.varDir, 'workspace.db')
  if (existsSync(file)) return openWorkspace({ file, readOnly: dryRun })
  log?.info({}, 'no NOTION_TOKEN: working in a local workspace, made now with five demo songs')
  const { demoSongs, makeDemoAudio } = await import('./workspace/demo/demo-audio.ts')
  const { addDemoRows } = await import('./workspace/demo/demo-rows.ts')
  const { writeTags } = await import('./audio/tags/write.ts')
  const demoDir = join(config.varDir, 'demo')
  const songs = dryRun ? demoSongs(demoDir) : await makeDemoAudio(demoDir, (path, tags) => writeTags(path, 'wav', tags))
  const workspace = openWorkspace({ file, readOnly: dryRun })
  if (workspace.isNew)
    await addDemoRows(
      workspace,
      songs.map(song => ({ ...song, url: pathToFileURL(song.file).href })),
    )
  return workspace
}

/** A whole window of the budget is waited for; in a longer pause, and what is urgent sooner, a job gives its place back. */
const PATIENCE_MS = { urgent: 15_000, bulk: 75_000 }

function notionOptions(config: Config, workspace: Workspace | undefined, { dryRun, seat }: AppOptions) {
  const { NOTION_TOKEN, NOTION_BASE_URL, NOTION_REQUESTS_PER_MINUTE } = config.settings
  const send = workspace?.fetch ?? globalThis.fetch
  return {
    token: NOTION_TOKEN ?? 'local',
    baseUrl: NOTION_BASE_URL,
    requestsPerMinute: workspace ? 1_000_000 : NOTION_REQUESTS_PER_MINUTE,
    fetch: dryRun ? readsOnly(send) : seat ? onlyFrom(seat, send) : send,
    patience: PATIENCE_MS,
    probeWaitsMs: workspace ? [0] : undefined,
  }
}

/** A machine that stood still does not ask before it knows whether it still coordinates. */
function onlyFrom(seat: Seat, send: typeof fetch): typeof fetch {
  return async (input, init) => {
    seat.check()
    return send(input, init)
  }
}

/** A dry run cannot write, even by a mistake. */
function readsOnly(send: typeof fetch): typeof fetch {
  return (input, init) => {
    const method = init?.method?.toUpperCase() ?? 'GET'
    if (method === 'GET' || (method === 'POST' && String(input).endsWith('/query'))) return send(input, init)
    throw new Error(`a dry run does not write: ${method} ${input}`)
  }
}
