// The only reader of the environment: settings from `.env` and the environment, checked.

import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { ConfigFault } from './errors.ts'
import { METADATA_PROVIDERS, type ProviderName } from './model/metadata.ts'
import { SEARCHED_BY_DEFAULT, type SearchSource } from './model/search.ts'
import { SETTINGS, type Settings } from './settings.ts'

/** The checkout: handlers/, var/ and logs/ stand here. */
export const HOME_DIR = resolve(fileURLToPath(new URL('..', import.meta.url)))

/** Everything a run is set to, checked. Paths are absolute. */
export interface Config {
  varDir: string
  logsDir: string
  libraryDir: string
  triggersDir: string
  fileRoots: readonly string[]
  /** Where the rules for tasks are; `isAsked`: a person named the file. */
  ruleFiles: Record<'classify' | 'agents', { path: string; isAsked: boolean }>
  /** Folders beside the library that are indexed. */
  indexDirs: readonly string[]
  /** Who is asked about recordings. */
  metadataProviders: readonly ProviderName[]
  /** Who is searched for rows without a link. */
  searchSources: readonly SearchSource[]
  /** Where the players of the desktop are heard (Linux). */
  sessionBus?: string
  /** Names that are set in the environment and not in `.env`: schedulers would not see them. */
  shellOnly: readonly string[]
  /** Where tests let the program die (src/failpoint.ts). */
  failpoints?: string
  settings: Settings
}

export interface ConfigSources {
  /** `--var DIR`; default: `var` in the checkout. */
  varDir?: string
  /** The environment; default `process.env`. */
  environment?: Record<string, string | undefined>
}

/**
 * Reads `.env` in the checkout, then the environment (which wins), and checks the whole.
 * @throws ConfigFault one line: which name, which value, what was expected.
 */
export function loadConfig(sources: ConfigSources = {}): Config {
  const environment = sources.environment ?? process.env
  const file = resolve(HOME_DIR, '.env')
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  const given = Object.fromEntries(
    Object.keys(SETTINGS.shape).flatMap(name => {
      const value = environment[name] ?? fromFile[name]
      return value === undefined || value.trim() === '' ? [] : [[name, value]]
    }),
  )
  const parsed = SETTINGS.safeParse(given)
  if (!parsed.success) throw wrongValue(parsed.error, given)
  requireDatabases(parsed.data)
  const varDir = resolve(HOME_DIR, sources.varDir ?? 'var')
  const place = (path: string) =>
    isAbsolute(path)
      ? path
      : path === 'var' || path.startsWith('var/')
        ? resolve(varDir, path.slice(4))
        : resolve(HOME_DIR, path)
  const fileOf = (named: string | undefined, usual: string) => ({
    path: place(named ?? usual),
    isAsked: named !== undefined,
  })
  return {
    varDir,
    logsDir: sources.varDir === undefined ? resolve(HOME_DIR, 'logs') : resolve(varDir, 'logs'),
    libraryDir: place(parsed.data.LIBRARY_DIR),
    triggersDir: place(parsed.data.AGENT_TRIGGERS_DIR),
    fileRoots: parsed.data.FILE_ROOTS.map(place),
    ruleFiles: {
      classify: fileOf(parsed.data.CLASSIFY_RULES, 'classify.json'),
      agents: fileOf(parsed.data.AGENTS_FILE, 'agents.json'),
    },
    indexDirs: parsed.data.INDEX_DIRS.map(place),
    metadataProviders: providersOf(parsed.data),
    searchSources: searchedOf(parsed.data),
    sessionBus: environment.DBUS_SESSION_BUS_ADDRESS,
    shellOnly: Object.keys(given).filter(name => !fromFile[name]?.trim()),
    failpoints: environment.FAILPOINTS,
    settings: parsed.data,
  }
}

/** Of a workspace that is not at Notion nothing is told to others, unless a person says so. */
function providersOf(values: Settings): readonly ProviderName[] {
  const byDefault = isAtNotion(values) ? METADATA_PROVIDERS.filter(name => name !== 'acoustid') : []
  return values.METADATA_PROVIDERS ?? byDefault
}

const searchedOf = (values: Settings): readonly SearchSource[] =>
  values.SEARCH_SOURCES ?? (isAtNotion(values) ? SEARCHED_BY_DEFAULT : [])

const isAtNotion = ({ NOTION_TOKEN, NOTION_BASE_URL }: Settings): boolean =>
  NOTION_TOKEN !== undefined && new URL(NOTION_BASE_URL).hostname.endsWith('.notion.com')

/** The values that must appear in no log, row or page. */
export function secretsOf(config: Config): string[] {
  const { NOTION_TOKEN, YTDLP_PROXY, SOUNDCLOUD_PROXY, ACOUSTID_KEY, EAGLE_TOKEN } = config.settings
  return [NOTION_TOKEN, YTDLP_PROXY, SOUNDCLOUD_PROXY, ACOUSTID_KEY, EAGLE_TOKEN].filter(value => value !== undefined)
}

/** Takes secrets out of the environment, which every child process would else be given whole. */
export function hideSecrets(): void {
  for (const [name, schema] of Object.entries(SETTINGS.shape)) {
    if (z.globalRegistry.get(schema)?.secret) delete process.env[name]
  }
}

function wrongValue(error: z.ZodError, given: Record<string, string | undefined>): ConfigFault {
  const issue = error.issues[0]
  const name = String(issue?.path[0])
  const { secret } = z.globalRegistry.get(SETTINGS.shape[name as keyof typeof SETTINGS.shape]) ?? {}
  const shown = secret ? '***' : `"${given[name]}"`
  return new ConfigFault(`${name} is ${shown}: ${issue?.message ?? 'it is wrong'}`)
}

function requireDatabases(values: Settings): void {
  if (!values.NOTION_TOKEN) return
  for (const name of ['AGENT_TASKS_DB_ID', 'TRACKS_DB_ID'] as const) {
    if (!values[name])
      throw new ConfigFault(
        `${name} is missing: with NOTION_TOKEN set, expected 32 hex digits or the database's Notion URL`,
      )
  }
}
