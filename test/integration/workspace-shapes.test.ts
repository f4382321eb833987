// Every field the official client's types say is there, is there and of the right type.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, type Json, openApi, type TestApi, title } from '../unit/workspace/open-client.ts'

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|\+00:00)$/)
const ID = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const USER = { object: 'user', id: ID }
const TEXT = expect.any(String)
const LIST = expect.any(Array)
const FLAG = expect.any(Boolean)
const STAMPS = { created_time: TIME, last_edited_time: TIME, created_by: USER, last_edited_by: USER }
const OPTION = { id: TEXT, name: TEXT, color: TEXT }

let api: TestApi
let page: Json
let source: string
let related: string

beforeAll(async () => {
  api = openApi()
  const there = await api.table({ Name: { title: {} } })
  related = await api.addRow(there, { Name: title('related') })
  source = await api.table(columns(there))
  page = await api.send('get', `pages/${await api.addRow(source, values())}`)
})

afterAll(() => api.workspace.close())

test('a page', () => {
  expect(page).toEqual({
    object: 'page',
    id: ID,
    ...STAMPS,
    cover: null,
    icon: null,
    parent: { type: 'data_source_id', data_source_id: source, database_id: ID },
    in_trash: false,
    is_archived: false,
    is_locked: false,
    archived: false,
    properties: expect.any(Object),
    url: TEXT,
    public_url: null,
    request_id: ID,
  })
})

test('a data source and its database', async () => {
  const shown = await api.send('get', `data_sources/${source}`)
  const database = await api.send('get', `databases/${at(shown, 'parent', 'database_id')}`)
  const common = { title: LIST, description: LIST, is_inline: false, in_trash: false, archived: false }
  const looks = { icon: null, cover: null, url: TEXT, public_url: null, request_id: ID }
  const parent = { type: 'workspace', workspace: true }
  expect(shown).toEqual({
    object: 'data_source',
    id: source,
    ...STAMPS,
    ...common,
    ...looks,
    parent: { type: 'database_id', database_id: database.id },
    database_parent: parent,
    properties: expect.any(Object),
  })
  const times = { created_time: TIME, last_edited_time: TIME }
  const sources = [{ id: source, name: 'Test' }]
  const own = { object: 'database', id: ID, parent, is_locked: false, data_sources: sources }
  expect(database).toEqual({ ...own, ...times, ...common, ...looks })
})

const RELATION = { data_source_id: ID, database_id: ID }
const ROLLUP = { rollup_property_name: 'Name', relation_property_name: 'Both' }
const ROLLUP_IDS = { rollup_property_id: TEXT, relation_property_id: TEXT, function: 'show_original' }
const SHOWN_RICH_TEXT = [
  {
    type: 'text',
    text: { content: 'x', link: null },
    annotations: { bold: FLAG, italic: FLAG, strikethrough: FLAG, underline: FLAG, code: FLAG, color: 'default' },
    plain_text: 'x',
    href: null,
  },
]
const SYNCED = { synced_property_name: TEXT, synced_property_id: TEXT }
const ROLLED_UP = [{ type: 'title', title: LIST }]

/** Name, type, settings as answered, value as answered. */
const COLUMNS: [string, string, unknown, unknown][] = [
  ['Name', 'title', {}, SHOWN_RICH_TEXT],
  ['Text', 'rich_text', {}, SHOWN_RICH_TEXT],
  ['Number', 'number', { format: 'number' }, 1.5],
  ['Kind', 'select', { options: [{ ...OPTION, description: null }] }, OPTION],
  ['Kinds', 'multi_select', { options: [{ ...OPTION, description: null }] }, [OPTION]],
  ['Status', 'status', { options: LIST, groups: LIST }, OPTION],
  ['Due', 'date', {}, { start: '2026-01-01', end: null, time_zone: null }],
  ['Who', 'people', {}, [expect.objectContaining({ ...USER, type: 'bot', name: TEXT, avatar_url: null })]],
  ['Files', 'files', {}, [{ name: 'f', type: 'external', external: { url: TEXT } }]],
  ['Done', 'checkbox', {}, true],
  ['Link', 'url', {}, 'https://a.b'],
  ['Mail', 'email', {}, 'a@b.c'],
  ['Phone', 'phone_number', {}, '1'],
  ['One', 'relation', { ...RELATION, type: 'single_property', single_property: {} }, []],
  ['Both', 'relation', { ...RELATION, type: 'dual_property', dual_property: SYNCED }, [{ id: ID }]],
  ['ID', 'unique_id', { prefix: 'T' }, { prefix: 'T', number: 1 }],
  ['Made', 'created_time', {}, TIME],
  ['Maker', 'created_by', {}, expect.objectContaining(USER)],
  ['Edited', 'last_edited_time', {}, TIME],
  ['Editor', 'last_edited_by', {}, expect.objectContaining(USER)],
  ['Sum', 'formula', { expression: 'prop("Number") + 1' }, { type: 'number', number: 2.5 }],
  ['Up', 'rollup', { ...ROLLUP, ...ROLLUP_IDS }, { type: 'array', array: ROLLED_UP, function: 'show_original' }],
  ['Push', 'button', {}, {}],
  ['Spot', 'place', {}, { lat: 1, lon: 2 }],
]

describe.each(COLUMNS)('the column %s of type %s', (name, type, config, value) => {
  test('as a column', async () => {
    const shown = at(await api.send('get', `data_sources/${source}`), 'properties', name)
    expect(shown).toEqual({ id: TEXT, name, description: null, type, [type]: config })
  })

  test('as a value', () => {
    const more = type === 'relation' ? { has_more: false } : {}
    expect(at(page, 'properties', name)).toEqual({ id: TEXT, type, [type]: value, ...more })
  })
})

test('a comment with a file', async () => {
  const upload = await api.client.fileUploads.create({ mode: 'single_part', filename: 'a.mp3' })
  const data = new Blob(['sound'], { type: 'audio/mpeg' })
  await api.client.fileUploads.send({ file_upload_id: upload.id, file: { filename: 'a.mp3', data } })
  const comment = await api.client.comments.create({
    parent: { page_id: String(page.id) },
    rich_text: [{ text: { content: 'x' } }],
    attachments: [{ file_upload_id: upload.id }],
  })
  expect(comment).toEqual({
    object: 'comment',
    id: ID,
    parent: { type: 'page_id', page_id: page.id },
    discussion_id: ID,
    created_time: TIME,
    last_edited_time: TIME,
    created_by: USER,
    rich_text: SHOWN_RICH_TEXT,
    attachments: [{ category: 'audio', file: { url: TEXT, expiry_time: TIME } }],
    display_name: { type: 'integration', resolved_name: TEXT },
    request_id: ID,
  })
})

test('users, one by one', async () => {
  const first = await api.client.users.list({ page_size: 1 })
  const second = await api.client.users.list({ page_size: 1, start_cursor: first.next_cursor ?? '' })
  const named = { object: 'user', id: ID, name: TEXT, avatar_url: null }
  expect(first.results).toEqual([{ ...named, type: 'person', person: { email: TEXT, email_verified: true } }])
  expect(second.results).toEqual([{ ...named, type: 'bot', bot: expect.objectContaining({ workspace_id: ID }) }])
  expect([first.has_more, second.has_more]).toEqual([true, false])
})

function columns(there: string): Json {
  const plain = COLUMNS.map(([name, type]) => [name, { [type]: {} }])
  return {
    ...Object.fromEntries(plain),
    Kind: { select: { options: [{ name: 'a' }] } },
    Kinds: { multi_select: { options: [{ name: 'a' }] } },
    One: { relation: { data_source_id: there, single_property: {} } },
    Both: { relation: { data_source_id: there, dual_property: {} } },
    ID: { unique_id: { prefix: 'T' } },
    Sum: { formula: { expression: 'prop("Number") + 1' } },
    Up: { rollup: { relation_property_name: 'Both', rollup_property_name: 'Name', function: 'show_original' } },
  }
}

function values(): Json {
  return {
    Name: title('x'),
    Text: { rich_text: [{ text: { content: 'x' } }] },
    Number: { number: 1.5 },
    Kind: { select: { name: 'a' } },
    Kinds: { multi_select: [{ name: 'a' }] },
    Status: { status: { name: 'Done' } },
    Due: { date: { start: '2026-01-01' } },
    Who: { people: [{ id: 'b0700000-0000-8000-8000-000000000001' }] },
    Files: { files: [{ name: 'f', external: { url: 'https://a.b' } }] },
    Done: { checkbox: true },
    Link: { url: 'https://a.b' },
    Mail: { email: 'a@b.c' },
    Phone: { phone_number: '1' },
    Both: { relation: [{ id: related }] },
    Spot: { place: { lat: 1, lon: 2 } },
  }
}
