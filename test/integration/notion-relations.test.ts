// Playlists and artists of a row, appended over HTTP by the official client: what a person put there stays.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/log.ts'
import type { FieldWrites } from '../../src/model/write.ts'
import type { Notion } from '../../src/notion/client.ts'
import { openTracks, type TrackTable } from '../../src/notion/tracks.ts'
import { openOutbox } from '../../src/outbox/outbox.ts'
import type { Store } from '../../src/store/database.ts'
import { type Json, type NotionServer, openNotionServer, savedThen } from '../support/notion-server.ts'
import { options } from '../unit/outbox/open.ts'
import { memoryStore } from '../unit/queue/open.ts'
import { at, text, title } from '../unit/workspace/open-client.ts'

const UPDATE = 'PATCH pages'
const MISSING = '11111111-1111-4111-8111-111111111111'

let server: NotionServer
let notion: Notion
let tracks: TrackTable
let store: Store
let source: string
let lists: string
beforeEach(async () => {
  server = await openNotionServer()
  notion = server.open()
  tracks = await openTracks(notion, server.ids.tracks)
  store = memoryStore()
  source = await server.sourceOf(server.ids.tracks)
  lists = await server.sourceOf(server.ids.playlists ?? '')
})
afterEach(async () => {
  store[Symbol.dispose]()
  await server[Symbol.asyncDispose]()
})

const openWriter = () =>
  openOutbox({
    store,
    ports: async () => tracks.rows,
    say: async () => {},
    now: Date.now,
    log: silentLog,
    settleMs: 0,
  })

async function write(page: string, ...writes: FieldWrites[]) {
  const outbox = openWriter()
  for (const fields of writes) await store.commit(() => outbox.add({ target: 'tracks', page, fields }))
  return outbox.deliver(page)
}

async function addLists(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let number = 0; number < count; number += 1) ids.push(await server.add(lists, { Title: title(`L${number}`) }))
  return ids
}

const addRow = (properties: Json) => server.add(source, { Title: title('Song'), ...properties })
const relationOf = (ids: readonly string[]) => ({ relation: ids.map(id => ({ id })) })

/** Another table of tracks, whose playlists are of this type. */
async function useColumn(name: string, config: Json): Promise<void> {
  const database = await server.call('POST databases', {
    parent: { type: 'workspace', workspace: true },
    title: [{ text: { content: 'My songs' } }],
    initial_data_source: {
      properties: {
        Title: { title: {} },
        Downloaded: { checkbox: {} },
        'Audio Processing': { multi_select: {} },
        [name]: config,
      },
    },
  })
  tracks = await openTracks(notion, String(database.id))
  source = tracks.dataSourceId
}

describe('a relation', () => {
  it('of 30 entries is read whole, in a row and in a list', async () => {
    const ids = await addLists(30)
    const row = await addRow({ Playlists: relationOf(ids), URL: { url: 'https://a.example/b.wav' } })
    expect((await tracks.read(row)).playlistIds?.toSorted()).toEqual(ids.toSorted())
    const [listed] = await tracks.listByLink('https://a.example/b.wav')
    expect(listed?.playlistIds?.toSorted()).toEqual(ids.toSorted())
    expect(listed?.artistIds).toEqual([])
  })

  it('gets one more, and again is no write', async () => {
    const ids = await addLists(31)
    const row = await addRow({ Playlists: relationOf(ids.slice(0, 30)) })
    expect(await write(row, { playlists: options(ids.slice(30)) })).toMatchObject({ kind: 'written', kept: [] })
    expect((await tracks.read(row)).playlistIds?.toSorted()).toEqual(ids.toSorted())
    expect(server.count(UPDATE)).toBe(1)
    expect(await write(row, { playlists: options(ids.slice(3, 5)) })).toMatchObject({ kind: 'written' })
    expect(server.count(UPDATE)).toBe(1)
  })

  it('of 100 entries is not cut: nothing is added, the other fields are written', async () => {
    const ids = await addLists(101)
    const row = await addRow({ Playlists: relationOf(ids.slice(0, 100)) })
    const delivery = await write(row, { playlists: options(ids.slice(100)), tempo: { how: 'fill', value: 120 } })
    expect(delivery).toMatchObject({ kind: 'written', kept: [{ field: 'playlists', theirs: '100 pages' }] })
    expect(await tracks.read(row)).toMatchObject({ tempo: 120 })
    expect((await tracks.read(row)).playlistIds?.toSorted()).toEqual(ids.slice(0, 100).toSorted())
  })

  it('of more than 100 entries holds what it holds', async () => {
    const ids = await addLists(120)
    const row = await addRow({})
    const whole = { id: 'x', type: 'relation', relation: ids.slice(0, 25).map(id => ({ id })), has_more: true }
    const shows = async (answer: Response) => {
      const page = (await answer.json()) as { properties: Record<string, Json> }
      page.properties.Playlists = { ...page.properties.Playlists, ...whole, id: page.properties.Playlists?.id }
      return Response.json(page)
    }
    const items = { object: 'list', has_more: false, next_cursor: null, results: ids.map(id => ({ relation: { id } })) }
    server.next(`GET pages/${row}/properties`, () => Response.json(items), 9)
    server.next(`GET pages/${row}`, async (_asked, pass) => shows(await pass()), 9)
    expect((await tracks.read(row)).playlistIds).toEqual(ids)
    expect(await write(row, { playlists: options(ids.slice(110)) })).toEqual({ kind: 'written', kept: [] })
    expect(await write(row, { playlists: options([row]) })).toMatchObject({ kept: [{ theirs: '120 pages' }] })
    expect(server.count(UPDATE)).toBe(0)
  })

  it('keeps what a person adds while the write is under way', async () => {
    const [ours = '', theirs = ''] = await addLists(2)
    const row = await addRow({})
    server.next(UPDATE, async (_asked, pass) => {
      await server.call(`PATCH pages/${row}`, { properties: { Playlists: relationOf([theirs]) } })
      void pass
      return new Response('{}', { status: 502 })
    })
    const outbox = openWriter()
    await store.commit(() => outbox.add({ target: 'tracks', page: row, fields: { playlists: options([ours]) } }))
    expect(await outbox.deliver(row)).toMatchObject({ kind: 'waits' })
    expect(await outbox.deliver(row)).toMatchObject({ kind: 'written' })
    expect((await tracks.read(row)).playlistIds?.toSorted()).toEqual([ours, theirs].toSorted())
  })

  it('is appended once when the answer is lost', async () => {
    const [one = ''] = await addLists(1)
    const row = await addRow({})
    server.next(UPDATE, savedThen('cut'))
    expect(await write(row, { playlists: options([one]) })).toMatchObject({ kind: 'written' })
    expect((await tracks.read(row)).playlistIds).toEqual([one])
    expect(server.count(UPDATE)).toBe(1)
  })

  it('two waiting writes are one', async () => {
    const ids = await addLists(3)
    const row = await addRow({ Playlists: relationOf(ids.slice(0, 1)) })
    await write(row, { playlists: options([ids[1] ?? '']) }, { playlists: options(ids.slice(1)) })
    expect((await tracks.read(row)).playlistIds?.toSorted()).toEqual(ids.toSorted())
    expect(server.count(UPDATE)).toBe(1)
  })

  it('a page that is not there does not keep the rest from being written', async () => {
    const [one = ''] = await addLists(1)
    const row = await addRow({ Playlists: relationOf([one]) })
    const delivery = await write(row, { playlists: options([MISSING]), tempo: { how: 'fill', value: 120 } })
    expect(delivery).toMatchObject({ kind: 'written' })
    expect(await tracks.read(row)).toMatchObject({ tempo: 120, playlistIds: [one] })
    expect(openWriter().count()).toBe(0)
  })

  it('is written with a new row', async () => {
    const [one = ''] = await addLists(1)
    const track = await tracks.create({ title: 'New', playlistId: one, playlistName: 'L0' })
    expect(track.playlistIds).toEqual([one])
    expect(tracks.playlists).toMatchObject({ kind: 'pages', column: 'Playlists', dataSourceId: lists })
  })
})

describe('a column of names', () => {
  const cellOf = async (row: string, name: string) => at(await server.call(`GET pages/${row}`), 'properties', name)

  it('a text is split at ; or else at , and gets one more', async () => {
    await useColumn('Playlist Names', { rich_text: {} })
    const row = await addRow({ 'Playlist Names': text('Warm Up, Peak') })
    expect((await tracks.read(row)).playlistNames).toEqual(['Warm Up', 'Peak'])
    expect(await write(row, { playlists: options(['peak']) })).toMatchObject({ kind: 'written' })
    expect(server.count(UPDATE)).toBe(0)
    await write(row, { playlists: options(['Drum, Bass; more']) })
    expect((await tracks.read(row)).playlistNames).toEqual(['Warm Up', 'Peak', 'Drum, Bass, more'])
    await write(row, { playlists: options(['Drum, Bass; more']) })
    expect(server.count(UPDATE)).toBe(1)
  })

  it('a name with a comma that stands alone is one', async () => {
    await useColumn('Playlist', { rich_text: {} })
    const track = await tracks.create({ title: 'New', playlistId: MISSING, playlistName: 'Drum, Bass' })
    await write(track.id, { playlists: options(['Drum, Bass']) })
    expect(server.count(UPDATE)).toBe(0)
    await write(track.id, { playlists: options(['Peak']), tags: options([], ['SC_404']) })
    expect(at(await cellOf(track.id, 'Playlist'), 'rich_text', 0, 'plain_text')).toMatch(/Bass; Peak$|Bass, Peak$/)
  })

  it('options are appended to, in any case', async () => {
    await useColumn('Playlists', { multi_select: {} })
    const row = await addRow({ Playlists: { multi_select: [{ name: 'Mine' }] } })
    await write(row, { playlists: options(['mine', 'Peak']) })
    expect((await tracks.read(row)).playlistNames).toEqual(['Mine', 'Peak'])
    expect((await tracks.read(row)).playlistIds).toBeUndefined()
  })

  it('one choice is made where there is none, and kept where there is', async () => {
    await useColumn('Playlist Name', { select: {} })
    const [empty, chosen] = [await addRow({}), await addRow({ 'Playlist Name': { select: { name: 'Mine' } } })]
    expect(await write(empty, { playlists: options(['Peak']) })).toMatchObject({ kind: 'written', kept: [] })
    expect(await write(chosen, { playlists: options(['Peak']) })).toMatchObject({ kept: [{ theirs: 'Mine' }] })
    expect([(await tracks.read(empty)).playlistNames, (await tracks.read(chosen)).playlistNames]).toEqual([
      ['Peak'],
      ['Mine'],
    ])
  })

  it('of another type is nobody’s: the database goes on', async () => {
    await useColumn('Playlists', { number: {} })
    expect(tracks.playlists).toBeUndefined()
    expect(tracks.absent).toContain('playlists')
    expect(await tracks.create({ title: 'New', playlistName: 'Peak' })).toMatchObject({ title: 'New' })
  })
})
