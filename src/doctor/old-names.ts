// Names of settings in the system this program replaces, and what stands in their place.

const NOTION = 'write NOTION_TOKEN=<its value>'
const SPOTIFY = 'take it out, and sign in with: orchestrator auth spotify'
const instead = (name: string) => `write ${name}=<its value>`

/** By old name: what to do now. */
export const OLD_NAMES: Readonly<Record<string, string>> = {
  NOTION_API_TOKEN: NOTION,
  NOTION_API_KEY: NOTION,
  NOTION_MASTER_TOKEN: NOTION,
  VV_AUTOMATIONS_WS_TOKEN: NOTION,
  ARCHIVE_WORKSPACE_TOKEN: NOTION,
  DATABASE_ID: instead('TRACKS_DB_ID'),
  MUSIC_TRACKS_DB_ID: instead('TRACKS_DB_ID'),
  NOTION_TRACKS_DB_ID: instead('TRACKS_DB_ID'),
  NOTION_TRACKS_DATABASE_ID: instead('TRACKS_DB_ID'),
  NOTION_AGENT_TASKS_DB_ID: instead('AGENT_TASKS_DB_ID'),
  MUSIC_PLAYLISTS_DB_ID: instead('PLAYLISTS_DB_ID'),
  NOTION_PLAYLISTS_DATABASE_ID: instead('PLAYLISTS_DB_ID'),
  MUSIC_ARTISTS_DB_ID: instead('ARTISTS_DB_ID'),
  ISSUES_QUESTIONS_DB_ID: instead('ISSUES_DB_ID'),
  NOTION_ISSUES_QUESTIONS_DB_ID: instead('ISSUES_DB_ID'),
  NOTION_ISSUES_DB_ID: instead('ISSUES_DB_ID'),
  NOTION_EXECUTION_LOGS_DB_ID: instead('EXECUTION_LOGS_DB_ID'),
  SCRIPT_RUN_LOGS_DB_ID: instead('EXECUTION_LOGS_DB_ID'),
  LOG_DB_ID: instead('EXECUTION_LOGS_DB_ID'),
  NOTION_RATE_LIMIT: 'write NOTION_REQUESTS_PER_MINUTE=180 (600 on Business and Enterprise)',
  MUSIC_DIRECTORY_PATHS: instead('INDEX_DIRS'),
  MUSIC_DIRECTORIES_DB_ID: 'write INDEX_DIRS=<the folders themselves, with commas between them>',
  OUT_DIR: instead('LIBRARY_DIR'),
  PLAYLIST_TRACKS_DIR: 'write LIBRARY_DIR=<one folder>: playlists are folders in it',
  BACKUP_DIR: 'take it out: all formats of AUDIO_FORMATS go into LIBRARY_DIR',
  WAV_BACKUP_DIR: 'take it out: all formats of AUDIO_FORMATS go into LIBRARY_DIR',
  SC_COMP_MODE: 'write M4A_CODEC=alac (LOSSLESS) or M4A_CODEC=aac',
  SC_MAX_CONCURRENCY: instead('TRACK_CONCURRENCY'),
  SC_AUTH_HEADER: 'write SOUNDCLOUD_COOKIES=<a cookies file of your own>',
  EAGLE_API_BASE: instead('EAGLE_URL'),
  EAGLE_BASE_URL: instead('EAGLE_URL'),
  EAGLE_API_TOKEN: instead('EAGLE_TOKEN'),
  EAGLE_LIBRARY_PATH: instead('EAGLE_LIBRARY'),
  SPOTIFY_CLIENT_SECRET: SPOTIFY,
  SPOTIFY_ACCESS_TOKEN: SPOTIFY,
  SPOTIFY_REFRESH_TOKEN: SPOTIFY,
  SPOTIFY_PERSONAL_ACCESS_TOKEN: SPOTIFY,
  LOG_LEVEL: 'take it out, and say --log-level',
}

/** Of those that stand for a setting, which one. */
export const placeOf = (old: string): string | undefined =>
  /^write ([A-Z_]+)=<its value>$/.exec((Object.hasOwn(OLD_NAMES, old) && OLD_NAMES[old]) || '')?.[1]
