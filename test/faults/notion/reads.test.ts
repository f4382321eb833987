// Reading from a Notion that misbehaves; the numbers of traps are those of docs/notion-traps.md.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Environment, Transient } from '../../../src/errors.ts'
import { readRows } from '../../../src/notion/read-rows.ts'
import { openTasks, type TaskTable } from '../../../src/notion/tasks.ts'
import { html, type Json, type NotionServer, openNotionServer, refusal } from '../../support/notion-server.ts'

const MINUTE = 60_000
const READY = ['Ready']
const QUERY = 'POST data_sources/'

let server: NotionServer
let tasks: TaskTable
let source: string
let now: number
beforeEach(async () => {
  now = Date.UTC(2026, 0, 1)
  server = await openNotionServer({ queryRows: 250, now: () => new Date(now) })
  tasks = await openTasks(server.open(), server.ids.agentTasks)
  source = await server.sourceOf(server.ids.agentTasks)
  server.asked.length = 0
})
afterEach(() => server[Symbol.asyncDispose]())

const ready = (title: string): Json => ({
  'Task Name': { title: [{ text: { content: title } }] },
  Status: { status: { name: 'Ready' } },
})

/** Rows `0`, `1`, …; each `every` of them a minute later. */
async function addTasks(count: number, every = count): Promise<string[]> {
  const ids: string[] = []
  for (let at = 0; at < count; at += 1) {
    if (at > 0 && at % every === 0) now += MINUTE
    ids.push(await server.add(source, ready(String(at))))
  }
  return ids
}
const names = (count: number) => Array.from({ length: count }, (_, at) => String(at))
const listed = async () => (await tasks.listByStatus(READY)).map(({ title }) => title)

describe('finding rows', () => {
  it('D17 trap 1: a second edit within the minute is seen, for rows are found by what they are', async () => {
    const [id = ''] = await addTasks(1)
    await tasks.update(id, { status: 'Completed' })
    expect(await listed()).toEqual([])
    await server.call(`PATCH pages/${id}`, { properties: { Status: { status: { name: 'Ready' } } } })
    expect(await listed()).toEqual(['0'])
    expect(JSON.stringify(server.asked.map(({ body }) => body))).not.toContain('last_edited_time')
  })

  it('trap 2: all rows are read, not the first hundred', async () => {
    await addTasks(230)
    expect(await listed()).toEqual(names(230))
  })

  it('D16 trap 3: a query that Notion ends early goes on by the time of creation, each row once', async () => {
    await addTasks(640, 100)
    expect(await listed()).toEqual(names(640))
    const windows = new Set(server.asked.map(({ body }) => JSON.stringify(body.filter)))
    expect(windows.size).toBe(3)
  })

  it('D16 trap 3: more rows in one minute than Notion lists are a fault, not the end', async () => {
    await addTasks(251)
    const error = await listed().catch(caught => caught)
    expect(error).toBeInstanceOf(Environment)
    expect(error.message).toMatch(/more rows were created in the minute 2026-01-01T00:00:00.000Z than Notion lists/)
  })

  it.each([
    ['500', () => refusal(500, 'internal_server_error')],
    ['502 in HTML', () => html(502)],
    [
      'an overloaded query',
      () => refusal(503, 'service_unavailable', { additional_data: { endpoint_name: 'public_queryDataSource' } }),
    ],
    ['504', () => refusal(504, 'gateway_timeout')],
    ['a cut connection', () => 'cut' as const],
    ['a login page', () => html(200)],
    ['another form', () => Response.json({ object: 'list' })],
    ['more rows without a cursor', () => Response.json({ results: [], has_more: true, next_cursor: null })],
  ])('D8 trap 4: %s for ever is a fault, never "no rows"', async (_name, act) => {
    await addTasks(1)
    server.next(QUERY, act, 99)
    await expect(listed()).rejects.toThrow(Transient)
  })

  it('D5 trap 5: a query is repeated after an overload', async () => {
    await addTasks(1)
    const overload = { additional_data: { endpoint_name: 'public_queryDataSource' } }
    server.next(QUERY, () => refusal(503, 'service_unavailable', overload), 2)
    expect(await listed()).toEqual(['0'])
  })

  it('D15 trap 21: a cursor that dies on the way makes the pass begin again, each row once', async () => {
    await addTasks(230)
    let pages = 0
    const dies: Parameters<NotionServer['next']>[1] = ({ body }, pass) =>
      body.start_cursor && pages++ % 2 === 1 ? refusal(400, 'validation_error') : pass()
    server.next(QUERY, dies, 8)
    expect(await listed()).toEqual(names(230))
    expect(pages).toBeGreaterThan(3)
  })

  it('D15 trap 21: a cursor that dies each time is a fault', async () => {
    await addTasks(101)
    server.next(QUERY, ({ body }, pass) => (body.start_cursor ? refusal(400, 'validation_error') : pass()), 99)
    await expect(listed()).rejects.toThrow(/dropped a query in the middle 4 times/)
    expect(server.count(QUERY)).toBe(8)
  })

  it('D15 trap 21: nor is a reader of all rows led astray by one', async () => {
    await addTasks(230)
    let pages = 0
    const dies: Parameters<NotionServer['next']>[1] = ({ body }, pass) =>
      body.start_cursor && pages++ === 1 ? refusal(400, 'validation_error') : pass()
    server.next(QUERY, dies, 4)
    const rows = (await Array.fromAsync(readRows(server.open(), source, 1000))).flat()
    expect(new Set(rows.map(({ id }) => id)).size).toBe(230)
    expect(rows).toHaveLength(230)
  })

  it('trap 33: rows in the trash are sorted out here, whatever a query gives', async () => {
    await addTasks(2)
    server.next(QUERY, async (_asked, pass) => {
      const text = await (await pass()).text()
      return new Response(text.replace('"in_trash":false', '"in_trash":true'))
    })
    expect(await listed()).toEqual(['1'])
    expect(server.asked.flatMap(({ body }) => Object.keys(body))).not.toContain('in_trash')
  })

  it('trap 34: a row that disappeared from a query is known by its id: trashed, moved, or of another table', async () => {
    const [trashed = ''] = await addTasks(1)
    await server.call(`PATCH pages/${trashed}`, { in_trash: true })
    expect(await listed()).toEqual([])
    expect(await tasks.read(trashed)).toMatchObject({ inTrash: true })
    const moved = await server.add(await server.sourceOf(server.ids.tracks), {})
    await expect(tasks.read(moved)).rejects.toThrow(/is no row of "Agent-Tasks"/)
    await expect(tasks.read('00000000-0000-4000-8000-000000000000')).rejects.toThrow(/not shared with this connection/)
  })
})
