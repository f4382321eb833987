import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at, type Json, openApi, type TestApi, title } from '../unit/workspace/open-client.ts'

let api: TestApi
let now = Date.parse('2026-07-04T09:00:00Z')
let table: string
beforeEach(async () => {
  now = Date.parse('2026-07-04T09:00:00Z')
  api = openApi({ now: () => new Date(now) })
  table = await api.table({ Name: { title: {} } })
  for (const name of ['Harbour Lights', 'Night Ferry', 'Harbour Dub']) {
    now += 60_000
    await api.addRow(table, { Name: title(name) })
  }
  now += 60_000
  await api.send('post', 'pages', { parent: { workspace: true }, properties: { title: title('The harbour page') } })
})
afterEach(() => api.workspace.close())

const find = async (body: Json) => (await api.send('post', 'search', body)).results as Json[]
const titleOf = (hit: Json) =>
  at(hit, 'title', 0, 'plain_text') ??
  at(
    Object.values(hit.properties as Json).find(cell => at(cell, 'type') === 'title'),
    'title',
    0,
    'plain_text',
  )
const names = async (body: Json) => (await find(body)).map(titleOf)

describe('search', () => {
  it('finds titles by a part of them, last edited first', async () => {
    expect(await names({ query: 'HARBOUR' })).toEqual(['The harbour page', 'Harbour Dub', 'Harbour Lights'])
    const sort = { timestamp: 'last_edited_time', direction: 'ascending' }
    expect(await names({ query: 'harbour', sort })).toEqual(['Harbour Lights', 'Harbour Dub', 'The harbour page'])
    expect(await names({ query: '%' })).toEqual([])
  })

  it('finds tables too, or only those', async () => {
    const tables = await find({ filter: { property: 'object', value: 'data_source' } })
    expect(tables.map(hit => hit.object)).toEqual(Array(6).fill('data_source'))
    expect(await names({ query: 'tracks', filter: { property: 'object', value: 'data_source' } })).toEqual([
      'Music Tracks',
    ])
    expect(await names({ query: 'tracks', filter: { property: 'object', value: 'page' } })).toEqual([])
  })

  it('leaves out what is in the trash, unless that is asked for', async () => {
    const [hit] = await find({ query: 'ferry' })
    await api.send('patch', `pages/${hit?.id}`, { in_trash: true })
    expect(await names({ query: 'ferry' })).toEqual([])
    expect(await names({ query: 'ferry', filter: { in_trash: true } })).toEqual(['Night Ferry'])
  })

  it('comes in pages', async () => {
    const first = await api.client.search({ query: 'harbour', page_size: 2 })
    expect(first).toMatchObject({ has_more: true, type: 'page_or_data_source' })
    const rest = await api.client.search({ query: 'harbour', start_cursor: first.next_cursor ?? undefined })
    expect(rest.results.map(hit => titleOf(hit as unknown as Json))).toEqual(['Harbour Lights'])
    await expect(api.client.search({ start_cursor: 'nonsense' })).rejects.toThrow(
      'The start_cursor provided is invalid',
    )
  })

  it('comes in pages without gap or repetition, when many were edited in the same minute', async () => {
    const own = (name: string) =>
      api.send('post', 'pages', { parent: { workspace: true }, properties: { title: title(name) } })
    for (let index = 0; index < 12; index += 1) {
      if (index % 4 === 0) now += 60_000
      await api.addRow(table, { Name: title(`tide ${index}`) })
      await own(`tide page ${index}`)
    }
    for (const direction of ['ascending', 'descending']) {
      const asked = { query: 'tide', sort: { timestamp: 'last_edited_time', direction } }
      const all = (await find(asked)).map(hit => hit.id)
      const seen: unknown[] = []
      let cursor: unknown
      do {
        const part = await api.send('post', 'search', { ...asked, page_size: 5, start_cursor: cursor })
        seen.push(...(part.results as Json[]).map(hit => hit.id))
        cursor = part.next_cursor ?? undefined
      } while (cursor)
      expect(seen).toEqual(all)
      expect(new Set(seen).size).toBe(24)
    }
  })

  it('says that there is more when all of it is of one kind', async () => {
    for (const name of ['buoy 1', 'buoy 2', 'buoy 3']) await api.addRow(table, { Name: title(name) })
    expect(await api.client.search({ query: 'buoy', page_size: 2 })).toMatchObject({ has_more: true })
    expect(await api.client.search({ query: 'buoy', page_size: 3 })).toMatchObject({
      has_more: false,
      next_cursor: null,
    })
  })

  it('compares letters of any alphabet, and titles of several parts', async () => {
    const parts = { title: [{ text: { content: 'Über ' } }, { text: { content: 'See' }, annotations: { bold: true } }] }
    await api.addRow(table, { Name: parts })
    await api.send('post', 'pages', { parent: { workspace: true }, properties: { title: parts } })
    expect(await find({ query: 'ÜBER see' })).toHaveLength(2)
    expect(await find({ query: 'uber' })).toEqual([])
  })

  it('leaves out what stands in the trash', async () => {
    const inside = (parent: Json) => api.send('post', 'pages', { parent, properties: { title: title('deep water') } })
    const top = await inside({ workspace: true })
    const middle = await inside({ page_id: top.id })
    await inside({ page_id: middle.id })
    expect(await find({ query: 'deep' })).toHaveLength(3)
    await api.send('patch', `pages/${top.id}`, { in_trash: true })
    expect(await find({ query: 'deep' })).toEqual([])
    expect((await find({ query: 'deep', filter: { in_trash: true } })).map(hit => hit.id)).toEqual([top.id])
    await api.send('patch', `pages/${top.id}`, { in_trash: false })
    expect(await find({ query: 'deep', page_size: 2 })).toHaveLength(2)
  })

  it('knows its own cursors only', async () => {
    const cursor = (text: string) => Buffer.from(text).toString('base64url')
    for (const wrong of ['search 99', `search ${'9'.repeat(400)}`, 'search -1', 'search 1e3', '']) {
      const body = { query: 'harbour', start_cursor: cursor(wrong) }
      await expect(api.send('post', 'search', body)).rejects.toThrow('The start_cursor provided is invalid')
    }
  })

  it('speaks of databases in the version that had no data sources', async () => {
    const answer = await api.workspace.fetch('http://w/v1/search', {
      method: 'POST',
      headers: { authorization: 'Bearer x', 'notion-version': '2022-06-28' },
      body: JSON.stringify({ query: 'tracks', filter: { property: 'object', value: 'database' } }),
    })
    const found = (await answer.json()) as Json
    expect(found).toMatchObject({ type: 'page_or_database', results: [{ object: 'database' }] })
    await expect(find({ filter: { property: 'object', value: 'database' } })).rejects.toThrow('body.filter.value')
  })
})
