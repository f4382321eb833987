import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at, type Json, openApi, type TestApi, title } from '../unit/workspace/open-client.ts'

let api: TestApi
let artists: string
let tracks: string
beforeEach(async () => {
  api = openApi({ now: () => new Date('2026-07-04T09:08:45.607Z') })
  artists = await api.table({ Name: { title: {} }, Country: { rich_text: {} } })
  tracks = await api.table({
    Name: { title: {} },
    Bpm: { number: {} },
    Artist: { relation: { data_source_id: artists, dual_property: { synced_property_name: 'Tracks' } } },
  })
})
afterEach(() => api.workspace.close())

const addTrack = (name: string, bpm: number | null, ...artistIds: string[]) =>
  api.addRow(tracks, {
    Name: title(name),
    Bpm: { number: bpm },
    Artist: { relation: artistIds.map(id => ({ id })) },
  })
const relation = async (page: string, property: string) => {
  const answer = await api.send('get', `pages/${page}`)
  return (at(answer, 'properties', property, 'relation') as { id: string }[]).map(item => item.id)
}
const addColumn = (table: string, properties: Json) => api.send('patch', `data_sources/${table}`, { properties })

describe('a two-way relation', () => {
  it('makes its other side, and each side names the other', async () => {
    const there = await api.send('get', `data_sources/${artists}`)
    const here = await api.send('get', `data_sources/${tracks}`)
    const other = at(there, 'properties', 'Tracks') as Json
    const own = at(here, 'properties', 'Artist') as Json
    expect(own.relation).toEqual({
      database_id: at(there, 'parent', 'database_id'),
      data_source_id: artists,
      type: 'dual_property',
      dual_property: { synced_property_name: 'Tracks', synced_property_id: other.id },
    })
    expect(at(other, 'relation', 'dual_property')).toEqual({
      synced_property_name: 'Artist',
      synced_property_id: own.id,
    })
  })

  it('shows on both sides what either side is told', async () => {
    const [ada, bob] = [
      await api.addRow(artists, { Name: title('Ada') }),
      await api.addRow(artists, { Name: title('Bob') }),
    ]
    const song = await addTrack('Song', 120, ada)
    expect(await relation(ada, 'Tracks')).toEqual([song])
    await api.send('patch', `pages/${song}`, { properties: { Artist: { relation: [{ id: bob }] } } })
    expect(await relation(ada, 'Tracks')).toEqual([])
    expect(await relation(bob, 'Tracks')).toEqual([song])
    await api.send('patch', `pages/${bob}`, { properties: { Tracks: { relation: [] } } })
    expect(await relation(song, 'Artist')).toEqual([])
  })

  it('is found by filters on the side that was not written', async () => {
    const ada = await api.addRow(artists, { Name: title('Ada') })
    await api.addRow(artists, { Name: title('Bob') })
    const song = await addTrack('Song', 120, ada)
    const found = await api.query(artists, { filter: { property: 'Tracks', relation: { contains: song } } })
    expect(found.results.map(row => row.id)).toEqual([ada])
  })

  it('takes its other side along when it is removed', async () => {
    await addColumn(tracks, { Artist: null })
    expect(at(await api.send('get', `data_sources/${artists}`), 'properties', 'Tracks')).toBeUndefined()
  })

  it('within one table keeps both of its columns', async () => {
    const tasks = await api.table({ Name: { title: {} } })
    await addColumn(tasks, {
      Parent: { relation: { data_source_id: tasks, dual_property: { synced_property_name: 'Sub' } } },
    })
    const top = await api.addRow(tasks, { Name: title('top') })
    const below = await api.addRow(tasks, { Name: title('below'), Parent: { relation: [{ id: top }] } })
    expect(await relation(top, 'Sub')).toEqual([below])
    expect(await relation(below, 'Parent')).toEqual([top])
  })
})

describe('more than 25 references', () => {
  it('are cut in the page and whole in the property', async () => {
    const ids: string[] = []
    for (let index = 0; index < 60; index += 1) ids.push(await api.addRow(artists, { Name: title(`a${index}`) }))
    const song = await addTrack('Song', 120, ...ids)
    const page = await api.send('get', `pages/${song}`)
    expect((at(page, 'properties', 'Artist', 'relation') as Json[]).length).toBe(25)
    expect(at(page, 'properties', 'Artist', 'has_more')).toBe(true)
    const property = String(at(page, 'properties', 'Artist', 'id'))
    const first = await api.send('get', `pages/${song}/properties/${property}?page_size=40`)
    const second = await api.send('get', `pages/${song}/properties/${property}?start_cursor=${first.next_cursor}`)
    const seen = [first, second].flatMap(answer => (answer.results as Json[]).map(item => at(item, 'relation', 'id')))
    expect(seen).toEqual(ids)
    expect(second).toMatchObject({ object: 'list', has_more: false, type: 'property_item' })
    expect((first.results as Json[])[0]).toMatchObject({ object: 'property_item', type: 'relation', id: property })
  })

  it('among the words of a text are cut too', async () => {
    const page = await api.addRow(artists, { Name: title('mentioned') })
    const mentions = Array.from({ length: 30 }, () => ({ mention: { page: { id: page } } }))
    const row = await api.addRow(artists, { Name: title('x'), Country: { rich_text: mentions } })
    const answer = await api.send('get', `pages/${row}`)
    expect(at(answer, 'properties', 'Country', 'rich_text')).toHaveLength(25)
    const property = String(at(answer, 'properties', 'Country', 'id'))
    expect((await api.send('get', `pages/${row}/properties/${property}`)).results).toHaveLength(30)
  })

  it('more than 100 in one request are refused', async () => {
    const ids = Array.from({ length: 101 }, () => ({ id: 'b0700000-0000-8000-8000-000000000009' }))
    await expect(api.addRow(tracks, { Name: title('x'), Artist: { relation: ids } })).rejects.toThrow(
      'body.properties.Artist.relation.length should be ≤ `100`, instead was `101`.',
    )
  })
})

describe('a rollup', () => {
  const rollup = (rollupProperty: string, name: string) => ({
    rollup: { relation_property_name: 'Tracks', rollup_property_name: rollupProperty, function: name },
  })
  const value = async (page: string, name: string) =>
    at(await api.send('get', `pages/${page}`), 'properties', name, 'rollup')

  it.each([
    ['count', { type: 'number', number: 3 }],
    ['sum', { type: 'number', number: 246 }],
    ['average', { type: 'number', number: 123 }],
    ['median', { type: 'number', number: 123 }],
    ['min', { type: 'number', number: 120 }],
    ['max', { type: 'number', number: 126 }],
    ['range', { type: 'number', number: 6 }],
    ['empty', { type: 'number', number: 1 }],
    ['not_empty', { type: 'number', number: 2 }],
    ['percent_empty', { type: 'number', number: 1 / 3 }],
  ])('%s', async (name, expected) => {
    await addColumn(artists, { Rolled: rollup('Bpm', name) })
    const ada = await api.addRow(artists, { Name: title('Ada') })
    for (const bpm of [120, 126, null]) await addTrack('s', bpm, ada)
    expect(await value(ada, 'Rolled')).toEqual({ ...expected, function: name })
  })

  it('shows the cells themselves, and once each', async () => {
    await addColumn(artists, { All: rollup('Name', 'show_original'), Unique: rollup('Bpm', 'show_unique') })
    const ada = await api.addRow(artists, { Name: title('Ada') })
    for (const name of ['one', 'two']) await addTrack(name, 120, ada)
    expect(await value(ada, 'All')).toMatchObject({
      type: 'array',
      function: 'show_original',
      array: [
        { type: 'title', title: [{ plain_text: 'one' }] },
        { type: 'title', title: [{ plain_text: 'two' }] },
      ],
    })
    expect(await value(ada, 'Unique')).toMatchObject({ array: [{ type: 'number', number: 120 }] })
  })

  it('follows a change of the related row, in filters and sorts too', async () => {
    await addColumn(artists, { Most: rollup('Bpm', 'max') })
    const ada = await api.addRow(artists, { Name: title('Ada') })
    const bob = await api.addRow(artists, { Name: title('Bob') })
    await addTrack('a', 120, ada)
    const song = await addTrack('b', 110, bob)
    const fast = { filter: { property: 'Most', rollup: { number: { greater_than: 115 } } } }
    expect((await api.query(artists, fast)).results.map(row => row.id)).toEqual([ada])
    await api.send('patch', `pages/${song}`, { properties: { Bpm: { number: 140 } } })
    expect((await api.query(artists, fast)).results.map(row => row.id)).toEqual([ada, bob])
    const sorted = await api.query(artists, { sorts: [{ property: 'Most', direction: 'descending' }] })
    expect(sorted.results.map(row => row.id)).toEqual([bob, ada])
  })

  it('says which columns it is made of, also after a rename', async () => {
    await addColumn(artists, { Most: rollup('Bpm', 'max') })
    await addColumn(tracks, { Bpm: { name: 'Tempo' } })
    expect(at(await api.send('get', `data_sources/${artists}`), 'properties', 'Most', 'rollup')).toMatchObject({
      rollup_property_name: 'Tempo',
      relation_property_name: 'Tracks',
      function: 'max',
    })
  })

  it('comes whole and in pages from the property', async () => {
    await addColumn(artists, { All: rollup('Bpm', 'show_original'), Sum: rollup('Bpm', 'sum') })
    const ada = await api.addRow(artists, { Name: title('Ada') })
    for (let index = 0; index < 30; index += 1) await addTrack(`s${index}`, index, ada)
    expect((at(await value(ada, 'All'), 'array') as Json[]).length).toBe(25)
    const schema = await api.send('get', `data_sources/${artists}`)
    const idOf = (name: string) => String(at(schema, 'properties', name, 'id'))
    const all = await api.send('get', `pages/${ada}/properties/${idOf('All')}`)
    expect((all.results as Json[]).map(item => at(item, 'number'))).toEqual(Array.from({ length: 30 }, (_, n) => n))
    const sum = await api.send('get', `pages/${ada}/properties/${idOf('Sum')}`)
    expect(at(sum, 'property_item', 'rollup')).toEqual({ type: 'number', number: 435, function: 'sum' })
  })

  it('over a relation that is not there is refused', async () => {
    await expect(
      addColumn(tracks, {
        Bad: { rollup: { relation_property_name: 'Nope', rollup_property_name: 'x', function: 'sum' } },
      }),
    ).rejects.toThrow('Could not find property with name or id: Nope')
  })
})
