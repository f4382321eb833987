// Every setting: what it means, its default, what is accepted. The README's table and .env.example are made from it.

import { cpus } from 'node:os'
import { z } from 'zod'
import { HANDOFF_SETTINGS } from './model/agents/handoff-settings.ts'
import { AUDIO_FORMATS } from './model/audio-format.ts'
import { CATALOGUE_SETTINGS } from './model/catalogue-settings.ts'
import { CLUSTER_SETTINGS } from './model/cluster-settings.ts'
import { EAGLE_SETTINGS } from './model/eagle-settings.ts'
import { FEED_SETTINGS } from './model/feed-settings.ts'
import { NOTIFY_SETTINGS } from './model/notify-settings.ts'
import { cronPattern, databaseId, decimal, flag, list, serviceUrl, text, wholeNumber } from './model/setting-kinds.ts'
import { WEB_SETTINGS } from './model/web-settings.ts'

export const SETTINGS = z.object({
  NOTION_TOKEN: text()
    .regex(/^[\x21-\x7e]+$/, 'expected a token without blanks and line breaks: copy it again')
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
  ISSUES_DB_ID: databaseId().meta({
    description:
      'The Issues+Questions database, for work that failed for good and what `orchestrator verify --report` finds; absent: it is only printed',
  }),
  EXECUTION_LOGS_DB_ID: databaseId().meta({
    description: 'The Execution-Logs database: each cycle that worked gets a row; absent: it gets none',
  }),
  CONTROL_PAGE_ID: databaseId().meta({
    description:
      'A page in Notion that shows how it stands and takes orders (docs/control-page.md): 32 hex digits or its URL; absent: none',
  }),
  VERIFY_REPORT: flag(false).meta({
    description: 'Whether what the daily look at finished tracks finds gets rows in Issues+Questions',
  }),
  CREATE_TRACK_TASKS: flag(false).meta({
    description: 'Whether each track that wants work gets a task in Agent-Tasks, completed with it',
  }),
  REVIEW_TASKS: flag(false).meta({
    description: 'Whether a finished task that asks for a review gets a task for it, once',
  }),
  MUSIC_SYNC_ENABLED: flag(true).meta({ description: 'Whether the music sync runs when it is due' }),
  MUSIC_SYNC_INTERVAL: wholeNumber(21600, 60, 31_536_000).meta({ description: 'Seconds between two music syncs' }),
  MUSIC_SYNC_SCHEDULE: cronPattern().meta({
    description: 'Cron times of the music sync, e.g. `0 */6 * * *`; set, they count in place of the interval',
  }),
  ...FEED_SETTINGS,
  POLL_INTERVAL: wholeNumber(60, 5, 86_400).meta({ description: 'Seconds between two cycles of the loop' }),
  TRACK_CONCURRENCY: wholeNumber(Math.max(1, cpus().length), 1, 64).meta({
    description: 'Tracks worked on at once',
    shownDefault: 'the number of processor cores',
  }),
  LIBRARY_DIR: text().default('var/library').meta({ description: 'Where finished files go' }),
  INDEX_DIRS: list('').meta({
    description: 'Further folders of music that `orchestrator index` reads and never writes, comma-separated',
  }),
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
  AGENTS_FILE: text().optional().meta({
    description:
      'The agents and the rules by which they get tasks (docs/tasks.md); absent: agents.json, if it is there',
  }),
  CLASSIFY_RULES: text().optional().meta({
    description:
      'Your own rules for which handler a task goes to (docs/tasks.md); absent: classify.json, if it is there',
  }),
  TASK_READY_STATUSES: list('Ready,Not Started,Ready for Handoff').meta({
    description: 'Statuses of tasks that may be started',
  }),
  ...HANDOFF_SETTINGS,
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
  ...WEB_SETTINGS,
  ...NOTIFY_SETTINGS,
  ...CLUSTER_SETTINGS,
  CRONTAB_BIN: text().default('crontab').meta({ description: 'The crontab program, for `orchestrator schedule`' }),
  LAUNCHCTL_BIN: text().default('launchctl').meta({ description: 'The launchctl program (macOS), for the same' }),
  SYSTEMCTL_BIN: text().default('systemctl').meta({ description: 'The systemctl program (Linux), for the same' }),
  OSASCRIPT_BIN: text().default('osascript').meta({ description: 'The osascript program (macOS): what is playing' }),
  PLAYERCTL_BIN: text().default('playerctl').meta({ description: 'The playerctl program (Linux): what is playing' }),
})

export type Settings = z.output<typeof SETTINGS>
