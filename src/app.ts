// Opens everything once and closes it in reverse. The only place that constructs.

import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openTriggers } from './agents/triggers.ts'
import { type Config, HOME_DIR, hideSecrets, secretsOf } from './config.ts'
import { ConfigFault, Environment, messageOf } from './errors.ts'
import { openLibrary } from './library/library.ts'
import { type Log, type LogLevel, openLog } from './log.ts'
import { type Notion, openNotion } from './notion/client.ts'
import { type LastRun, lastRunFile } from './orchestrator/last-run.ts'
import { type LoadedHandlers, loadHandlers } from './orchestrator/load-handlers.ts'
import { lockInstance, openDatabase } from './store/database.ts'
import { openLedger } from './store/ledger.ts'
import type { Tools } from './tools.ts'
import type { Workspace } from './workspace/workspace.ts'

export interface App extends AsyncDisposable {
  config: Config
  log: Log
  tools: Tools
  notion: Notion
  handlers: LoadedHandlers
  lastRun: LastRun
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
}

export async function createApp(config: Config, options: AppOptions): Promise<App> {
  hideSecrets()
  await using opening = new AsyncDisposableStack()
  requireFolder(config.logsDir)
  if (!options.dryRun) requireFolder(config.varDir)
  const log = openLog({
    dir: config.logsDir,
    level: options.logLevel,
    secrets: secretsOf(config),
    print: options.print,
  })
  opening.defer(() => log.close())
  const keepsOff = options.dryRun || options.beside === true
  if (!keepsOff) opening.use(disposableLock(config.varDir))
  const database = openDatabase(config.varDir, keepsOff)
  opening.defer(() => database.close())
  const ledger = openLedger(database)
  const workspace = config.settings.NOTION_TOKEN ? undefined : await openLocalWorkspace(config, options.dryRun, log)
  opening.defer(() => workspace?.close())
  const memory = { recall: ledger.fact, remember: keepsOff ? () => {} : ledger.setFact }
  const notion = openNotion({ ...notionOptions(config, workspace, options), memory, log, signal: options.signal })
  opening.defer(() => notion.close())
  const stagingDir = join(config.varDir, 'staging')
  if (!keepsOff) await rm(stagingDir, { recursive: true, force: true }) // what a killed run left
  const handlers = await loadHandlers(options.handlersDir ?? join(HOME_DIR, 'handlers'))
  for (const { file, reason } of handlers.refused) log.warn({ file, reason }, 'a handler was refused')
  const tools: Tools = {
    ...notionTables(config, notion, workspace),
    ...lazyTools(config),
    library: openLibrary(config.libraryDir, ledger),
    triggers: openTriggers(config.triggersDir),
    ledger,
    stagingDir,
    formats: config.settings.AUDIO_FORMATS,
    maxTrackSeconds: config.settings.MAX_TRACK_SECONDS,
    defaultAgent: config.settings.DEFAULT_AGENT,
    now: () => new Date(),
  }
  const lastRun = lastRunFile(config.varDir, log, keepsOff)
  const closing = opening.move()
  return {
    config,
    log,
    tools,
    notion,
    handlers,
    lastRun,
    workspace,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

/** @throws ConfigFault when the folder is not there and cannot be made */
function requireFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true })
    accessSync(dir, constants.W_OK)
  } catch (error) {
    throw new ConfigFault(`the folder ${dir} cannot be written: ${messageOf(error)}`)
  }
}

function disposableLock(varDir: string): Disposable {
  const lock = lockInstance(varDir)
  return { [Symbol.dispose]: () => lock.release() }
}

/** First use makes the two databases and demo rows whose audio is made on the spot. */
export async function openLocalWorkspace(config: Config, dryRun: boolean, log?: Log): Promise<Workspace> {
  const { openWorkspace } = await import('./workspace/workspace.ts')
  const file = join(config.varDir, 'workspace.db')
  if (existsSync(file)) return openWorkspace({ file, readOnly: dryRun })
  log?.info({}, 'no NOTION_TOKEN: working in a local workspace, made now with five demo songs')
  const { demoSongs, makeDemoAudio } = await import('./workspace/demo/demo-audio.ts')
  const { addDemoRows } = await import('./workspace/demo/demo-rows.ts')
  const demoDir = join(config.varDir, 'demo')
  const songs = dryRun ? demoSongs(demoDir) : await makeDemoAudio(demoDir)
  const workspace = openWorkspace({ file, readOnly: dryRun })
  if (workspace.isNew)
    await addDemoRows(
      workspace,
      songs.map(song => ({ ...song, url: pathToFileURL(song.file).href })),
    )
  return workspace
}

function notionOptions(config: Config, workspace: Workspace | undefined, { dryRun }: AppOptions) {
  const { NOTION_TOKEN, NOTION_BASE_URL, NOTION_REQUESTS_PER_MINUTE } = config.settings
  const send = workspace?.fetch ?? globalThis.fetch
  return {
    token: NOTION_TOKEN ?? 'local',
    baseUrl: NOTION_BASE_URL,
    requestsPerMinute: workspace ? 1_000_000 : NOTION_REQUESTS_PER_MINUTE,
    fetch: dryRun ? readsOnly(send) : send,
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

function notionTables(
  config: Config,
  notion: Notion,
  workspace: Workspace | undefined,
): Pick<Tools, 'tasks' | 'tracks'> {
  const { AGENT_TASKS_DB_ID, TRACKS_DB_ID } = config.settings
  const idOf = (id: string | undefined, name: string) => {
    if (!id) throw new Environment(`${name} is not set`)
    return id
  }
  return {
    tasks: onceOpen(async () => {
      const { openTasks } = await import('./notion/tasks.ts')
      return openTasks(notion, workspace?.ids.agentTasks ?? idOf(AGENT_TASKS_DB_ID, 'AGENT_TASKS_DB_ID'))
    }),
    tracks: onceOpen(async () => {
      const { openTracks } = await import('./notion/tracks.ts')
      return openTracks(notion, workspace?.ids.tracks ?? idOf(TRACKS_DB_ID, 'TRACKS_DB_ID'))
    }),
  }
}

/** Modules that an idle cycle does not need are loaded when they are first used. */
function lazyTools(config: Config): Pick<Tools, 'audio' | 'sources'> {
  const { settings } = config
  const audio = onceOpen(async () => {
    const { openAudio } = await import('./audio/audio.ts')
    const timeoutMs = Math.max(600, settings.MAX_TRACK_SECONDS) * 1000
    return openAudio({
      ffmpegBin: settings.FFMPEG_BIN,
      ffprobeBin: settings.FFPROBE_BIN,
      m4aCodec: settings.M4A_CODEC,
      timeoutMs,
    })
  })
  const sources = onceOpen(async () => {
    const { createSources } = await import('./sources/fetch-source.ts')
    return createSources({
      fileRoots: config.fileRoots,
      allowPrivateHosts: settings.ALLOW_PRIVATE_HOSTS,
      maxBytes: settings.MAX_DOWNLOAD_MB * 1024 * 1024,
      maxSeconds: settings.MAX_TRACK_SECONDS,
      downloadTimeoutMs: settings.DOWNLOAD_TIMEOUT * 1000,
      ytdlp: { bin: settings.YTDLP_BIN, cookies: settings.YTDLP_COOKIES, proxy: settings.YTDLP_PROXY },
    })
  })
  return {
    audio: {
      probe: async (...args) => (await audio()).probe(...args),
      process: async job => (await audio()).process(job),
      tag: async (...args) => (await audio()).tag(...args),
      picture: async path => (await audio()).picture(path),
    },
    sources: {
      fetch: async (...args) => (await sources()).fetch(...args),
      fetchPicture: async (...args) => (await sources()).fetchPicture(...args),
    },
  }
}

/** Opens at the first use and keeps what was opened; a failure is not kept. */
function onceOpen<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined
  return () => {
    opened ??= open().catch(error => {
      opened = undefined
      throw error
    })
    return opened
  }
}
