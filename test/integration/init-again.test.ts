// Setting up that is cut off and begun again, a Notion that refuses a status, and databases that are there already.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { type InitOptions, initialise } from '../../src/setup/initialise.ts'
import { type Json, type NotionServer, openNotionServer, refusal } from '../support/notion-server.ts'

let server: NotionServer
let page: string
beforeEach(async () => {
  server = await openNotionServer()
  page = await newPage()
})
afterEach(() => server[Symbol.asyncDispose]())

async function newPage(): Promise<string> {
  const made = await server.call('POST pages', {
    parent: { workspace: true },
    properties: { title: { title: [{ text: { content: 'Music' } }] } },
  })
  server.asked.length = 0
  return String(made.id)
}

const set = (more: Partial<InitOptions> = {}) =>
  initialise({
    notion: server.open(),
    values: {},
    page,
    create: true,
    yes: true,
    dryRun: false,
    asker: undefined,
    ...more,
  })

/** Of each database on the page its columns and their types. */
async function columnsOn(pageId: string): Promise<[string, Record<string, string>][]> {
  const { results } = (await server.call(`GET blocks/${pageId}/children`)) as { results: Json[] }
  const databases = results.map(({ id, child_database }) => [String(Object(child_database).title), String(id)] as const)
  const read = databases.map(async ([title, id]): Promise<[string, Record<string, string>]> => {
    const { properties } = await server.call(`GET data_sources/${await server.sourceOf(id)}`)
    const types = Object.entries(Object(properties)).map(([name, column]) => [name, String(Object(column).type)])
    return [title, Object.fromEntries(types.toSorted())]
  })
  return (await Promise.all(read)).toSorted(([a], [b]) => a.localeCompare(b))
}

const database = (title: string, properties: Json) =>
  server.call('POST databases', {
    parent: { type: 'page_id', page_id: page },
    title: [{ text: { content: title } }],
    initial_data_source: { properties },
  })

const TEXT = { rich_text: {} }
const ISSUES = { Name: { title: {} }, Status: { select: {} }, Description: TEXT, Tags: { multi_select: {} } }
const LOGS = { Name: { title: {} }, 'Run ID': TEXT, 'Start Time': { date: {} }, 'Error Count': { number: {} } }

it('cut off behind any write, init begun again ends as if it had never been', async () => {
  const whole = await set()
  const expected = await columnsOn(page)
  expect(expected.map(([title]) => title)).toEqual([
    'Agent-Tasks',
    'Issues+Questions',
    'Music Artists',
    'Music Playlists',
    'Music Tracks',
  ])
  expect(whole.made).toHaveLength(5)
  const writes = server.asked.filter(({ line }) => /^(POST databases|PATCH data_sources)/.test(line)).length
  expect(writes).toBe(6)
  for (let cut = 1; cut < writes; cut += 1) {
    page = await newPage()
    const begun = new AbortController()
    let left = cut
    const count = async (_asked: unknown, pass: () => Promise<Response>) => {
      const answer = await pass()
      left -= 1
      if (left === 0) begun.abort(new Error('killed'))
      return left === 0 ? ('cut' as const) : answer
    }
    server.next('POST databases', count, cut)
    server.next('PATCH data_sources', count, 1)
    await expect(set({ notion: server.open({ signal: begun.signal }) })).rejects.toThrow()
    server.forget()
    const { ids } = await set()
    expect(Object.keys(ids).toSorted()).toEqual(Object.keys(whole.ids).toSorted())
    expect(await columnsOn(page)).toEqual(expected)
  }
}, 60_000)

it('killed before .env was written: all that was made is found again, nothing is made twice', async () => {
  const first = await set()
  server.asked.length = 0
  const again = await set()
  expect(again.ids).toEqual(first.ids)
  expect(again.made).toEqual([])
  expect(again.said.join('\n')).toMatch(/Issues\+Questions: .* \(by its name\)/)
  const found = await set({ create: false })
  expect(found.ids).toEqual(first.ids)
  expect(server.asked.filter(({ line }) => /^(PATCH|POST databases)/.test(line))).toEqual([])
})

it('a Notion that makes no status: the same as a select, and it is said', async () => {
  server.next(
    'POST databases',
    async ({ body }, pass) =>
      JSON.stringify(body).includes('"status"') ? refusal(400, 'validation_error') : await pass(),
    20,
  )
  const { ids, said } = await set()
  const columns = Object.fromEntries(await columnsOn(page))
  expect(columns['Agent-Tasks']).toMatchObject({ Status: 'select', 'Prerequisite Tasks': 'relation' })
  expect(columns['Issues+Questions']).toMatchObject({ Status: 'select' })
  expect(columns['Music Tracks']).toMatchObject({ Artist: 'relation' })
  expect(Object.keys(ids)).toHaveLength(5)
  expect(said).toContain('Agent-Tasks: its Status is a select, as this Notion makes no status columns')
  const again = await set()
  expect([again.ids, again.made]).toEqual([ids, []])
})

it('another refusal is told as it is', async () => {
  server.next('POST databases', () => refusal(400, 'validation_error', { message: 'no room here' }), 20)
  await expect(set()).rejects.toThrow(/no room here/)
})

it('what stands on the page under its usual name is mapped; two of a name are not guessed at', async () => {
  const issues = await database('Issues + Questions', ISSUES)
  const logs = await database('Execution Logs', LOGS)
  const playlists = await database('Playlists', { Name: { title: {} }, 'Spotify URL': { url: {} } })
  const { ids, made, said } = await set()
  expect(ids).toMatchObject({
    ISSUES_DB_ID: issues.id,
    EXECUTION_LOGS_DB_ID: logs.id,
    PLAYLISTS_DB_ID: playlists.id,
  })
  expect(made).toEqual(['Music Artists', 'Music Tracks', 'Agent-Tasks'])
  expect(said.join('\n')).toMatch(/Playlists" .* \(it stands on that page\)/)
  const columns = Object.fromEntries(await columnsOn(page))
  expect(columns.Playlists).toEqual({ Name: 'title', 'Spotify URL': 'url' })

  await database('Execution-Logs', LOGS)
  const unclear = await set({ values: { ISSUES_DB_ID: 'kept' } })
  expect(unclear.ids).not.toHaveProperty('EXECUTION_LOGS_DB_ID')
  expect(unclear.ids).not.toHaveProperty('ISSUES_DB_ID')
  expect(unclear.said.join('\n')).toMatch(/Execution-Logs: off: 2 are called so; give EXECUTION_LOGS_DB_ID one in .env/)
})

it('where rows lead to a database that is not shared, it says so', async () => {
  const source = await server.sourceOf(String(server.ids.artists))
  server.next(`GET data_sources/${source}`, () => refusal(404, 'object_not_found'), 5)
  const { ids, said } = await set({ page: undefined, create: false })
  expect(ids).not.toHaveProperty('ARTISTS_DB_ID')
  expect(said.join('\n')).toMatch(
    /Music Artists: off: the rows of Music Tracks lead to one that is not shared, by "Artist"/,
  )
})

it('an Issues+Questions that belongs to other databases is not taken', async () => {
  const { ids, said } = await set({
    page: undefined,
    tasks: await bareTasks(),
    tracks: server.ids.tracks,
    create: false,
  })
  expect(ids).not.toHaveProperty('ISSUES_DB_ID')
  expect(said.join('\n')).not.toContain('Issues+Questions')
})

const bareTasks = async () => {
  const options = ['Ready', 'Completed'].map(name => ({ name }))
  const columns = { Name: { title: {} }, Status: { select: { options } }, Priority: { select: {} }, Description: TEXT }
  return String((await database('Tasks', columns)).id)
}

it('a dry run names only what is not there', async () => {
  await database('Artists', { Name: { title: {} } })
  expect((await set({ dryRun: true })).made).toEqual([
    'Music Playlists',
    'Music Tracks',
    'Agent-Tasks',
    'Issues+Questions',
  ])
})
