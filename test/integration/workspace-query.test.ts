import { collectPaginatedAPI } from '@notionhq/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BOT_ID, PERSON_ID } from '../../src/workspace/api/identity.ts'
import { at, type Json, openApi, refusal, type TestApi, text, title, titles } from '../unit/workspace/open-client.ts'

const COLUMNS = {
  Name: { title: {} },
  Note: { rich_text: {} },
  Link: { url: {} },
  Mail: { email: {} },
  Phone: { phone_number: {} },
  Bpm: { number: {} },
  Done: { checkbox: {} },
  Kind: { select: { options: [{ name: 'Song' }, { name: 'Mix' }] } },
  State: {
    status: {
      options: [
        { name: 'Ready', group: 'To-do' },
        { name: 'Running', group: 'In progress' },
        { name: 'Done', group: 'Complete' },
      ],
    },
  },
  Tags: { multi_select: {} },
  When: { date: {} },
  Who: { people: {} },
  Files: { files: {} },
  Nr: { unique_id: {} },
  Made: { created_time: {} },
  Edited: { last_edited_time: {} },
  By: { created_by: {} },
}

let api: TestApi
let table: string
let first: string

/** Four rows: `a` and `b` are full, `c` is nearly empty, `d` is empty but for its name. */
beforeAll(async () => {
  let clock = Date.UTC(2026, 6, 4, 10)
  api = openApi({ now: () => new Date(clock) })
  table = await api.table(COLUMNS)
  await api.send('patch', `data_sources/${table}`, {
    properties: { Before: { relation: { data_source_id: table, single_property: {} } } },
  })
  first = await api.addRow(table, {
    Name: title('a'),
    Note: text('Ärger im 100% Paradies'),
    Link: { url: 'https://Example.com/x' },
    Mail: { email: 'me@x.y' },
    Phone: { phone_number: '+41 1' },
    Bpm: { number: 120 },
    Done: { checkbox: true },
    Kind: { select: { name: 'Mix' } },
    State: { status: { name: 'Ready' } },
    Tags: { multi_select: [{ name: 'one' }, { name: 'two' }] },
    When: { date: { start: '2026-07-04' } },
    Who: { people: [{ id: PERSON_ID }] },
    Files: { files: [{ name: 'f', external: { url: 'https://x.y/f' } }] },
  })
  clock += 3600_000
  await api.addRow(table, {
    Name: title('b'),
    Note: text(`long ${'x'.repeat(1900)} tail`),
    Bpm: { number: -3.5 },
    Kind: { select: { name: 'Song' } },
    State: { status: { name: 'Running' } },
    Tags: { multi_select: [{ name: 'two' }] },
    When: { date: { start: '2026-07-04T23:30:00-05:00' } },
    Before: { relation: [{ id: first }] },
  })
  clock += 24 * 3600_000
  await api.addRow(table, { Name: title('c'), State: { status: { name: 'Done' } }, Bpm: { number: 0 } })
  await api.addRow(table, { Name: title('d') })
})
afterAll(() => api.workspace.close())

const on = (property: string, condition: Json): Json => ({
  property,
  [Object.keys(COLUMNS[property as 'Name'] ?? { relation: {} })[0] ?? '']: condition,
})

describe('filters', () => {
  it.each<[string, Json, string]>([
    ['Name', { equals: 'A' }, 'a'],
    ['Name', { does_not_equal: 'a' }, 'bcd'],
    ['Note', { equals: 'äRGER IM 100% paradies' }, 'a'],
    ['Note', { contains: '100%' }, 'a'],
    ['Note', { contains: '_' }, ''],
    ['Note', { contains: 'ÄRG' }, 'a'],
    ['Note', { ends_with: 'X TAIL' }, 'b'],
    ['Note', { starts_with: 'long x' }, 'b'],
    ['Note', { does_not_contain: 'paradies' }, 'bcd'],
    ['Note', { is_empty: true }, 'cd'],
    ['Note', { is_not_empty: true }, 'ab'],
    ['Link', { equals: 'https://example.com/X' }, 'a'],
    ['Link', { does_not_equal: 'https://example.com/X' }, 'bcd'],
    ['Mail', { ends_with: '@x.y' }, 'a'],
    ['Phone', { starts_with: '+41' }, 'a'],
    ['Bpm', { equals: 0 }, 'c'],
    ['Bpm', { does_not_equal: 0 }, 'abd'],
    ['Bpm', { greater_than: 0 }, 'a'],
    ['Bpm', { greater_than_or_equal_to: 0 }, 'ac'],
    ['Bpm', { less_than: 0 }, 'b'],
    ['Bpm', { less_than_or_equal_to: 0 }, 'bc'],
    ['Bpm', { is_empty: true }, 'd'],
    ['Done', { equals: true }, 'a'],
    ['Done', { equals: false }, 'bcd'],
    ['Done', { does_not_equal: true }, 'bcd'],
    ['Kind', { equals: 'mix' }, 'a'],
    ['Kind', { equals: ['Mix', 'Song'] }, 'ab'],
    ['Kind', { does_not_equal: 'Mix' }, 'bcd'],
    ['Kind', { does_not_equal: ['Mix', 'Song'] }, 'cd'],
    ['Kind', { equals: 'no such option' }, ''],
    ['Kind', { does_not_equal: 'no such option' }, 'abcd'],
    ['Kind', { is_empty: true }, 'cd'],
    ['State', { equals: 'Ready' }, 'a'],
    ['State', { equals: ['Ready', 'Done'] }, 'ac'],
    ['State', { equals: 'Complete' }, 'c'],
    ['State', { does_not_equal: ['To-do', 'Done'] }, 'bd'],
    ['Tags', { contains: 'one' }, 'a'],
    ['Tags', { contains: ['one', 'two'] }, 'ab'],
    ['Tags', { does_not_contain: 'one' }, 'bcd'],
    ['Tags', { does_not_contain: ['one', 'two'] }, 'cd'],
    ['Tags', { is_not_empty: true }, 'ab'],
    ['When', { equals: '2026-07-04' }, 'a'],
    ['When', { equals: '2026-07-05T04:30:00Z' }, 'b'],
    ['When', { after: '2026-07-04' }, 'b'],
    ['When', { before: '2026-07-05' }, 'a'],
    ['When', { on_or_after: '2026-07-04' }, 'ab'],
    ['When', { on_or_before: '2026-07-05' }, 'ab'],
    ['When', { equals: 'yesterday' }, 'a'],
    ['When', { equals: 'today' }, 'b'],
    ['When', { past_week: {} }, 'ab'],
    ['When', { next_week: {} }, 'b'],
    ['When', { on_or_after: 'tomorrow' }, ''],
    ['When', { is_empty: true }, 'cd'],
    ['Who', { contains: PERSON_ID }, 'a'],
    ['Who', { does_not_contain: PERSON_ID }, 'bcd'],
    ['Who', { contains: 'me' }, ''],
    ['Files', { is_not_empty: true }, 'a'],
    ['Nr', { greater_than: 2 }, 'cd'],
    ['Made', { on_or_before: '2026-07-04T10:00:00Z' }, 'a'],
    ['Edited', { equals: '2026-07-05' }, 'cd'],
    ['By', { contains: BOT_ID }, 'abcd'],
    ['By', { does_not_contain: BOT_ID }, ''],
    ['Before', { is_empty: true }, 'acd'],
  ])('%s %j', async (property, condition, rows) => {
    expect(titles(await api.query(table, { filter: on(property, condition) })).join('')).toBe(rows)
  })

  it('by relation', async () => {
    const filter = (name: string) => ({ filter: on('Before', { [name]: first }) })
    expect(titles(await api.query(table, filter('contains')))).toEqual(['b'])
    expect(titles(await api.query(table, filter('does_not_contain')))).toEqual(['a', 'c', 'd'])
  })

  it.each<[Json, string]>([
    [{ timestamp: 'created_time', created_time: { after: '2026-07-04' } }, 'cd'],
    [{ timestamp: 'last_edited_time', last_edited_time: { before: '2026-07-04T11:00:00Z' } }, 'a'],
    [{ and: [on('Done', { equals: false }), on('State', { is_not_empty: true })] }, 'bc'],
    [
      { or: [on('Name', { equals: 'd' }), { and: [on('Bpm', { less_than: 100 }), on('Kind', { is_empty: true })] }] },
      'cd',
    ],
    [{ and: [] }, 'abcd'],
  ])('%j', async (filter, rows) => {
    expect(titles(await api.query(table, { filter })).join('')).toBe(rows)
  })
})

describe('sorts', () => {
  it.each<[Json, string]>([
    [{ property: 'Name', direction: 'descending' }, 'dcba'],
    [{ property: 'Bpm', direction: 'ascending' }, 'bcad'],
    [{ property: 'Bpm', direction: 'descending' }, 'acbd'],
    [{ property: 'Kind', direction: 'ascending' }, 'bacd'],
    [{ property: 'Kind', direction: 'descending' }, 'abcd'],
    [{ property: 'State', direction: 'descending' }, 'cbad'],
    [{ property: 'Tags', direction: 'descending' }, 'bacd'],
    [{ property: 'Done', direction: 'descending' }, 'abcd'],
    [{ property: 'When', direction: 'descending' }, 'bacd'],
    [{ property: 'Note', direction: 'descending' }, 'abcd'],
    [{ property: 'Nr', direction: 'descending' }, 'dcba'],
    [{ timestamp: 'created_time', direction: 'descending' }, 'cdba'],
  ])('%j', async (sort, rows) => {
    expect(titles(await api.query(table, { sorts: [sort] })).join('')).toBe(rows)
  })

  it('takes the earlier sort first', async () => {
    const sorts = [
      { property: 'Done', direction: 'ascending' },
      { property: 'Bpm', direction: 'descending' },
    ]
    expect(titles(await api.query(table, { sorts })).join('')).toBe('cbda')
  })
})

describe('paging', () => {
  const sorts = [
    { property: 'Kind', direction: 'descending' as const },
    { property: 'Bpm', direction: 'ascending' as const },
  ]
  let many: string
  let ids: string[]
  beforeAll(async () => {
    many = await api.table({ Name: { title: {} }, Bpm: { number: {} }, Kind: { select: {} } })
    ids = []
    for (let index = 0; index < 250; index += 1) {
      const kind = index % 3 === 0 ? {} : { Kind: { select: { name: `k${index % 3}` } } }
      const bpm = index % 5 === 0 ? {} : { Bpm: { number: (index * 37) % 50 } }
      ids.push(await api.addRow(many, { Name: title(`n${index}`), ...kind, ...bpm }))
    }
  })

  it.each([[7], [100]])('gives every row once, in order, %i at a time', async page_size => {
    for (const order of [undefined, sorts]) {
      const rows = await collectPaginatedAPI(api.client.dataSources.query, {
        data_source_id: many,
        page_size,
        sorts: order,
      })
      const found = rows.map(row => row.id)
      expect(found).toHaveLength(250)
      expect(new Set(found)).toEqual(new Set(ids))
      if (!order) expect(found).toEqual(ids)
      const keys = rows.map(row => [
        at(row, 'properties', 'Kind', 'select', 'name') ?? '',
        at(row, 'properties', 'Bpm', 'number') ?? 99,
      ])
      const expected = [...keys].sort((a, b) =>
        String(b[0]) > String(a[0]) ? 1 : String(b[0]) < String(a[0]) ? -1 : Number(a[1]) - Number(b[1]),
      )
      if (order) expect(keys).toEqual(expected)
    }
  })

  it('skips no row when those of the first page leave the result', async () => {
    const own = await api.table({ Name: { title: {} }, Done: { checkbox: {} } })
    for (let index = 0; index < 20; index += 1) await api.addRow(own, { Name: title(`n${index}`) })
    const body = { filter: { property: 'Done', checkbox: { equals: false } }, page_size: 10 }
    const page = await api.query(own, body)
    for (const row of page.results)
      await api.send('patch', `pages/${row.id}`, { properties: { Done: { checkbox: true } } })
    const rest = await api.query(own, { ...body, start_cursor: page.next_cursor })
    expect(titles(rest)).toEqual(Array.from({ length: 10 }, (_, index) => `n${index + 10}`))
    expect(rest).toMatchObject({ has_more: false, next_cursor: null, type: 'page_or_data_source' })
    expect(rest).not.toHaveProperty('request_status')
  })

  it('binds a cursor to its query', async () => {
    const { next_cursor } = await api.query(many, { sorts })
    const message = `The start_cursor provided is invalid: ${next_cursor}`
    expect((await refusal(api.query(many, { start_cursor: next_cursor }))).message).toBe(message)
    expect((await refusal(api.query(table, { sorts: [], start_cursor: next_cursor }))).message).toBe(message)
    const filter = { property: 'Bpm', number: { greater_than: 0 } }
    expect((await refusal(api.query(many, { sorts, filter, start_cursor: next_cursor }))).message).toBe(message)
    expect((await api.query(many, { sorts, start_cursor: next_cursor, page_size: 5 })).results).toHaveLength(5)
  })

  it('ends at 10,000 rows and says so', async () => {
    const own = await api.table({ Name: { title: {} } })
    for (let index = 0; index < 10_001; index += 1) await api.addRow(own, { Name: title(`n${index}`) })
    let count = 0
    let page = await api.query(own, {})
    for (count = page.results.length; page.has_more; count += page.results.length) {
      expect(page).not.toHaveProperty('request_status')
      page = await api.query(own, { start_cursor: page.next_cursor })
    }
    expect(count).toBe(10_000)
    expect(page).toMatchObject({
      next_cursor: null,
      request_status: { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' },
    })
  })
})
