// Whatever stands at whatever place of a request: an answer in Notion's form, and a refused request changes nothing.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Workspace } from '../../src/workspace/workspace.ts'
import fc from '../support/property.ts'
import { at, type Json, openApi, type TestApi, title } from '../unit/workspace/open-client.ts'

const RICH_TEXT = [
  { type: 'text', text: { content: 'x', link: { url: 'https://a.b' } }, annotations: { bold: true, color: 'red' } },
  { type: 'equation', equation: { expression: 'x' } },
  { type: 'mention', mention: { type: 'date', date: { start: '2026-01-01', end: '2026-01-02', time_zone: null } } },
]
const ICON = { type: 'emoji', emoji: '🎵' }
const COVER = { type: 'external', external: { url: 'https://a.b/c.png' } }

interface Sent {
  method: 'POST' | 'PATCH'
  path: string
  body: Json
}

let api: TestApi
let requests: Sent[]

beforeEach(async () => {
  api = openApi()
  requests = await validRequests(api)
})

afterEach(() => api.workspace.close())

describe('a request with a wrong value somewhere', () => {
  test('is answered, and when it is refused nothing is changed', async () => {
    const anything = fc.jsonValue({ maxDepth: 3 })
    const nasty = fc.constantFrom(...['constructor', '__proto__', '\ud800', 'a\0b', 1e308, '2026-13-45'])
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.oneof(anything, nasty), async (which, where, value) => {
        const { method, path, body } = requests[which % requests.length] ?? requests[0] ?? fail()
        const places = placesIn(body)
        const before = contentOf(api.workspace)
        const wrong = withValue(body, places[where % places.length] ?? [], value)
        const { status, answer } = await send(method, path, JSON.stringify(wrong))
        if (status === 200) return
        expect(answer).toMatchObject({ object: 'error', status, code: 'validation_error' })
        expect(contentOf(api.workspace)).toBe(before)
      }),
      { numRuns: 1500 },
    )
  }, 60_000)

  test.each(['constructor', '__proto__', 'toString'])('does not take a block of type %s', async type => {
    const page = await api.send('post', 'pages', { parent: { workspace: true }, properties: {} })
    for (const block of [`{"type":"${type}","${type}":{}}`, `{"${type}":{}}`]) {
      const { status } = await send('PATCH', `blocks/${page.id}/children`, `{"children":[${block}]}`)
      expect(status).toBe(400)
    }
  })

  test('does not take a table with more columns than there is room for', async () => {
    const properties = Object.fromEntries(
      Array.from({ length: 600 }, (_, index) => [`F${index}`, { formula: { expression: '1' } }]),
    )
    const body = {
      parent: { workspace: true },
      initial_data_source: { properties: { Name: { title: {} }, ...properties } },
    }
    const { status, answer } = await send('POST', 'databases', JSON.stringify(body))
    expect([status, answer.message]).toEqual([400, 'A data source cannot have more than 490 properties.'])
  })

  test.each([
    ['POST', 'pages', '{"parent":DEEP}'],
    ['POST', 'search', '{"query":DEEP}'],
    ['POST', 'databases', 'DEEP'],
  ] as const)('does not fall over deep JSON: %s %s', async (method, path, body) => {
    const { status } = await send(method, path, body.replace('DEEP', '['.repeat(200_000) + ']'.repeat(200_000)))
    expect(status).toBe(400)
  })
})

describe('a value of the wrong kind is refused, not passed over', () => {
  test.each([
    ['erase_content', { erase_content: 'true' }],
    ['archived', { in_trash: false, archived: 'no' }],
    ['the type of a rich text', { properties: { Name: { title: [{ type: 'words', text: { content: 'x' } }] } } }],
    ['the end of a mentioned date', { properties: { Name: { title: [dateMention({ end: 5 })] } } }],
    ['the id of an option', { properties: { Kind: { select: { id: 5, name: 'a' } } } }],
    ['the name of a file', { properties: { Files: { files: [{ name: 5, external: { url: 'https://a.b' } }] } } }],
  ])('%s', async (_what, body) => {
    const table = await api.table({ Name: { title: {} }, Kind: { select: {} }, Files: { files: {} } })
    const row = await api.addRow(table, {})
    const { status } = await send('PATCH', `pages/${row}`, JSON.stringify(body))
    expect(status).toBe(400)
  })

  test.each([
    ['settings', { rich_text: 5 }],
    ['name', { rich_text: {}, name: 5 }],
    ['description', { rich_text: {}, description: 5 }],
    ['id of an option', { select: { options: [{ id: 5, name: 'a' }] } }],
  ])('the %s of a column', async (_what, column) => {
    const table = await api.table({ Name: { title: {} } })
    const { status } = await send('PATCH', `data_sources/${table}`, JSON.stringify({ properties: { New: column } }))
    expect(status).toBe(400)
  })
})

function dateMention(date: Json): Json {
  return { type: 'mention', mention: { type: 'date', date: { start: '2026-01-01', ...date } } }
}

async function validRequests({ table, addRow, send: call }: TestApi): Promise<Sent[]> {
  const page = await call('post', 'pages', { parent: { workspace: true }, properties: { title: title('Page') } })
  const related = await table({ Name: { title: {} } })
  const other = await addRow(related, {})
  const source = await table(columns(related))
  const row = await addRow(source, values(other))
  const made = await call('patch', `blocks/${page.id}/children`, { children: blocks })
  const block = at(made, 'results', 0, 'id')
  const parent = { type: 'page_id', page_id: page.id }
  return [
    {
      method: 'POST',
      path: 'databases',
      body: { parent, title: RICH_TEXT, icon: ICON, cover: COVER, is_inline: false },
    },
    { method: 'PATCH', path: `data_sources/${source}`, body: { title: RICH_TEXT, properties: columns(related) } },
    {
      method: 'POST',
      path: 'pages',
      body: { parent: { data_source_id: source }, properties: values(other), icon: ICON },
    },
    { method: 'POST', path: 'pages', body: { parent, properties: { title: RICH_TEXT }, children: blocks } },
    { method: 'PATCH', path: `pages/${row}`, body: { properties: values(other), cover: COVER, in_trash: false } },
    { method: 'POST', path: `pages/${row}/move`, body: { parent: { data_source_id: source } } },
    { method: 'PATCH', path: `blocks/${page.id}/children`, body: { children: blocks, after: block } },
    { method: 'PATCH', path: `blocks/${block}`, body: { paragraph: { rich_text: RICH_TEXT, color: 'red' } } },
    { method: 'POST', path: 'comments', body: { parent, rich_text: RICH_TEXT, display_name: { type: 'user' } } },
    {
      method: 'POST',
      path: 'search',
      body: { query: 'x', filter: { property: 'object', value: 'page' }, page_size: 5 },
    },
  ]
}

const columns = (related: string): Json => ({
  Name: { title: {} },
  Text: { rich_text: {}, description: 'words' },
  Number: { number: { format: 'dollar' } },
  Kind: { select: { options: [{ name: 'a', color: 'red' }] } },
  Kinds: { multi_select: { options: [{ name: 'a' }] } },
  Status: { status: { options: [{ name: 'Ready', group: 'To-do' }] } },
  Due: { date: {} },
  Who: { people: {} },
  Files: { files: {} },
  Link: { url: {} },
  Related: { relation: { data_source_id: related, dual_property: {} } },
  ID: { unique_id: { prefix: 'T' } },
  Sum: { formula: { expression: 'prop("Number") + 1' } },
  Names: { rollup: { relation_property_name: 'Related', rollup_property_name: 'Name', function: 'show_original' } },
})

const values = (other: string): Json => ({
  Name: { title: RICH_TEXT },
  Text: { rich_text: RICH_TEXT },
  Number: { number: 1 },
  Kind: { select: { name: 'a' } },
  Kinds: { multi_select: [{ name: 'a' }, { name: 'new' }] },
  Status: { status: { name: 'Ready' } },
  Due: { date: { start: '2026-01-01T10:00:00', end: '2026-01-01T11:00:00', time_zone: 'Europe/Paris' } },
  Files: { files: [{ name: 'f', ...COVER }] },
  Link: { url: 'https://x' },
  Related: { relation: [{ id: other }] },
})

const blocks = [
  { type: 'paragraph', paragraph: { rich_text: RICH_TEXT, icon: ICON, children: [{ divider: {} }] } },
  { type: 'to_do', to_do: { rich_text: RICH_TEXT, checked: true } },
  { type: 'code', code: { rich_text: RICH_TEXT, caption: RICH_TEXT, language: 'python' } },
  { type: 'image', image: { ...COVER, caption: RICH_TEXT } },
  { type: 'table', table: { table_width: 1, children: [{ table_row: { cells: [RICH_TEXT] } }] } },
]

type Path = (string | number)[]

function placesIn(value: unknown, path: Path = []): Path[] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return [path, ...inside.flatMap(([key, each]) => placesIn(each, [...path, Array.isArray(value) ? Number(key) : key]))]
}

function withValue(whole: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value
  if (Array.isArray(whole)) return whole.map((each, index) => (index === key ? withValue(each, rest, value) : each))
  return { ...Object(whole), [key]: withValue(Object(whole)[key], rest, value) }
}

/** Everything in the file, as one text. */
function contentOf({ store }: Workspace): string {
  const rows = (text: string) => store.rows({ text, values: [] })
  const names = rows(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'long_text_index%'`)
  return JSON.stringify(names.map(({ name }) => rows(`SELECT * FROM "${name}"`)))
}

async function send(method: string, path: string, body: string): Promise<{ status: number; answer: Json }> {
  const response = await api.workspace.fetch(`https://api.notion.com/v1/${path}`, {
    method,
    body,
    headers: { authorization: 'Bearer local', 'notion-version': '2025-09-03' },
  })
  return { status: response.status, answer: (await response.json()) as Json }
}

function fail(): never {
  throw new Error('there are no requests')
}
