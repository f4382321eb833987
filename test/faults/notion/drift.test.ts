// Columns and data sources that change under the program: it goes on where it is sure, and pauses where it is not.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Environment } from '../../../src/errors.ts'
import { openTasks } from '../../../src/notion/tasks.ts'
import { openTracks } from '../../../src/notion/tracks.ts'
import {
  clockAhead,
  type Json,
  memoryOf,
  type NotionServer,
  openNotionServer,
  saidBy,
} from '../../support/notion-server.ts'

let server: NotionServer
let source: string
let memory: ReturnType<typeof memoryOf>
let said: ReturnType<typeof saidBy>
beforeEach(async () => {
  server = await openNotionServer()
  source = await server.sourceOf(server.ids.tracks)
  memory = memoryOf()
  said = saidBy()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await server[Symbol.asyncDispose]()
})

const LINK = 'https://example.org/song.mp3'
const text = (content: string) => ({ rich_text: [{ text: { content } }] })
const change = (properties: Json) => server.call(`PATCH data_sources/${source}`, { properties })
const openNow = () => openTracks(server.open({ memory, log: said.log, lookAgainMs: 60_000 }), server.ids.tracks)
const faultOf = (call: Promise<unknown>): Promise<unknown> => call.catch((caught: unknown) => caught)
const warnings = () => said.lines.filter(line => line.startsWith('warn'))
const pauses = () => said.lines.filter(line => line.startsWith('error: a database pauses'))

/** A needed field, and one a database may be without. */
const BOTH = [
  { kind: 'needed', column: 'Downloaded', back: { checkbox: {} }, other: { rich_text: {} } },
  { kind: 'optional', column: 'Tempo', back: { number: {} }, other: { rich_text: {} } },
] as const

describe.each(BOTH)('a column that is $kind', ({ column, back, other }) => {
  it('D19 renamed: goes on being read and written, said once, by the next run too', async () => {
    const tracks = await openNow()
    const id = await server.add(source, { URL: { url: LINK } })
    await change({ [column]: { name: 'Umbenannt' } })
    for (const _ of [1, 2]) expect(await tracks.listWanting({})).toHaveLength(1)
    expect(await tracks.update(id, { downloaded: true, tempo: 99 })).toMatchObject({ downloaded: true, tempo: 99 })
    const again = await openNow()
    expect(await again.read(id)).toMatchObject({ downloaded: true, tempo: 99 })
    expect(warnings()).toEqual(['warn: a column was renamed: known by its id, it goes on being used'])
    expect(pauses()).toEqual([])
  })

  it('D19 renamed between two runs, and another given its name: the one it was is used', async () => {
    await openNow()
    await change({ [column]: { name: 'Umbenannt' } })
    await change({ [column]: back })
    const id = await server.add(source, {})
    await (await openNow()).update(id, { downloaded: true, tempo: 99 })
    const row = JSON.stringify(await server.call(`GET pages/${id}`))
    expect(row).toMatch(column === 'Tempo' ? /"Umbenannt":\{[^}]*"number":99/ : /"Umbenannt":\{[^}]*"checkbox":true/)
  })

  it('D19 removed: the database pauses with what is missing, nothing is written, it goes on when mended', async () => {
    const tracks = await openNow()
    const id = await server.add(source, { URL: { url: LINK } })
    await change({ [column]: null })
    const fault = await faultOf(tracks.listWanting({}))
    expect(fault).toBeInstanceOf(Environment)
    expect(String(fault)).toMatch(
      new RegExp(`"Music Tracks" does not fit: a column "${column}" \\(\\w+\\) is missing.*It has: "Title" title`),
    )
    await expectPause(tracks, id)
    expect(await faultOf(openNow())).toMatchObject({ message: String(fault).replace(/^\w+: /, '') })
    await change({ [column]: back })
    await expectMended(tracks, id)
  })

  it('D19 of another type: the database pauses with both types, nothing is written, it goes on when mended', async () => {
    const tracks = await openNow()
    const id = await server.add(source, { URL: { url: LINK } })
    await change({ [column]: other })
    const fault = await faultOf(tracks.read(id))
    expect(fault).toBeInstanceOf(Environment)
    expect(String(fault)).toMatch(new RegExp(`"${column}" should be (number|checkbox), it is rich_text.*It has: `))
    await expectPause(tracks, id)
    await change({ [column]: back })
    await expectMended(tracks, id)
  })

  it('D19 removed while a row is written: what was read is not written', async () => {
    const tracks = await openNow()
    const id = await server.add(source, {})
    await change({ [column]: null })
    expect(await faultOf(tracks.rows.read(id))).toBeInstanceOf(Environment)
    expect(await faultOf(tracks.rows.write(id, { title: 'x' }))).toBeInstanceOf(Environment)
    expect(server.count('PATCH pages/')).toBe(0)
  })
})

type Tracks = Awaited<ReturnType<typeof openNow>>

async function expectPause(tracks: Tracks, id: string): Promise<void> {
  const looks = server.count('GET data_sources/')
  for (const call of [tracks.read(id), tracks.update(id, { title: 'x' }), tracks.create({ title: 'x' })])
    expect(await faultOf(call)).toBeInstanceOf(Environment)
  expect(await faultOf(tracks.rows.write(id, { title: 'x' }))).toBeInstanceOf(Environment)
  expect(server.count('PATCH pages/') + server.count('POST pages')).toBe(0)
  expect(server.count('GET data_sources/')).toBe(looks)
  expect(await faultOf(tracks.changedSince(undefined))).toBeInstanceOf(Environment)
  expect(pauses()).toHaveLength(1)
}

async function expectMended(tracks: Tracks, id: string): Promise<void> {
  expect((await tracks.listWanting({})).map(track => track.id)).toEqual([id])
  expect(await tracks.update(id, { downloaded: true, tempo: 99 })).toMatchObject({ downloaded: true, tempo: 99 })
  expect(said.lines.at(-1)).toBe('info: a database fits again: work on it goes on')
  expect(pauses()).toHaveLength(1)
}

describe('an option that is removed', () => {
  it.each([
    ['needed', 'Audio Processing', 'multi_select'],
    ['optional', 'Genre', 'select'],
  ])('D19 of a %s column: rows are found and written as before, nothing pauses', async (_kind, column, type) => {
    const tracks = await openNow()
    await change({ [column]: { [type]: { options: [{ name: 'Techno' }, { name: 'SC_404' }] } } })
    const id = await server.add(source, { URL: { url: LINK } })
    await tracks.listWanting({})
    await change({ [column]: { [type]: { options: [] } } })
    expect(await tracks.listWanting({})).toHaveLength(1)
    expect(await tracks.update(id, { tags: ['SC_404'] })).toMatchObject({ tags: ['SC_404'] })
    expect(await tracks.listFailed(9)).toHaveLength(1)
    expect(pauses()).toEqual([])
  })

  it('D19 of the status rows are found by: no rows and no fault; back again, they are found', async () => {
    const tasks = await openTasks(server.open({ memory, log: said.log }), server.ids.agentTasks)
    source = await server.sourceOf(server.ids.agentTasks)
    await change({ Status: { select: { options: [{ name: 'Ready' }, { name: 'Done' }] } } })
    const add = () => server.add(source, { Status: { select: { name: 'Ready' } } })
    await add()
    expect(await tasks.listByStatus(['Ready'])).toHaveLength(1)
    await change({ Status: { select: { options: [{ name: 'Done' }] } } })
    expect(await tasks.listByStatus(['Ready'])).toEqual([])
    await add()
    expect(await tasks.listByStatus(['Ready'])).toHaveLength(1)
  })
})

describe('a column a database never had', () => {
  it('switches its field off, and nothing else', async () => {
    await change({ Tempo: null })
    const tracks = await openNow()
    const id = await server.add(source, {})
    expect(tracks.absent).toContain('tempo')
    expect(await tracks.update(id, { tempo: 99, album: 'A' })).toMatchObject({ tempo: undefined, album: 'A' })
    expect(await (await openNow()).read(id)).toMatchObject({ album: 'A' })
    expect(said.lines).toEqual([])
  })

  it('is remembered in the form of earlier versions', async () => {
    await openNow()
    const name = `notion columns ${source}`
    const before: Json = JSON.parse(memory.kept.get(name) ?? '{}')
    const ids = Object.fromEntries(Object.entries(before).map(([field, column]) => [field, Object(column).id]))
    memory.kept.set(name, JSON.stringify(ids))
    await change({ Tempo: { name: 'Umbenannt' } })
    const id = await server.add(source, { Album: text('A'), Umbenannt: { number: 7 } })
    expect(await (await openNow()).read(id)).toMatchObject({ tempo: 7 })
  })
})

describe('a data source', () => {
  const other = { id: '11111111-1111-4111-8111-111111111111', name: 'Ideas' }
  const listing =
    (sources: (own: unknown[]) => unknown[]) =>
    async (_asked: unknown, pass: () => Promise<Response>): Promise<Response> => {
      const database = Object(await (await pass()).json())
      return Response.json({ ...database, data_sources: sources(database.data_sources) })
    }

  it('D20 moved away: its database pauses and says which; another is not taken in its place', async () => {
    await openNow()
    server.next(
      'GET databases/',
      listing(() => [other]),
    )
    const fault = await faultOf(openNow())
    expect(fault).toBeInstanceOf(Environment)
    expect(String(fault)).toContain(`no longer has the data source ${source}, which was worked with`)
    expect(String(fault)).toContain('"Ideas" 11111111-')
    expect((await openNow()).databaseTitle).toBe('Music Tracks')
  })

  it('D20 in the trash: the database pauses, nothing is written, and it goes on when it is back', async () => {
    const tracks = await openNow()
    const id = await server.add(source, { URL: { url: LINK } })
    await server.call(`PATCH data_sources/${source}`, { in_trash: true })
    clockAhead().forward(601_000)
    const fault = await faultOf(tracks.listWanting({}))
    expect(fault).toBeInstanceOf(Environment)
    expect(await faultOf(tracks.update(id, { tempo: 99 }))).toBeInstanceOf(Environment)
    expect(await faultOf(openNow())).toBeInstanceOf(Environment)
    expect(server.count('PATCH pages/')).toBe(0)
    await server.call(`PATCH data_sources/${source}`, { in_trash: false })
    expect(await tracks.listWanting({})).toHaveLength(1)
    expect(await tracks.update(id, { tempo: 99 })).toMatchObject({ tempo: 99 })
  })

  it('D20 its database in the trash says so', async () => {
    server.next('GET databases/', async (_asked, pass) => {
      const database = Object(await (await pass()).json())
      return Response.json({ ...database, in_trash: true })
    })
    const fault = await faultOf(openNow())
    expect(fault).toBeInstanceOf(Environment)
    expect(String(fault)).toMatch(/is in the trash/)
  })
})
