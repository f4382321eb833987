import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOME_DIR } from '../../src/config.ts'
import { examine } from '../../src/doctor/examine.ts'
import { type InitOptions, initialise } from '../../src/setup/initialise.ts'
import { type NotionServer, openNotionServer, refusal } from '../support/notion-server.ts'

let server: NotionServer
let page: string
beforeEach(async () => {
  server = await openNotionServer()
  const made = await server.call('POST pages', {
    parent: { workspace: true },
    properties: { title: { title: [{ text: { content: 'Music' } }] } },
  })
  page = String(made.id)
  server.asked.length = 0
})
afterEach(() => server[Symbol.asyncDispose]())

const set = (more: Partial<InitOptions> = {}) =>
  initialise({
    notion: server.open(),
    values: {},
    create: false,
    yes: true,
    dryRun: false,
    asker: undefined,
    ...more,
  })
const writes = () => server.asked.filter(({ line }) => /^(PATCH|POST (databases|pages|blocks))/.test(line))

/** A person who gives these answers. */
function person(...answers: string[]) {
  const said: string[] = []
  const ask = async () => answers.shift() ?? Promise.reject(new Error('one question too many'))
  return { said, asker: { say: (line: string) => void said.push(line), ask, askHidden: ask } }
}

describe('init', () => {
  it('finds the databases by their columns, those that rows lead to, those with the usual names; changes nothing', async () => {
    const { ids } = await set()
    expect(ids).toEqual({
      AGENT_TASKS_DB_ID: server.ids.agentTasks,
      TRACKS_DB_ID: server.ids.tracks,
      PLAYLISTS_DB_ID: server.ids.playlists,
      ARTISTS_DB_ID: server.ids.artists,
      ISSUES_DB_ID: server.ids.issues,
    })
    expect(writes()).toEqual([])
  })

  it('makes new ones on a page, with a column for every field; twice is once', async () => {
    const first = await set({ page, create: true })
    expect(first.made).toEqual(['Music Playlists', 'Music Artists', 'Music Tracks', 'Agent-Tasks', 'Issues+Questions'])
    expect(first.ids.TRACKS_DB_ID).not.toBe(server.ids.tracks)
    const count = writes().length
    const again = await set({ page, create: true })
    expect(writes()).toHaveLength(count)
    expect(again.ids).toEqual(first.ids)
  })

  it('an answer that is lost after a database was made makes no second one', async () => {
    server.next('POST databases', async (_asked, pass) => {
      await pass()
      return 'cut' as const
    })
    await set({ page, create: true })
    const { results } = (await server.call(`GET blocks/${page}/children`)) as { results: { child_database: object }[] }
    const titles = results.map(({ child_database }) => Object(child_database).title)
    expect(titles.toSorted()).toEqual([
      'Agent-Tasks',
      'Issues+Questions',
      'Music Artists',
      'Music Playlists',
      'Music Tracks',
    ])
  })

  it('a dry run makes nothing', async () => {
    expect(await set({ page, create: true, dryRun: true })).toMatchObject({ ids: {} })
    expect(writes()).toEqual([])
  })

  it('what is set stays; a flag that names what does not fit is refused in words', async () => {
    const { ids } = await set({ values: { AGENT_TASKS_DB_ID: String(server.ids.issues) } })
    expect(ids.AGENT_TASKS_DB_ID).toBe(server.ids.issues)
    await expect(set({ tracks: server.ids.agentTasks })).rejects.toThrow(
      /--tracks names what cannot be Music Tracks: .*a column "Downloaded" \(checkbox\) is missing/,
    )
    await expect(set({ page })).rejects.toThrow(/no database .* can be Agent-Tasks: share it .* --tasks, .* --create/)
  })

  it('asks where somebody sits: the usual answer, a wrong one, a new one', async () => {
    const { said, asker } = person('', '77', 'n', 'nonsense', page)
    const { ids, made } = await set({ yes: false, asker })
    expect(ids.AGENT_TASKS_DB_ID).toBe(server.ids.agentTasks)
    expect(made).toEqual(['Music Playlists', 'Music Artists', 'Music Tracks', 'Issues+Questions'])
    expect(said.join('\n')).toMatch(
      /Music Tracks \(a row for each track\):\n {2}1 {2}"Music Tracks", 43 of 43[\s\S]*that is none of these[\s\S]*no Notion URL/,
    )
  })
})

describe('doctor at Notion', () => {
  const look = async (more: Record<string, string> = {}) => {
    const dir = await mkdtemp(join(tmpdir(), 'doctor-'))
    const envFile = join(dir, '.env')
    const set = { AGENT_TASKS_DB_ID: server.ids.agentTasks, TRACKS_DB_ID: server.ids.tracks, ...more }
    const text = Object.entries({ NOTION_TOKEN: 'ntn_0123456789', NOTION_BASE_URL: server.url, ...set })
    await writeFile(envFile, text.map(([name, value]) => `${name}=${value}\n`).join(''), { mode: 0o600 })
    const findings = await examine({
      varDir: join(dir, 'var'),
      envFile,
      environment: {},
      signal: new AbortController().signal,
      schedulers: () => ({ here: async () => [] }),
    })
    expect(JSON.stringify(findings)).not.toContain('ntn_0123456789')
    return (name: string) =>
      findings.filter(({ check }) => check === name).map(({ state, says, mend }) => `${state}: ${says} → ${mend}`)
  }

  it('says of each database what is there, what is off, what does not fit', async () => {
    const source = await server.sourceOf(server.ids.tracks)
    await server.call(`PATCH data_sources/${source}`, { properties: { ISRC: null } })
    const tasks = await server.sourceOf(server.ids.agentTasks)
    await server.call(`PATCH data_sources/${tasks}`, { properties: { Status: null } })
    const seen = await look({ ISSUES_DB_ID: page, PLAYLISTS_DB_ID: String(server.ids.artists) })
    expect(seen('Notion')).toEqual([expect.stringMatching(/^ok: the token is accepted/)])
    expect(seen('clock')).toEqual([expect.stringMatching(/^ok: within 60 s/)])
    expect(seen('Music Tracks')).toEqual([
      expect.stringMatching(/^ok: "Music Tracks" is there, 42 of 43/),
      expect.stringMatching(/^warning: off, for want of a column: "ISRC" \(rich_text\)/),
    ])
    expect(seen('Agent-Tasks')).toEqual([expect.stringMatching(/^failed: .*"Status" .* is missing.*AGENT_TASKS_DB_ID/)])
    expect(seen('Issues+Questions')).toEqual([expect.stringMatching(/^failed: .*not shared.*ISSUES_DB_ID/)])
    expect(seen('Music Tracks → Music Playlists')).toEqual([expect.stringMatching(/^failed: .*PLAYLISTS_DB_ID/)])
    expect(writes()).toHaveLength(0)
  })

  it('what a machine that takes over would not see', async () => {
    const agents = { AGENTS_FILE: join(HOME_DIR, 'agents.example.json') }
    expect((await look(agents))('agents')).toEqual([])
    const seen = await look({ ...agents, REDIS_URL: 'redis://127.0.0.1:1' })
    expect(seen('agents')).toEqual([expect.stringMatching(/^warning: trigger files lie in .+ → AGENT_TRIGGERS_DIR=/)])
  })

  it('a clock that is wrong, a refused token', async () => {
    const headers = { 'content-type': 'application/json', date: 'Sat, 01 Jan 2000 00:00:00 GMT' }
    const late = async (_asked: unknown, pass: () => Promise<Response>) =>
      new Response(await (await pass()).text(), { headers })
    server.next('GET users/me', late)
    server.next('GET d', late, 20)
    expect((await look())('clock')).toEqual([expect.stringMatching(/^warning: this machine’s clock is \d+ s ahead of/)])
    server.next('GET users/me', () => refusal(401, 'unauthorized'))
    const seen = await look()
    expect(seen('Notion')).toEqual([expect.stringMatching(/^failed: Notion refuses the token: NOTION_TOKEN is wrong/)])
    expect(seen('Music Tracks')).toEqual([expect.stringMatching(/^failed: not looked at/)])
  })
})
