// The only reader of the environment: settings from `.env` and the environment, checked.

import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { ConfigFault, messageOf } from './errors.ts'
import { METADATA_PROVIDERS, type ProviderName } from './model/metadata.ts'
import { secretParts } from './model/notify-settings.ts'
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
  /** Default: the environment of this process. */
  environment?: Record<string, string | undefined>
  /** Default: `.env` in the checkout. */
  envFile?: string
}

/** Settings as they are written down, nothing of them checked. */
export interface Given {
  /** `.env`; it need not be there. */
  file: string
  /** All that stands in it. */
  inFile: Readonly<Record<string, string>>
  /** What counts, by the name of the setting. */
  values: Readonly<Record<string, string>>
}

/**
 * Reads `.env` in the checkout, then the environment (which wins), and checks the whole.
 * @throws ConfigFault one line: which name, which value, what was expected.
 */
export function loadConfig(sources: ConfigSources = {}): Config {
  const given = readGiven(sources)
  const [problem] = problemsIn(given.values)
  if (problem) throw new ConfigFault(problem.says)
  return configOf(given, sources)
}

export function readGiven({ environment = ownEnvironment(), envFile }: ConfigSources = {}): Given {
  const file = envFile ?? resolve(HOME_DIR, '.env')
  const inFile = existsSync(file) ? definedIn(parseEnv(textOf(file))) : {}
  const values = Object.keys(SETTINGS.shape).flatMap(name => {
    const value = environment[name] ?? inFile[name]
    return value === undefined || value.trim() === '' ? [] : [[name, value] as const]
  })
  return { file, inFile, values: Object.fromEntries(values) }
}

let kept: NodeJS.ProcessEnv | undefined
/** As it was when it was read first: what is a secret in it is taken out later, and may be asked for again. */
const ownEnvironment = () => {
  kept ??= { ...process.env }
  return kept
}

/** Without the mark that some editors put in front. @throws ConfigFault when it cannot be read */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    throw new ConfigFault(`${file} cannot be read: ${messageOf(error)}; expected a file that this user may read`)
  }
}

const definedIn = (values: NodeJS.Dict<string>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

/** What is wrong with them, each in one line. */
export function problemsIn(values: Given['values']): { name: string; says: string }[] {
  const issues = SETTINGS.safeParse(values).error?.issues ?? []
  const wrong = Map.groupBy(issues, issue => String(issue.path[0]))
  return [...[...wrong].map(([name, [issue]]) => wrongValue(name, values[name], issue)), ...missingDatabases(values)]
}

/** @param given values without a problem */
export function configOf({ inFile: fromFile, values: given }: Given, sources: ConfigSources): Config {
  const environment = sources.environment ?? ownEnvironment()
  const settings = SETTINGS.parse(given)
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
    libraryDir: place(settings.LIBRARY_DIR),
    triggersDir: place(settings.AGENT_TRIGGERS_DIR),
    fileRoots: settings.FILE_ROOTS.map(place),
    ruleFiles: {
      classify: fileOf(settings.CLASSIFY_RULES, 'classify.json'),
      agents: fileOf(settings.AGENTS_FILE, 'agents.json'),
    },
    indexDirs: settings.INDEX_DIRS.map(place),
    metadataProviders: providersOf(settings),
    searchSources: searchedOf(settings),
    sessionBus: environment.DBUS_SESSION_BUS_ADDRESS,
    shellOnly: Object.keys(given).filter(name => !fromFile[name]?.trim()),
    failpoints: environment.FAILPOINTS,
    settings,
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
  const { WEBHOOK_TOKEN, DASHBOARD_TOKEN, NOTION_WEBHOOK_SECRET = [] } = config.settings
  const outside = [NOTION_TOKEN, YTDLP_PROXY, SOUNDCLOUD_PROXY, ACOUSTID_KEY, EAGLE_TOKEN]
  const { SLACK_WEBHOOK_URL, NTFY_URL, SMTP_URL, HEALTHCHECK_URL, REDIS_URL } = config.settings
  const told = [SLACK_WEBHOOK_URL, NTFY_URL, SMTP_URL, HEALTHCHECK_URL, REDIS_URL].flatMap(secretParts)
  return [...outside, WEBHOOK_TOKEN, DASHBOARD_TOKEN, ...NOTION_WEBHOOK_SECRET, ...told].filter(
    value => value !== undefined,
  )
}

/** Takes secrets out of the environment, which every child process would else be given whole. */
export function hideSecrets(): void {
  for (const [name, schema] of Object.entries(SETTINGS.shape)) {
    if (z.globalRegistry.get(schema)?.secret) delete process.env[name]
  }
}

/** Whether its value is nobody's business. */
export const isSecret = (name: string): boolean =>
  Object.entries(SETTINGS.shape).some(
    ([known, schema]) => known === name && z.globalRegistry.get(schema)?.secret === true,
  )

function wrongValue(name: string, value: string | undefined, issue: z.core.$ZodIssue | undefined) {
  const shown = isSecret(name) ? '***' : `"${value}"`
  return { name, says: `${name} is ${shown}: ${issue?.message ?? 'it is wrong'}` }
}

function missingDatabases(values: Given['values']): { name: string; says: string }[] {
  if (values.NOTION_TOKEN === undefined) return []
  const missing = ['AGENT_TASKS_DB_ID', 'TRACKS_DB_ID'].filter(name => values[name] === undefined)
  return missing.map(name => ({
    name,
    says: `${name} is missing: with NOTION_TOKEN set, expected 32 hex digits or the database's Notion URL`,
  }))
}
