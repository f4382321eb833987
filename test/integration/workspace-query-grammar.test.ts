import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BOT_ID, PERSON_ID, PERSON_TOKEN } from '../../src/workspace/api/identity.ts'
import { type Json, openApi, type TestApi, text, title, titles } from '../unit/workspace/open-client.ts'

const NOW = '2026-07-04T10:00:00Z'
const LONG = `${'many words '.repeat(40)}and a tail`

let api: TestApi
let table: string
let other: string
let rows: Record<'a' | 'b' | 'c', string>

/** `a` and `b` point at rows of the other table: at two, and at one; `c` is empty but for its name. */
beforeAll(async () => {
  api = openApi({ now: () => new Date(NOW) })
  other = await api.table({ Name: { title: {} }, Bpm: { number: {} }, Kind: { select: {} }, When: { date: {} } })
  const one = await api.addRow(other, { Name: title('one'), Bpm: { number: 1 }, Kind: { select: { name: 'Song' } } })
  const two = await api.addRow(other, { Name: title('Two'), When: { date: { start: '2026-07-01' } } })
  const rollup = (target: string, name: string) => ({
    rollup: { relation_property_name: 'Rel', rollup_property_name: target, function: name },
  })
  table = await api.table({
    Name: { title: {} },
    Note: { rich_text: {} },
    Bpm: { number: {} },
    When: { date: {} },
    Who: { people: {} },
    Made: { created_time: {} },
    By: { created_by: {} },
    Proof: { verification: {} },
    Rel: { relation: { data_source_id: other, single_property: {} } },
    Double: { formula: { expression: 'prop("Bpm") * 2' } },
    Loud: { formula: { expression: 'if(empty(prop("Note")), "", upper(prop("Name")))' } },
    Days: { formula: { expression: 'dateBetween(now(), prop("When"), "days")' } },
    Names: rollup('Name', 'show_original'),
    Kinds: rollup('Kind', 'show_original'),
    Sum: rollup('Bpm', 'sum'),
    Last: rollup('When', 'latest_date'),
  })
  const add = (name: string, properties: Json) => api.addRow(table, { Name: title(name), ...properties })
  rows = {
    a: await add('a', {
      Note: text(LONG),
      Bpm: { number: 2 },
      When: { date: { start: '2026-07-01' } },
      Who: { people: [{ id: PERSON_ID }] },
      Rel: { relation: [{ id: one }, { id: two }] },
    }),
    b: await add('b', { Note: text('nul\0 inside'), Bpm: { number: -1 }, Rel: { relation: [{ id: two }] } }),
    c: await add('c', {}),
  }
})
afterAll(() => api.workspace.close())

const found = async (filter: Json) => titles(await api.query(table, { filter })).join('')
const on = (property: string, condition: Json): Json => ({ property, ...condition })

describe('what a row comes to', () => {
  it.each<[string, Json, string]>([
    ['Double', { formula: { number: { equals: 4 } } }, 'a'],
    ['Double', { formula: { number: { does_not_equal: 4 } } }, 'bc'],
    ['Double', { formula: { string: { contains: '4' } } }, ''],
    ['Loud', { formula: { string: { equals: 'a' } } }, 'a'],
    ['Loud', { formula: { string: { is_empty: true } } }, 'c'],
    ['Days', { formula: { number: { equals: 3 } } }, 'a'],
    ['Sum', { rollup: { number: { greater_than: 0 } } }, 'a'],
    ['Last', { rollup: { date: { equals: '2026-07-01' } } }, 'ab'],
    ['Names', { rollup: { any: { rich_text: { contains: 'TWO' } } } }, 'ab'],
    ['Names', { rollup: { every: { rich_text: { equals: 'two' } } } }, 'bc'],
    ['Names', { rollup: { none: { rich_text: { equals: 'one' } } } }, 'bc'],
    ['Kinds', { rollup: { any: { select: { equals: ['song', 'no such option'] } } } }, 'a'],
    ['Kinds', { rollup: { any: { select: { is_empty: true } } } }, 'ab'],
    ['Proof', { verification: { status: 'none' } }, 'abc'],
    ['Proof', { verification: { status: 'verified' } }, ''],
    ['Proof', { verification: { does_not_equal: 'expired' } }, 'abc'],
  ])('%s %j', async (property, condition, expected) => {
    expect(await found(on(property, condition))).toBe(expected)
  })

  it('is reckoned anew when it depends on the time', async () => {
    let day = 10
    const later = openApi({ now: () => new Date(Date.UTC(2026, 6, day)) })
    const dated = await later.table({
      Name: { title: {} },
      When: { date: {} },
      Days: { formula: { expression: 'dateBetween(now(), prop("When"), "days")' } },
      More: { formula: { expression: 'prop("Days") + 1' } },
    })
    await later.addRow(dated, { Name: title('x'), When: { date: { start: '2026-07-01' } } })
    const overdue = { filter: on('More', { formula: { number: { greater_than: 15 } } }) }
    expect(titles(await later.query(dated, overdue))).toEqual([])
    day = 20
    expect(titles(await later.query(dated, overdue))).toEqual(['x'])
    later.workspace.close()
  })
})

describe('texts', () => {
  it.each<[Json, string]>([
    [{ contains: 'WORDS AND a' }, 'a'],
    [{ contains: 'nd' }, 'a'],
    [{ does_not_contain: 'words many' }, 'bc'],
    [{ ends_with: 'A TAIL' }, 'a'],
    [{ starts_with: 'many words' }, 'a'],
    [{ equals: LONG.toUpperCase() }, 'a'],
    [{ contains: 'inside' }, 'b'],
    [{ contains: 'nul\0' }, 'b'],
  ])('long ones and those with a NUL: %j', async (condition, expected) => {
    expect(await found(on('Note', { rich_text: condition }))).toBe(expected)
  })
})

describe('people', () => {
  it('"me" is the person who asks, and no connection', async () => {
    const ask = async (token: string, filter: Json) => {
      const response = await api.workspace.fetch(`http://x/v1/data_sources/${table}/query`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'notion-version': '2025-09-03' },
        body: JSON.stringify({ filter }),
      })
      return titles((await response.json()) as { results: Json[] }).join('')
    }
    expect(await ask('connection', on('Who', { people: { contains: 'me' } }))).toBe('')
    expect(await ask('connection', on('Who', { people: { does_not_contain: 'me' } }))).toBe('abc')
    expect(await ask(PERSON_TOKEN, on('Who', { people: { contains: 'me' } }))).toBe('a')
    expect(await ask(PERSON_TOKEN, on('By', { created_by: { contains: 'me' } }))).toBe('')
    expect(await ask(PERSON_TOKEN, on('By', { people: { contains: BOT_ID } }))).toBe('abc')
  })
})

describe('sorts', () => {
  it.each<[string, string]>([
    ['Double', 'bca'],
    ['Sum', 'bca'],
    ['Last', 'abc'],
    ['Names', 'abc'],
    ['Rel', 'abc'],
    ['Who', 'abc'],
    ['Days', 'abc'],
  ])('by %s', async (property, expected) => {
    expect(titles(await api.query(table, { sorts: [{ property, direction: 'ascending' }] })).join('')).toBe(expected)
  })

  it('pages through a long text by a short cursor', async () => {
    const sorts = [{ property: 'Note', direction: 'ascending' }]
    const page = await api.query(table, { sorts, page_size: 1 })
    expect(String(page.next_cursor).length).toBeLessThan(2000)
    expect(titles(await api.query(table, { sorts, start_cursor: page.next_cursor })).join('')).toBe('bc')
    expect(rows.a).toBe(page.results[0]?.id)
  })
})
