import { isFullDataSource, isFullPage } from '@notionhq/client'
import { afterEach, describe, expect, it } from 'vitest'
import { at, openApi, type TestApi, text, title, titles } from '../unit/workspace/open-client.ts'

const COLUMNS = {
  Name: { title: {} },
  Note: { rich_text: {} },
  State: { status: {} },
  Kind: { select: { options: [{ name: 'Song', color: 'red' }] } },
  Tags: { multi_select: {} },
  Bpm: { number: {} },
  Done: { checkbox: {} },
  Link: { url: {} },
  When: { date: {} },
  Nr: { unique_id: { prefix: 'T' } },
  Made: { created_time: {} },
}

let api: TestApi
afterEach(() => api.workspace.close())

describe('a page through the official client', () => {
  it('is made, read, changed, trashed and brought back', async () => {
    api = openApi({ now: () => new Date('2026-07-04T09:08:45.607Z') })
    const table = await api.table(COLUMNS)
    const made = await api.client.pages.create({
      parent: { data_source_id: table },
      icon: { emoji: '🎵' },
      properties: {
        Name: { title: [{ text: { content: 'Ünïcode song' } }] },
        Note: { rich_text: [{ text: { content: 'a', link: { url: 'https://x.y/' } }, annotations: { bold: true } }] },
        State: { status: { name: 'in PROGRESS' } },
        Kind: { select: { name: 'Song' } },
        Tags: { multi_select: [{ name: 'one' }, { name: 'two' }] },
        Bpm: { number: 127.5 },
        Done: { checkbox: true },
        Link: { url: 'https://example.com/a' },
        When: { date: { start: '2026-07-04T10:00:00Z' } },
      },
    })
    if (!isFullPage(made)) throw new Error('the client does not see a full page')
    expect(Object.keys(made).filter(key => key !== 'request_id')).toEqual(
      'object,id,created_time,last_edited_time,created_by,last_edited_by,cover,icon,parent,in_trash,is_archived,is_locked,properties,url,public_url,archived'.split(
        ',',
      ),
    )
    expect(Object.keys(made).at(-1)).toBe('request_id')
    expect(made.url).toMatch(/\/p\/%C3%9Cn%C3%AFcode-song-[0-9a-f]{32}$/)
    expect(at(made.properties, 'Note', 'rich_text', 0)).toEqual({
      type: 'text',
      text: { content: 'a', link: { url: 'https://x.y/' } },
      annotations: { bold: true, italic: false, strikethrough: false, underline: false, code: false, color: 'default' },
      plain_text: 'a',
      href: 'https://x.y/',
    })
    expect(at(made.properties, 'State', 'status', 'name')).toBe('In progress')
    expect(at(made.properties, 'Kind', 'select')).toMatchObject({ name: 'Song', color: 'red' })
    expect(at(made.properties, 'Nr', 'unique_id')).toEqual({ prefix: 'T', number: 1 })
    expect(at(made.properties, 'When', 'date')).toEqual({
      start: '2026-07-04T10:00:00.000+00:00',
      end: null,
      time_zone: null,
    })

    const changed = await api.client.pages.update({
      page_id: made.id.replaceAll('-', '').toUpperCase(),
      properties: {
        Done: { checkbox: false },
        Kind: { select: null },
        Bpm: { number: null },
        Tags: { multi_select: [] },
      },
    })
    expect(at(changed, 'properties', 'Done', 'checkbox')).toBe(false)
    expect(at(changed, 'properties', 'Kind', 'select')).toBeNull()
    expect(at(changed, 'properties', 'Bpm', 'number')).toBeNull()
    expect(at(changed, 'properties', 'Tags', 'multi_select')).toEqual([])
    expect(at(changed, 'properties', 'Name', 'title', 0, 'plain_text')).toBe('Ünïcode song')
    const read = await api.client.pages.retrieve({ page_id: made.id })
    expect({ ...read, request_id: '' }).toEqual({ ...changed, request_id: '' })

    await api.client.pages.update({ page_id: made.id, in_trash: true })
    expect((await api.query(table, {})).results).toEqual([])
    expect((await api.query(table, { in_trash: true })).results).toHaveLength(1)
    expect(await api.client.pages.retrieve({ page_id: made.id })).toMatchObject({ in_trash: true, archived: true })
    await api.client.pages.update({ page_id: made.id, archived: false })
    expect(titles(await api.query(table, {}))).toEqual(['Ünïcode song'])
  })

  it('shows times rounded down to the minute', async () => {
    let clock = '2026-07-04T09:08:59.999Z'
    api = openApi({ now: () => new Date(clock) })
    const table = await api.table(COLUMNS)
    const id = await api.addRow(table, { Name: title('x') })
    clock = '2026-07-04T09:12:00.001Z'
    await api.send('patch', `pages/${id}`, { properties: { Done: { checkbox: true } } })
    const page = await api.send('get', `pages/${id}`)
    expect([page.created_time, page.last_edited_time]).toEqual(['2026-07-04T09:08:00.000Z', '2026-07-04T09:12:00.000Z'])
    expect(at(page, 'properties', 'Made', 'created_time')).toBe('2026-07-04T09:08:00.000Z')
    const editedAfter = (moment: string) =>
      api.query(table, { filter: { timestamp: 'last_edited_time', last_edited_time: { after: moment } } })
    expect((await editedAfter('2026-07-04T09:11:59.999Z')).results).toHaveLength(1)
    expect((await editedAfter('2026-07-04T09:12:00Z')).results).toHaveLength(0)
    const database = await api.send('get', `databases/${at(page, 'parent', 'database_id')}`)
    expect(database.created_time).toBe('2026-07-04T09:08:59.999+00:00')
  })

  it('shows only the columns asked for', async () => {
    api = openApi()
    const table = await api.table(COLUMNS)
    const id = await api.addRow(table, { Name: title('x') })
    const source = await api.client.dataSources.retrieve({ data_source_id: table })
    const done = String(at(source, 'properties', 'Done', 'id'))
    const page = await api.client.pages.retrieve({ page_id: id, filter_properties: ['title', done] })
    expect(Object.keys(at(page, 'properties') as object)).toEqual(['Name', 'Done'])
    const rows = await api.client.dataSources.query({ data_source_id: table, filter_properties: [done] })
    expect(Object.keys(at(rows, 'results', 0, 'properties') as object)).toEqual(['Done'])
  })

  it('shows 25 references and gives all by the property', async () => {
    api = openApi()
    const table = await api.table(COLUMNS)
    await api.send('patch', `data_sources/${table}`, {
      properties: { Before: { relation: { data_source_id: table, single_property: {} } } },
    })
    const ids: string[] = []
    for (let index = 0; index < 30; index += 1) ids.push(await api.addRow(table, { Name: title(`r${index}`) }))
    const page = await api.addRow(table, { Name: title('x'), Before: { relation: ids.map(id => ({ id })) } })
    const cell = at(await api.send('get', `pages/${page}`), 'properties', 'Before')
    expect(at(cell, 'relation')).toHaveLength(25)
    expect(at(cell, 'has_more')).toBe(true)
    const property_id = String(at(cell, 'id'))
    const item = await api.client.pages.properties.retrieve({ page_id: page, property_id })
    expect(at(item, 'results')).toHaveLength(30)
    expect(at(item, 'results', 29, 'relation', 'id')).toBe(ids[29])
    expect(await api.client.pages.properties.retrieve({ page_id: page, property_id: 'title' })).toMatchObject({
      object: 'list',
      results: [{ object: 'property_item', type: 'title', id: 'title', title: { plain_text: 'x' } }],
    })
  })
})

describe('a data source', () => {
  it('keeps property ids over a rename, and takes ids for names', async () => {
    api = openApi()
    const table = await api.table(COLUMNS)
    const row = await api.addRow(table, { Name: title('x'), Bpm: { number: 120 } })
    const before = await api.client.dataSources.retrieve({ data_source_id: table })
    if (!isFullDataSource(before)) throw new Error('the client does not see a full data source')
    const id = String(at(before.properties, 'Bpm', 'id'))
    expect(at(before.properties, 'Name', 'id')).toBe('title')
    const after = await api.client.dataSources.update({
      data_source_id: table,
      properties: { Bpm: { name: 'Tempo' }, Note: null, 'New one': { type: 'rich_text', rich_text: {} } },
    })
    expect(at(after, 'properties', 'Tempo', 'id')).toBe(id)
    expect(Object.keys(at(after, 'properties') as object)).not.toContain('Note')
    expect(Object.keys(at(after, 'properties') as object)).toContain('New one')
    expect(at(await api.send('get', `pages/${row}`), 'properties', 'Tempo', 'number')).toBe(120)
    const written = await api.send('patch', `pages/${row}`, { properties: { [id]: { number: 130 } } })
    expect(at(written, 'properties', 'Tempo', 'number')).toBe(130)
    expect((await api.query(table, { filter: { property: id, number: { equals: 130 } } })).results).toHaveLength(1)
  })

  it('makes select options by itself and keeps them; a list of options replaces the old one', async () => {
    api = openApi()
    const table = await api.table(COLUMNS)
    const first = await api.addRow(table, {
      Name: title('1'),
      Kind: { select: { name: 'Mix' } },
      Tags: { multi_select: [{ name: 'a' }, { name: 'b' }] },
    })
    await api.addRow(table, { Name: title('2'), Kind: { select: { name: 'mix' } } })
    const options = async (column: string) =>
      at(
        await api.send('get', `data_sources/${table}`),
        'properties',
        column,
        Object.keys(COLUMNS[column as 'Kind'])[0] ?? '',
        'options',
      ) as { id: string; name: string }[]
    expect((await options('Kind')).map(option => option.name)).toEqual(['Song', 'Mix'])
    const tags = await options('Tags')
    expect(tags.map(option => option.name)).toEqual(['a', 'b'])
    expect(new Set(tags.map(option => option.id)).size).toBe(2)

    await api.send('patch', `data_sources/${table}`, {
      properties: {
        Kind: { select: { options: [{ name: 'Song' }] } },
        Tags: { multi_select: { options: [{ id: tags[1]?.id }, { name: 'c' }] } },
      },
    })
    const page = await api.send('get', `pages/${first}`)
    expect(at(page, 'properties', 'Kind', 'select')).toBeNull()
    expect(at(page, 'properties', 'Tags', 'multi_select')).toMatchObject([{ name: 'b', id: tags[1]?.id }])
    expect(titles(await api.query(table, { filter: { property: 'Kind', select: { is_empty: true } } }))).toEqual([
      '1',
      '2',
    ])
    const contains = (name: string) =>
      api.query(table, { filter: { property: 'Tags', multi_select: { contains: name } } })
    expect(titles(await contains('b'))).toEqual(['1'])
    expect(titles(await contains('a'))).toEqual([])
  })

  it('has status groups', async () => {
    api = openApi()
    const database = await api.send('get', `databases/${api.workspace.ids.agentTasks}`)
    const source = await api.send('get', `data_sources/${at(database, 'data_sources', 0, 'id')}`)
    const status = at(source, 'properties', 'Status', 'status') as {
      options: { id: string; name: string }[]
      groups: { name: string; option_ids: string[] }[]
    }
    const named = status.groups.map(group => [
      group.name,
      group.option_ids.map(id => status.options.find(option => option.id === id)?.name),
    ])
    expect(named).toEqual([
      ['To-do', ['Draft', 'Planning', 'Ready']],
      ['In progress', ['In Progress', 'Review', 'Blocked']],
      ['Complete', ['Completed', 'Failed', 'Archived']],
    ])
    expect(at(source, 'properties', 'Prerequisite Tasks', 'relation', 'data_source_id')).toBe(source.id)
  })

  it('is one of several in a database, and databases are renamed and trashed', async () => {
    api = openApi()
    const page = await api.client.pages.create({
      parent: { type: 'workspace', workspace: true },
      properties: { title: { title: [{ text: { content: 'Home' } }] } },
    })
    const database = await api.client.databases.create({
      parent: { page_id: page.id, type: 'page_id' },
      title: [{ text: { content: 'Shelf' } }],
    })
    expect(at(database, 'data_sources', 0, 'name')).toBe('Shelf')
    await api.client.dataSources.create({
      parent: { database_id: database.id, type: 'database_id' },
      properties: { Title: { title: {} } },
    })
    const after = await api.client.databases.update({
      database_id: database.id,
      title: [{ text: { content: 'Shelf 2' } }],
      in_trash: true,
    })
    expect(at(after, 'data_sources')).toHaveLength(2)
    expect(after).toMatchObject({ in_trash: true, title: [{ plain_text: 'Shelf 2' }] })
  })
})

it('speaks 2026-03-11: no `archived` in answers or requests', async () => {
  api = openApi({ version: '2026-03-11' })
  const table = await api.table(COLUMNS)
  const id = await api.addRow(table, { Name: title('x'), Note: text('y') })
  const page = await api.send('get', `pages/${id}`)
  expect(page).not.toHaveProperty('archived')
  expect(await api.send('get', `data_sources/${table}`)).not.toHaveProperty('archived')
  await expect(api.send('patch', `pages/${id}`, { archived: true })).rejects.toThrow(
    'body.archived should be not present',
  )
  expect(await api.send('patch', `pages/${id}`, { in_trash: true })).toMatchObject({ in_trash: true })
})

it('has one connection and one person', async () => {
  api = openApi()
  const me = await api.client.users.me({})
  expect(me).toMatchObject({ object: 'user', type: 'bot' })
  const users = await api.client.users.list({})
  expect(users.results.map(user => at(user, 'type'))).toEqual(['person', 'bot'])
  expect(await api.client.users.retrieve({ user_id: me.id })).toMatchObject({ id: me.id })
})
