import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at, type Json, openApi, refusal, type TestApi, text, title, titles } from '../unit/workspace/open-client.ts'

let api: TestApi
let table: string
beforeEach(async () => {
  api = openApi({ queryRows: 5 })
  table = await api.table({ Name: { title: {} }, Note: { rich_text: {} }, Bpm: { number: {} } })
})
afterEach(() => api.workspace.close())

const add = (...names: string[]) => Promise.all(names.map(name => api.addRow(table, { Name: title(name) })))
const names = async (body: Json) => titles(await api.query(table, body)).join('')

describe('rows', () => {
  it('in the trash or the archive are asked for apart', async () => {
    const [, b, c] = await add('a', 'b', 'c')
    await api.send('patch', `pages/${b}`, { in_trash: true })
    await api.send('patch', `pages/${c}`, { is_archived: true })
    expect(await names({})).toBe('a')
    expect(await names({ in_trash: true })).toBe('b')
    expect(await names({ archived: true })).toBe('b')
    expect(await names({ is_archived: true })).toBe('c')
    expect(await names({ in_trash: false, is_archived: false })).toBe('a')
  })

  it('are pages: tables hold no data sources', async () => {
    await add('a')
    expect(await names({ result_type: 'page' })).toBe('a')
    expect(await names({ result_type: 'data_source' })).toBe('')
  })

  it('show the properties asked for, in both forms', async () => {
    await add('a')
    for (const form of ['filter_properties', 'filter_properties[]']) {
      const found = await api.send('post', `data_sources/${table}/query?${form}=title&${form}=Bpm`)
      expect(Object.keys(at(found, 'results', 0, 'properties') as Json)).toEqual(['Name', 'Bpm'])
    }
  })

  it('that move to another table are found there, and no longer here', async () => {
    const [a = ''] = await add('a')
    const other = await api.table({ Name: { title: {} }, Note: { rich_text: {} } })
    await api.send('post', `pages/${a}/move`, { parent: { data_source_id: other } })
    expect(await names({})).toBe('')
    expect(titles(await api.query(other, {}))).toEqual(['a'])
  })
})

describe('the end', () => {
  it('comes after so many rows, and is told only when there are more', async () => {
    await add('1', '2', '3', '4', '5')
    const first = await api.query(table, { page_size: 3 })
    const all = await api.query(table, { page_size: 3, start_cursor: first.next_cursor })
    expect(all).toMatchObject({ has_more: false, next_cursor: null })
    expect(all).not.toHaveProperty('request_status')
    await add('6')
    const cut = await api.query(table, { page_size: 3, start_cursor: first.next_cursor })
    expect(titles(cut)).toEqual(['4', '5'])
    expect(cut).toMatchObject({
      has_more: false,
      next_cursor: null,
      request_status: { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' },
    })
  })
})

describe('a cursor', () => {
  it('is good for its own query alone, and null is none', async () => {
    await add('a', 'b', 'c')
    const { next_cursor } = await api.query(table, { page_size: 1 })
    expect(await names({ start_cursor: next_cursor })).toBe('bc')
    expect(await names({ start_cursor: null })).toBe('abc')
    for (const other of [{ in_trash: true }, { result_type: 'data_source' }, { filter: { and: [] } }])
      expect((await refusal(api.query(table, { ...other, start_cursor: next_cursor }))).message).toBe(
        `The start_cursor provided is invalid: ${next_cursor}`,
      )
  })
})

describe('columns', () => {
  it('that come, go and change are followed', async () => {
    const change = (properties: Json) => api.send('patch', `data_sources/${table}`, { properties })
    await api.addRow(table, { Name: title('a'), Note: text('12') })
    await change({ Extra: { checkbox: {} }, Bpm: null })
    expect(await names({ filter: { property: 'Extra', checkbox: { equals: false } } })).toBe('a')
    await change({ Note: { number: {} } })
    expect(await names({ filter: { property: 'Note', number: { equals: 12 } } })).toBe('a')
    await change({ Twice: { formula: { expression: 'prop("Note") * 2' } } })
    expect(await names({ filter: { property: 'Twice', formula: { number: { equals: 24 } } } })).toBe('a')
  })
})

describe('a file of the version before', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'workspace-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('is queried as it was, also when it may not be written', async () => {
    const file = join(folder, 'workspace.db')
    const older = join(folder, 'older.db')
    const before = openApi({ file })
    const own = await before.table({ Name: { title: {} }, Note: { rich_text: {} } })
    await before.addRow(own, { Name: title('a'), Note: text(`${'long '.repeat(100)} tail`) })
    before.workspace.close()
    writeOlder(older, file)
    const filter = { property: 'Note', rich_text: { contains: 'TAIL' } }
    for (const readOnly of [true, false]) {
      const after = openApi({ file: older, readOnly })
      expect(titles(await after.query(own, { filter }))).toEqual(['a'])
      after.workspace.close()
    }
  })
})

/** A file of version 2, before rows had tables of their own, with what the workspace holds. */
function writeOlder(file: string, from: string): void {
  using db = new DatabaseSync(file)
  db.exec(`
    CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE database (id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
    CREATE TABLE data_source (id TEXT PRIMARY KEY, database_id TEXT, record TEXT, last_number INTEGER) STRICT;
    CREATE TABLE page (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL) STRICT;
    CREATE TABLE link (to_id TEXT, from_id TEXT, property_id TEXT, PRIMARY KEY (to_id, property_id, from_id)) STRICT;
    CREATE TABLE facet (seq INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE long_text (seq INTEGER, text TEXT) STRICT;
    PRAGMA user_version = 2;
    ATTACH '${from}' AS now;
    INSERT INTO setting SELECT * FROM now.setting;
    INSERT INTO database SELECT * FROM now.database;
    INSERT INTO data_source SELECT id, database_id, record, last_number FROM now.data_source;
    INSERT INTO page SELECT seq, id, record FROM now.page`)
}
