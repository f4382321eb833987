// The only reader of the environment. One schema; the README's table and .env.example are made from it.

import { existsSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { ConfigFault } from './errors.ts'
import { AUDIO_FORMATS } from './model/audio-format.ts'
import { CATALOGUE_SETTINGS } from './model/catalogue-settings.ts'
import { EAGLE_SETTINGS } from './model/eagle-settings.ts'
import { METADATA_PROVIDERS, type ProviderName } from './model/metadata.ts'
import { SEARCHED_BY_DEFAULT, type SearchSource } from './model/search.ts'
import { cronPattern, databaseId, decimal, flag, list, serviceUrl, text, wholeNumber } from './model/setting-kinds.ts'

/** The checkout: handlers/, var/ and logs/ stand here. */
export const HOME_DIR = resolve(fileURLToPath(new URL('..', import.meta.url)))

/** Every setting: what it means, its default, what is accepted. */
export const SETTINGS = z.object({
  NOTION_TOKEN: text()
    .optional()
    .meta({ description: 'Token of your Notion connection; absent: the local workspace', secret: true }),
  AGENT_TASKS_DB_ID: databaseId().meta({
    description: 'The Agent-Tasks database (needed with a token): 32 hex digits or its URL',
  }),
  TRACKS_DB_ID: databaseId().meta({
    description: 'The Music Tracks database (needed with a token): 32 hex digits or its URL',
  }),
  PLAYLISTS_DB_ID: databaseId().meta({
    description: 'The Music Playlists database; absent: tracks are not linked to playlists’ pages',
  }),
  ARTISTS_DB_ID: databaseId().meta({
    description: 'The Music Artists database; absent: tracks are not linked to artists’ pages',
  }),
  MUSIC_SYNC_ENABLED: flag(true).meta({ description: 'Whether the music sync runs when it is due' }),
  MUSIC_SYNC_INTERVAL: wholeNumber(21600, 60, 31_536_000).meta({ description: 'Seconds between two music syncs' }),
  MUSIC_SYNC_SCHEDULE: cronPattern().meta({
    description: 'Cron times of the music sync, e.g. `0 */6 * * *`; set, they count in place of the interval',
  }),
  POLL_INTERVAL: wholeNumber(60, 5, 86_400).meta({ description: 'Seconds between two cycles of the loop' }),
  TRACK_CONCURRENCY: wholeNumber(Math.max(1, cpus().length), 1, 64).meta({
    description: 'Tracks worked on at once',
    shownDefault: 'the number of processor cores',
  }),
  LIBRARY_DIR: text().default('var/library').meta({ description: 'Where finished files go' }),
  AUDIO_FORMATS: list('m4a,wav,aiff')
    .pipe(
      z
        .array(z.enum(AUDIO_FORMATS, `expected a list of ${AUDIO_FORMATS.join(', ')}`))
        .min(1, `expected at least one of ${AUDIO_FORMATS.join(', ')}`)
        .transform(formats => [...new Set(formats)]),
    )
    .meta({ description: `Formats made of each track: ${AUDIO_FORMATS.join(', ')}` }),
  M4A_CODEC: z
    .enum(['alac', 'aac'], 'expected alac or aac')
    .default('alac')
    .meta({ description: 'Codec of the M4A: alac (lossless) or aac (256 kb/s)' }),
  NORMALIZE_LUFS: decimal(-40, 0).meta({
    description:
      'Loudness the files are brought to, in LUFS, as far as their peaks allow, e.g. `-14`; absent: they stay as loud as the source',
  }),
  FILE_ROOTS: list('var/demo').meta({
    description: 'Folders that file:// links of rows may point into, comma-separated',
  }),
  MAX_TRACK_SECONDS: wholeNumber(14_400, 10, 86_400).meta({
    description: 'Longest recording that is taken, in seconds',
  }),
  MAX_DOWNLOAD_MB: wholeNumber(2048, 1, 1_000_000).meta({ description: 'Largest download, in megabytes' }),
  DOWNLOAD_TIMEOUT: wholeNumber(1800, 5, 86_400).meta({ description: 'Longest time for one download, in seconds' }),
  ALLOW_PRIVATE_HOSTS: list('').meta({
    description: 'Hosts or host:port that links may reach although they are not public',
  }),
  AGENT_TRIGGERS_DIR: text().default('var/agents').meta({ description: 'Where trigger files for agents are written' }),
  DEFAULT_AGENT: text()
    .optional()
    .meta({ description: 'Agent for tasks that name none; absent: such tasks are left alone' }),
  TASK_READY_STATUSES: list('Ready,Not Started,Ready for Handoff').meta({
    description: 'Statuses of tasks that may be started',
  }),
  NOTION_REQUESTS_PER_MINUTE: wholeNumber(180, 1, 6000).meta({
    description: 'Your Notion plan’s request budget (600 on Business and Enterprise)',
  }),
  NOTION_BASE_URL: serviceUrl('https://api.notion.com').meta({ description: 'Address of the Notion API' }),
  CLAIM_SETTLE: wholeNumber(2, 0, 60).meta({
    description:
      'Seconds within which another orchestrator on the same databases marks a row as its own; 0: there is no other',
  }),
  FFMPEG_BIN: text()
    .optional()
    .meta({ description: 'The ffmpeg program; absent: the system’s, else the one from npm' }),
  FFPROBE_BIN: text()
    .optional()
    .meta({ description: 'The ffprobe program; absent: the system’s, else the one from npm' }),
  FPCALC_BIN: text()
    .optional()
    .meta({ description: 'The fpcalc program, for fingerprints where ffmpeg cannot make them; absent: the system’s' }),
  YTDLP_BIN: text().default('yt-dlp').meta({ description: 'The yt-dlp program' }),
  YTDLP_COOKIES: text().optional().meta({ description: 'A cookies file of your own for yt-dlp', secret: true }),
  YTDLP_PROXY: text().optional().meta({ description: 'A proxy for yt-dlp', secret: true }),
  SOUNDCLOUD_PROFILE: text().optional().meta({ description: 'Your profile at SoundCloud, whose likes are read' }),
  SOUNDCLOUD_COOKIES: text()
    .optional()
    .meta({ description: 'A cookies file for SoundCloud alone; absent: YTDLP_COOKIES', secret: true }),
  SOUNDCLOUD_PROXY: text()
    .optional()
    .meta({ description: 'A proxy for SoundCloud alone; absent: YTDLP_PROXY', secret: true }),
  SPOTIFY_CLIENT_ID: text()
    .optional()
    .meta({ description: 'Client id of your app at developer.spotify.com; then sign in: `orchestrator auth spotify`' }),
  SPOTIFY_MARKET: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'expected a country of two letters such as DE')
    .transform(country => country.toUpperCase())
    .optional()
    .meta({ description: 'Country whose catalogue counts, e.g. `DE`; absent: the one of your Spotify account' }),
  SPOTIFY_API_BASE_URL: serviceUrl('https://api.spotify.com/v1').meta({ description: 'Address of Spotify’s Web API' }),
  SPOTIFY_ACCOUNTS_BASE_URL: serviceUrl('https://accounts.spotify.com').meta({
    description: 'Address of Spotify’s sign-in',
  }),
  ...CATALOGUE_SETTINGS,
  ...EAGLE_SETTINGS,
  OSASCRIPT_BIN: text().default('osascript').meta({ description: 'The osascript program (macOS): what is playing' }),
  PLAYERCTL_BIN: text().default('playerctl').meta({ description: 'The playerctl program (Linux): what is playing' }),
})

type Values = z.output<typeof SETTINGS>

/** Everything a run is set to, checked. Paths are absolute. */
export interface Config {
  varDir: string
  logsDir: string
  libraryDir: string
  triggersDir: string
  fileRoots: readonly string[]
  /** Who is asked about recordings. */
  metadataProviders: readonly ProviderName[]
  /** Who is searched for rows without a link. */
  searchSources: readonly SearchSource[]
  /** Where the players of the desktop are heard (Linux). */
  sessionBus?: string
  /** Where tests let the program die (src/failpoint.ts). */
  failpoints?: string
  settings: Values
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
  return {
    varDir,
    logsDir: sources.varDir === undefined ? resolve(HOME_DIR, 'logs') : resolve(varDir, 'logs'),
    libraryDir: place(parsed.data.LIBRARY_DIR),
    triggersDir: place(parsed.data.AGENT_TRIGGERS_DIR),
    fileRoots: parsed.data.FILE_ROOTS.map(place),
    metadataProviders: providersOf(parsed.data),
    searchSources: searchedOf(parsed.data),
    sessionBus: environment.DBUS_SESSION_BUS_ADDRESS,
    failpoints: environment.FAILPOINTS,
    settings: parsed.data,
  }
}

/** Of a workspace that is not at Notion nothing is told to others, unless a person says so. */
function providersOf(values: Values): readonly ProviderName[] {
  const byDefault = isAtNotion(values) ? METADATA_PROVIDERS.filter(name => name !== 'acoustid') : []
  return values.METADATA_PROVIDERS ?? byDefault
}

const searchedOf = (values: Values): readonly SearchSource[] =>
  values.SEARCH_SOURCES ?? (isAtNotion(values) ? SEARCHED_BY_DEFAULT : [])

const isAtNotion = ({ NOTION_TOKEN, NOTION_BASE_URL }: Values): boolean =>
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

function requireDatabases(values: Values): void {
  if (!values.NOTION_TOKEN) return
  for (const name of ['AGENT_TASKS_DB_ID', 'TRACKS_DB_ID'] as const) {
    if (!values[name])
      throw new ConfigFault(
        `${name} is missing: with NOTION_TOKEN set, expected 32 hex digits or the database's Notion URL`,
      )
  }
}
