import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { envExample, withTable } from '../../scripts/config-table.ts'
import { HOME_DIR, loadConfig, readGiven } from '../../src/config.ts'
import { ConfigFault } from '../../src/errors.ts'

const load = (environment: Record<string, string>) => loadConfig({ varDir: '/tmp/orchestrator-test', environment })
const ID = '284e736160278018872aeb14e82e0392'

describe('configuration', () => {
  it('the README and .env.example say what the schema says', () => {
    const readme = readFileSync(join(HOME_DIR, 'README.md'), 'utf8')
    expect(withTable(readme)).toBe(readme)
    expect(readFileSync(join(HOME_DIR, '.env.example'), 'utf8')).toBe(envExample())
  })

  it('every setting is read somewhere', () => {
    const readers = [
      'src/app.ts',
      'src/open-tools.ts',
      'src/workspace/table-ids.ts',
      'src/audio/audio-config.ts',
      'src/sources/metadata/open-metadata.ts',
      'src/sources/now-playing.ts',
      'src/sources/spotify/spotify-config.ts',
      'src/eagle/eagle-config.ts',
      'src/model/eagle-settings.ts',
      'src/model/feed-settings.ts',
      'src/model/web-settings.ts',
      'src/commands/open-doors.ts',
      'src/settings.ts',
      'src/config.ts',
      'src/model/catalogue-settings.ts',
      'src/model/agents/handoff-settings.ts',
      'src/notify/channels.ts',
      'src/model/notify-settings.ts',
      'src/orchestrator/notices/open-notices.ts',
      'src/commands/cycle-deps.ts',
      'src/model/cluster-settings.ts',
      'src/cluster/seat.ts',
      'src/cluster/join.ts',
      'src/commands/start.ts',
      'src/commands/status.ts',
      'src/commands/scheduler-home.ts',
    ]
      .map(file => readFileSync(join(HOME_DIR, file), 'utf8'))
      .join()
    for (const name of envExample().matchAll(/^#([A-Z_]+)=/gm))
      expect(readers.split(name[1] ?? '').length, name[1]).toBeGreaterThan(2)
  })

  it.each([
    [{ POLL_INTERVAL: 'soon' }, 'POLL_INTERVAL is "soon": expected a whole number from 5 to 86400'],
    [{ POLL_INTERVAL: '1' }, 'POLL_INTERVAL is "1": expected a whole number from 5 to 86400'],
    [{ AUDIO_FORMATS: 'm4a,mp5' }, 'AUDIO_FORMATS is "m4a,mp5": expected a list of m4a, wav, aiff'],
    [{ MUSIC_SYNC_ENABLED: 'perhaps' }, 'MUSIC_SYNC_ENABLED is "perhaps": expected true or false'],
    [{ TRACKS_DB_ID: '123' }, 'TRACKS_DB_ID is "123": expected 32 hex digits (dashes allowed) or a Notion URL'],
    [
      { METADATA_PROVIDERS: 'deezer,discogs' },
      'METADATA_PROVIDERS is "deezer,discogs": expected none or a list of spotify, deezer, musicbrainz, coverart, itunes, acoustid',
    ],
    [{ SPOTIFY_MARKET: 'Sweden' }, 'SPOTIFY_MARKET is "Sweden": expected a country of two letters such as DE'],
    [{ EAGLE_ENABLED: 'perhaps' }, 'EAGLE_ENABLED is "perhaps": expected auto, true or false'],
    [
      { EAGLE_URL: 'http://192.168.1.20:41595' },
      'EAGLE_URL is "http://192.168.1.20:41595": expected an address of this machine without anything behind it, such as http://127.0.0.1:41595',
    ],
    [{ SECOND_SOURCE: 'often' }, 'SECOND_SOURCE is "often": expected one of never, unsure, always'],
    [{ NOTION_BASE_URL: 'ftp://x' }, 'NOTION_BASE_URL is "ftp://x": expected an http or https address'],
    [
      { NOTION_TOKEN: 'ntn_secret' },
      "AGENT_TASKS_DB_ID is missing: with NOTION_TOKEN set, expected 32 hex digits or the database's Notion URL",
    ],
  ])('%j is one clear line', (environment, message) => expect(() => load(environment)).toThrow(message))

  it('takes ids in every form', () => {
    const dashed = '284e7361-6027-8018-872a-eb14e82e0392'
    for (const form of [
      ID,
      dashed,
      `https://www.notion.so/me/Tracks-${ID}?v=1`,
      `https://app.notion.com/p/Tracks-${ID}`,
    ]) {
      expect(load({ TRACKS_DB_ID: form }).settings.TRACKS_DB_ID).toBe(dashed)
    }
  })

  it('all providers of metadata but AcoustID are on in a workspace at Notion, none in another, or those that are named', () => {
    const on = (environment: Record<string, string>) => load(environment).metadataProviders
    const notion = { NOTION_TOKEN: 'ntn_secret', AGENT_TASKS_DB_ID: ID, TRACKS_DB_ID: ID }
    expect(on(notion)).toEqual(['spotify', 'deezer', 'musicbrainz', 'coverart', 'itunes'])
    expect(on({ ...notion, METADATA_PROVIDERS: 'none' })).toEqual([])
    expect(on({ ...notion, NOTION_BASE_URL: 'http://127.0.0.1:4000' })).toEqual([])
    expect(on({})).toEqual([])
    expect(on({ METADATA_PROVIDERS: 'acoustid, deezer' })).toEqual(['acoustid', 'deezer'])
    expect(on({ METADATA_PROVIDERS: 'none' })).toEqual([])
  })

  it('rows without a link are searched for in a workspace at Notion, in another where a setting says so', () => {
    const on = (environment: Record<string, string>) => load(environment).searchSources
    const notion = { NOTION_TOKEN: 'ntn_secret', AGENT_TASKS_DB_ID: ID, TRACKS_DB_ID: ID }
    expect(on(notion)).toEqual(['soundcloud', 'youtube'])
    expect(on({ ...notion, SEARCH_SOURCES: 'none' })).toEqual([])
    expect(on({ ...notion, NOTION_BASE_URL: 'http://127.0.0.1:4000' })).toEqual([])
    expect(on({})).toEqual([])
    expect(on({ SEARCH_SOURCES: 'youtube' })).toEqual(['youtube'])
    expect(on({ SEARCH_SOURCES: 'youtube-music, soundcloud' })).toEqual(['youtube-music', 'soundcloud'])
    expect(() => on({ SEARCH_SOURCES: 'vimeo' })).toThrow(/SEARCH_SOURCES is "vimeo": expected none or a list of/)
  })

  it('a file that cannot be read is said in a line; the mark that some editors put in front is no part of a name', () => {
    const dir = mkdtempSync(join(tmpdir(), 'config-'))
    expect(() => readGiven({ envFile: dir, environment: {} })).toThrow(ConfigFault)
    expect(() => readGiven({ envFile: dir, environment: {} })).toThrow(/cannot be read: EISDIR.*expected a file/)
    const envFile = join(dir, '.env')
    writeFileSync(envFile, '\uFEFFPOLL_INTERVAL=77\r\n')
    expect(readGiven({ envFile, environment: {} }).values).toEqual({ POLL_INTERVAL: '77' })
    rmSync(dir, { recursive: true })
  })

  it('an empty value is no value', () => expect(load({ POLL_INTERVAL: '' }).settings.POLL_INTERVAL).toBe(60))
})
