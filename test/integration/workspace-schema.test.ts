import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at, type Json, openApi, type TestApi, text, title, titles } from '../unit/workspace/open-client.ts'

let api: TestApi
beforeEach(() => {
  api = openApi()
})
afterEach(() => api.workspace.close())

const change = (table: string, properties: Json) => api.send('patch', `data_sources/${table}`, { properties })
const cell = async (page: string, name: string, type: string) =>
  at(await api.send('get', `pages/${page}`), 'properties', name, type)

describe('a property', () => {
  it('keeps its id and its values through a rename', async () => {
    const table = await api.table({ Name: { title: {} }, Old: { number: {} } })
    const page = await api.addRow(table, { Name: title('a'), Old: { number: 7 } })
    const before = await api.send('get', `data_sources/${table}`)
    const after = await change(table, { Old: { name: 'New' } })
    expect(at(after, 'properties', 'New', 'id')).toBe(at(before, 'properties', 'Old', 'id'))
    expect(await cell(page, 'New', 'number')).toBe(7)
  })

  it('that is removed takes its values along', async () => {
    const table = await api.table({ Name: { title: {} }, Gone: { number: {} } })
    const page = await api.addRow(table, { Name: title('a'), Gone: { number: 7 } })
    await change(table, { Gone: null })
    await change(table, { Gone: { number: {} } })
    expect(await cell(page, 'Gone', 'number')).toBeNull()
  })

  it.each([
    ['number', { rich_text: {} }, { number: 1.5 }, 'rich_text', [{ plain_text: '1.5' }]],
    ['rich_text', { number: {} }, text('42'), 'number', 42],
    ['rich_text', { number: {} }, text('no number'), 'number', null],
    ['rich_text', { select: {} }, text('Deep House, dub'), 'select', { name: 'Deep House  dub' }],
    ['rich_text', { multi_select: {} }, text('one, two'), 'multi_select', [{ name: 'one' }, { name: 'two' }]],
    ['rich_text', { checkbox: {} }, text('yes'), 'checkbox', true],
    ['rich_text', { date: {} }, text('2026-07-04'), 'date', { start: '2026-07-04', end: null }],
    ['url', { rich_text: {} }, { url: 'https://a.b/' }, 'rich_text', [{ plain_text: 'https://a.b/' }]],
    ['select', { multi_select: {} }, { select: { name: 'x' } }, 'multi_select', [{ name: 'x' }]],
    [
      'multi_select',
      { rich_text: {} },
      { multi_select: [{ name: 'x' }, { name: 'y' }] },
      'rich_text',
      [{ plain_text: 'x, y' }],
    ],
  ])('of type %s becomes %o with its value converted', async (type, config, value, now, expected) => {
    const table = await api.table({ Name: { title: {} }, Cell: { [type]: {} } })
    const page = await api.addRow(table, { Name: title('a'), Cell: value })
    await change(table, { Cell: config })
    const found = await cell(page, 'Cell', now)
    if (typeof expected === 'object' && expected !== null) expect(found).toMatchObject(expected)
    else expect(found).toBe(expected)
  })

  it('of type title stays one', async () => {
    const table = await api.table({ Name: { title: {} } })
    await expect(change(table, { Name: { rich_text: {} } })).rejects.toThrow('exactly one title')
    await expect(change(table, { Name: null })).rejects.toThrow('Cannot delete the title property.')
    await expect(change(table, { Second: { title: {} } })).rejects.toThrow('Cannot create a second title property.')
  })
})

describe('a list of options', () => {
  it('is replaced: what is left out is gone from the rows and from filters', async () => {
    const table = await api.table({
      Name: { title: {} },
      Tags: { multi_select: { options: [{ name: 'a' }, { name: 'b' }] } },
      One: { select: { options: [{ name: 'a' }, { name: 'b' }] } },
    })
    const page = await api.addRow(table, {
      Name: title('row'),
      Tags: { multi_select: [{ name: 'a' }, { name: 'b' }] },
      One: { select: { name: 'a' } },
    })
    await change(table, {
      Tags: { multi_select: { options: [{ name: 'b' }] } },
      One: { select: { options: [{ name: 'b' }, { name: 'c' }] } },
    })
    expect(await cell(page, 'Tags', 'multi_select')).toMatchObject([{ name: 'b' }])
    expect(await cell(page, 'One', 'select')).toBeNull()
    const empty = await api.query(table, { filter: { property: 'One', select: { is_empty: true } } })
    expect(titles(empty)).toEqual(['row'])
  })

  it('of a status is made with groups, and takes no new option from a row', async () => {
    const table = await api.table({
      Name: { title: {} },
      State: { status: { options: [{ name: 'Ready' }, { name: 'Running', group: 'In progress' }] } },
    })
    const schema = await api.send('get', `data_sources/${table}`)
    const groups = at(schema, 'properties', 'State', 'status', 'groups') as { name: string; option_ids: string[] }[]
    expect(groups.map(group => [group.name, group.option_ids.length])).toEqual([
      ['To-do', 1],
      ['In progress', 1],
      ['Complete', 0],
    ])
    await expect(api.addRow(table, { Name: title('x'), State: { status: { name: 'Nope' } } })).rejects.toThrow(
      'Invalid status option. Status option "Nope" does not exist".',
    )
  })
})

describe('a page', () => {
  it('moves into another table with what both know by name', async () => {
    const from = await api.table({ Name: { title: {} }, Bpm: { number: {} }, Only: { number: {} } })
    const to = await api.table({ Title: { title: {} }, Bpm: { number: {} }, Nr: { unique_id: { prefix: 'T' } } })
    const page = await api.addRow(from, { Name: title('song'), Bpm: { number: 120 }, Only: { number: 1 } })
    const moved = await api.send('post', `pages/${page}/move`, { parent: { data_source_id: to } })
    expect(moved).toMatchObject({
      id: page,
      parent: { data_source_id: to },
      properties: {
        Title: { title: [{ plain_text: 'song' }] },
        Bpm: { number: 120 },
        Nr: { unique_id: { number: 1 } },
      },
    })
    expect((await api.query(from, {})).results).toEqual([])
    expect(titles(await api.query(to, {}), 'Title')).toEqual(['song'])
  })

  it('says who edited it last', async () => {
    const table = await api.table({ Name: { title: {} }, By: { last_edited_by: {} }, Made: { created_by: {} } })
    const page = await api.addRow(table, { Name: title('x') })
    const answer = await api.workspace.fetch(`http://w/v1/pages/${page}`, {
      method: 'PATCH',
      headers: { authorization: 'Bearer person', 'notion-version': '2025-09-03' },
      body: JSON.stringify({ properties: { Name: title('y') } }),
    })
    const changed = (await answer.json()) as Json
    expect(at(changed, 'last_edited_by', 'id')).not.toBe(at(changed, 'created_by', 'id'))
    expect(changed.properties).toMatchObject({
      By: { last_edited_by: { type: 'person', name: 'You' } },
      Made: { created_by: { type: 'bot' } },
    })
  })

  it('has templates of no kind', async () => {
    const table = await api.table({ Name: { title: {} } })
    const list = await api.client.dataSources.listTemplates({ data_source_id: table })
    expect(list).toMatchObject({ templates: [], has_more: false, next_cursor: null })
    expect(Object.keys(list)).toEqual(['templates', 'has_more', 'next_cursor'])
  })
})
