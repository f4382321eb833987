// The traps around Notion's columns, ids, lists and data sources; the numbers are those of docs/notion-traps.md.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toPageId } from '../../../src/model/page-id.ts'
import { TRACK_COLUMNS } from '../../../src/notion/columns.ts'
import { openPageTable } from '../../../src/notion/pages.ts'
import { openTasks, type TaskTable } from '../../../src/notion/tasks.ts'
import { openTracks } from '../../../src/notion/tracks.ts'
import { type Json, memoryOf, type NotionServer, openNotionServer, refusal } from '../../support/notion-server.ts'

const READY = ['Ready']

let server: NotionServer
let tasks: TaskTable
let source: string
beforeEach(async () => {
  server = await openNotionServer()
  tasks = await openTasks(server.open(), server.ids.agentTasks)
  source = await server.sourceOf(server.ids.agentTasks)
  server.asked.length = 0
})
afterEach(() => server[Symbol.asyncDispose]())

const ready = (title: string): Json => ({
  'Task Name': { title: [{ text: { content: title } }] },
  Status: { status: { name: 'Ready' } },
})

async function addTasks(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let at = 0; at < count; at += 1) ids.push(await server.add(source, ready(String(at))))
  return ids
}
const listed = async () => (await tasks.listByStatus(READY)).map(({ title }) => title)

describe('columns', () => {
  it('D19 trap 18: renamed by a person while the program runs, they are still read and written', async () => {
    const [id = ''] = await addTasks(1)
    await server.call(`PATCH data_sources/${source}`, { properties: { Status: { name: 'Zustand' } } })
    expect(await listed()).toEqual(['0'])
    expect(await tasks.update(id, { status: 'Completed' })).toMatchObject({ status: 'Completed' })
  })

  it('D19 trap 18: renamed between two runs, they are known again by their ids, even where another now has the name', async () => {
    const memory = memoryOf()
    await openTasks(server.open({ memory }), server.ids.agentTasks)
    await server.call(`PATCH data_sources/${source}`, { properties: { Status: { name: 'Zustand' } } })
    const { Status, ...others } = ready('old')
    await server.add(source, { ...others, Zustand: Status })
    const again = await openTasks(server.open({ memory }), server.ids.agentTasks)
    expect((await again.listByStatus(READY)).map(({ title }) => title)).toEqual(['old'])
    await expect(openTasks(server.open(), server.ids.agentTasks)).rejects.toThrow(
      'a column "Status" (status or select) is missing',
    )
    await server.call(`PATCH data_sources/${source}`, { properties: { Status: { select: {} } } })
    await server.add(source, { ...ready('new'), Status: { select: { name: 'Ready' } } })
    const named = await openTasks(server.open({ memory }), server.ids.agentTasks)
    expect((await named.listByStatus(READY)).map(({ title }) => title)).toEqual(['old'])
  })

  it('D19 trap 18: deleted and made anew, they are read again once', async () => {
    const tracks = await openTracks(server.open(), server.ids.tracks)
    const trackSource = await server.sourceOf(server.ids.tracks)
    const id = await server.add(trackSource, {})
    await server.call(`PATCH data_sources/${trackSource}`, { properties: { Tempo: null } })
    await server.call(`PATCH data_sources/${trackSource}`, { properties: { BPM: { number: {} } } })
    server.asked.length = 0
    expect(await tracks.update(id, { tempo: 99 })).toMatchObject({ tempo: 99 })
    expect(server.count('GET data_sources/')).toBe(1)
  })

  it('a refusal that is not about changed columns is passed on, after one look', async () => {
    const [id = ''] = await addTasks(1)
    server.next('PATCH pages/', () => refusal(400, 'validation_error'), 9)
    await expect(tasks.update(id, { result: 'x' })).rejects.toThrow(/refused the request/)
    expect(server.asked.map(({ line }) => line.split('/')[0])).toEqual(['GET pages', 'PATCH pages', 'GET data_sources'])
  })

  it('traps 17, 19: ids with % are the same in every answer, encoded or not', async () => {
    const encoded = (answer: Response) =>
      answer.text().then(text => new Response(text.replaceAll(statusId, '%25a%3Bb'), { headers: answer.headers }))
    const schema = await server.call(`GET data_sources/${source}`)
    const statusId = String(Object(Object(schema.properties).Status).id)
    const [id = ''] = await addTasks(1)
    server.next('GET data_sources/', async (_asked, pass) => encoded(await pass()))
    server.next('GET pages/', async (_asked, pass) => {
      const text = await (await pass()).text()
      return new Response(text.replaceAll(statusId, '%a;b'))
    })
    server.next('PATCH pages/', async ({ line, body }, pass) => {
      const { '%a;b': Status, ...others } = Object(body.properties)
      expect(others).toEqual({})
      await server.call(line, { properties: { Status } })
      Object.assign(body, { properties: {} })
      const text = await (await pass()).text()
      return new Response(text.replaceAll(statusId, '%a;b'))
    })
    const table = await openTasks(server.open(), server.ids.agentTasks)
    expect(await table.update(id, { status: 'Completed' })).toMatchObject({ status: 'Completed' })
  })

  it('an option that is missing at the start is looked for again, not taken for "no rows" for ever', async () => {
    server.next('GET data_sources/', async (_asked, pass) => {
      const text = await (await pass()).text()
      return new Response(text.replaceAll('"Ready"', '"Later"'), { headers: { 'content-type': 'application/json' } })
    })
    const table = await openTasks(server.open(), server.ids.agentTasks)
    await addTasks(1)
    expect(await table.listByStatus(READY)).toHaveLength(1)
  })
})

describe('databases', () => {
  it('trap 12: rows are asked of the data source, not of the database', async () => {
    await listed()
    expect(server.asked.map(({ line }) => line)).toEqual([`POST data_sources/${source}/query`])
    expect(source).not.toBe(server.ids.agentTasks)
  })

  it('D20 trap 13: a second data source does not take the place of the known one; it is said once', async () => {
    const memory = memoryOf()
    const said: string[] = []
    const log = { ...server.open().log, warn: (_fields: object, message: string) => void said.push(message) }
    await addTasks(1)
    const open = async () => {
      const table = await openTasks(server.open({ memory, log }), server.ids.agentTasks)
      return (await table.listByStatus(READY)).length
    }
    expect(await open()).toBe(1)
    const second = { id: '11111111-1111-4111-8111-111111111111', name: 'Ideas' }
    const first: Parameters<NotionServer['next']>[1] = async (_asked, pass) => {
      const database = Object(await (await pass()).json())
      return Response.json({ ...database, data_sources: [second, ...database.data_sources] })
    }
    server.next('GET databases/', first, 2)
    expect([await open(), await open()]).toEqual([1, 1])
    expect(said).toEqual(['a database has several data sources; one is worked with'])
  })

  it('D21 trap 14: every request names one version', async () => {
    const [id = ''] = await addTasks(1)
    await openTasks(server.open(), server.ids.agentTasks)
    await listed()
    await tasks.update(id, { result: 'x' })
    expect(new Set(server.asked.map(({ version }) => version))).toEqual(new Set(['2025-09-03']))
  })
})

describe('lists', () => {
  it('trap 11: all references of a cell are read, and a cut list is never written back', async () => {
    const ids = await addTasks(120)
    await server.call(`PATCH data_sources/${source}`, {
      properties: { Before: { relation: { data_source_id: source, single_property: {} } } },
    })
    const first = ids.slice(0, 100).map(id => ({ id }))
    const row = await server.add(source, { ...ready('last'), Before: { relation: first } })
    const rules = { title: TRACK_COLUMNS.title, before: { names: ['Before'], types: ['relation'] } } as const
    const table = await openPageTable(server.open(), server.ids.agentTasks, rules)
    expect(await table.references(row, 'before')).toEqual(ids.slice(0, 100))
    const cut = { ids: ids.slice(0, 25), complete: false }
    await expect(table.write(row, () => ({ before: cut }))).rejects.toThrow(/Before/)
    expect(server.count('PATCH pages/')).toBe(0)
  })
})

describe('ids and addresses', () => {
  it.each([
    '393abc1e-edcd-8181-8d59-e30a27148c69',
    '393ABC1EEDCD81818D59E30A27148C69',
    'https://app.notion.com/p/Test-Page-393abc1eedcd81818d59e30a27148c69',
    'https://www.notion.so/me/11111111111141118111111111111111?v=2&p=393abc1eedcd81818d59e30a27148c69',
  ])('traps 20, 35: %s', text => {
    expect(toPageId(text)).toBe('393abc1e-edcd-8181-8d59-e30a27148c69')
  })
})

describe('what is never called', () => {
  const dir = join(import.meta.dirname, '../../../src/notion')
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
  const textOf = (names: readonly string[]) => names.map(name => readFileSync(join(dir, name), 'utf8')).join('\n')
  const callsIn = (names: readonly string[]) => {
    const calls = [...textOf(names).matchAll(/client\s*\.((?:\w+\.)*\w+)\(/g)].map(match => match[1])
    return [...new Set(calls)].sort()
  }

  it('traps 8, 17, 28, 30, 31: no change of a schema, no filter of properties, no template, no search, no agent option', () => {
    const pages = ['page-port.ts'] // the control page and reports: the only ones that touch blocks
    const rows = files.filter(name => !name.startsWith('setup/') && !pages.includes(name))
    expect(callsIn(pages).filter(call => !call?.startsWith('blocks.'))).toEqual([
      'databases.retrieve',
      'pages.create',
      'pages.retrieve',
      'users.me',
    ])
    expect(callsIn(rows)).toEqual([
      'comments.create',
      'comments.list',
      'dataSources.retrieve',
      'databases.retrieve',
      'pages.create',
      'pages.properties.retrieve',
      'pages.retrieve',
      'pages.update',
      'request',
      'users.me',
    ])
    expect(textOf(files)).not.toMatch(/filter_properties|template:|\bagent:(?! string)/)
  })

  it('traps 8, 30: search and new databases are for setting up alone, each in one file', () => {
    expect(callsIn(['setup/find-databases.ts'])).toEqual([
      'blocks.children.list',
      'dataSources.retrieve',
      'databases.retrieve',
      'pages.retrieve',
      'search',
    ])
    expect(callsIn(['setup/create-database.ts'])).toEqual(['dataSources.update', 'databases.create'])
    const source = join(dir, '..')
    const users = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts') && readFileSync(join(source, name), 'utf8').includes('notion/setup/'))
      .filter(name => !name.startsWith('setup/'))
    expect(users).toEqual([])
  })
})
