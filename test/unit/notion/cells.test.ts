import { describe, expect, it } from 'vitest'
import { InputFault, Transient } from '../../../src/errors.ts'
import type { CellValue } from '../../../src/notion/cells/values.ts'
import { readCell, readNames, readNumber, readText, splitText, writeCell } from '../../../src/notion/cells.ts'
import type { ColumnType } from '../../../src/notion/columns.ts'
import { resolveSchema } from '../../../src/notion/schema.ts'
import fc from '../../support/property.ts'

const column = (type: ColumnType) => ({ name: 'Wish', type })
const write = (type: ColumnType, value: CellValue) => writeCell(column(type), value)[type]
const cell = (type: string, value: unknown, more: object = {}) => ({ id: 'i', type, [type]: value, ...more })
const ID = '284e7361-6027-8018-872a-eb14e82e0392'
const idsOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ID.slice(0, -4) + at.toString(16).padStart(4, '0'))
const references = (count: number) => idsOf(count).map(id => ({ id }))

describe('splitText', () => {
  it('splits at 1,900 characters and loses nothing, surrogates included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 9000 }), text => {
        const pieces = splitText(text)
        expect(pieces.join('')).toBe(text)
        expect(pieces.every(piece => piece.length <= 1900 && piece.isWellFormed())).toBe(true)
      }),
      { numRuns: 200 },
    )
    expect(splitText(`${'a'.repeat(1899)}😀`).map(piece => piece.length)).toEqual([1899, 2])
  })

  it('takes 100 pieces and says of a longer text that it is cut', () => {
    expect(splitText('a'.repeat(190_000))).toHaveLength(100)
    expect(splitText('a'.repeat(190_000)).at(-1)).not.toContain('cut')
    const pieces = splitText('😀'.repeat(100_000))
    expect(pieces).toHaveLength(100)
    expect(pieces.at(-1)).toMatch(/😀… \(cut: Notion takes no more\)$/u)
    expect(pieces.every(piece => piece.length <= 1900 && piece.isWellFormed())).toBe(true)
  })
})

describe('writing', () => {
  it.each<[ColumnType, unknown]>([
    ['url', null],
    ['email', null],
    ['phone_number', null],
    ['select', null],
    ['date', null],
    ['rich_text', []],
  ])('an empty text empties a %s', (type, empty) => {
    expect(write(type, '')).toEqual(empty)
    expect(write(type, null)).toEqual(empty)
  })

  it.each<[ColumnType, CellValue, RegExp]>([
    ['number', Number.NaN, /NaN is no number/],
    ['number', Number.POSITIVE_INFINITY, /Infinity is no number/],
    ['number', '7', /"7" is no number/],
    ['checkbox', 'yes', /neither true nor false/],
    ['date', 'soon', /is no date/],
    ['date', '2026-02-30', /is no date/],
    ['date', { start: '2026-07-04T10:00', timeZone: 'Middle/Earth' }, /is no date/],
    ['date', { start: '2026-07-04', timeZone: 'Europe/Vienna' }, /a day has no time zone/],
    ['date', { start: '2026-07-04', end: '2026-07-03' }, /before its start/],
    ['multi_select', ['a', ' '], /needs a name/],
    ['multi_select', Array.from({ length: 101 }, (_, at) => `o${at}`), /101 options/],
    ['email', 'a'.repeat(201), /more than 200/],
    ['url', 'a'.repeat(2001), /more than 2000/],
    ['relation', { ids: idsOf(25), complete: false }, /only 25 of its entries are known.*deleted/],
    ['people', { ids: idsOf(3), complete: false }, /only 3 of its entries are known/],
    ['relation', { ids: idsOf(101), complete: true }, /101 entries/],
    ['relation', { ids: ['nonsense'], complete: true }, /is no id/],
    ['files', [{ kind: 'stored', name: 'a.wav', url: 'https://files/x', expires: '2026' }], /ends after an hour/],
    ['files', [{ kind: 'external', name: 'a.wav', url: 'a.wav' }], /is no link/],
    ['verification', { state: 'expired' }, /neither verified nor unverified/],
    ['formula', 1, /a formula column is filled by Notion/],
    ['created_time', '2026-07-04', /filled by Notion/],
  ])('%s: %j is refused with the column’s name', (type, value, words) => {
    expect(() => write(type, value)).toThrow(InputFault)
    expect(() => write(type, value)).toThrow(/"Wish" cannot be written/)
    expect(() => write(type, value)).toThrow(words)
  })

  it('a time with an offset and a zone is written as that zone’s clocks', () => {
    const value = { start: '2026-07-04T10:00:00Z', end: '2026-12-04T10:00:00Z', timeZone: 'Europe/Vienna' }
    expect(write('date', value)).toEqual({
      start: '2026-07-04T12:00:00.000',
      end: '2026-12-04T11:00:00.000',
      time_zone: 'Europe/Vienna',
    })
  })

  it('option names have no comma, 100 characters, whole emoji, and the blanks a person gave them', () => {
    expect(write('multi_select', ['a,b', 'A‚B', ' a '])).toEqual([{ name: 'A‚B' }, { name: ' a ' }])
    expect(write('select', ' ')).toBeNull()
    expect(write('select', `${'a'.repeat(99)}😀`)).toEqual({ name: 'a'.repeat(99) })
  })

  it('uploads are written by id, groups as groups, ids once', () => {
    expect(write('files', [{ kind: 'upload', id: ID, name: 'a.wav' }])).toEqual([
      { type: 'file_upload', name: 'a.wav', file_upload: { id: ID } },
    ])
    const [one = '', two = ''] = idsOf(2)
    expect(write('people', { ids: [one, two, one.replaceAll('-', '')], complete: true, groups: [two] })).toEqual([
      { object: 'user', id: one },
      { object: 'group', id: two },
    ])
  })
})

describe('reading', () => {
  it.each([
    ['has_more', 25, { has_more: true }, false],
    ['has_more, fewer', 3, { has_more: true }, false],
    ['no has_more', 25, { has_more: false }, true],
    ['25 without knowledge', 25, {}, false],
    ['24 without knowledge', 24, {}, true],
  ])('%s: a list of references knows whether it is whole', (_name, count, more, complete) => {
    expect(readCell(cell('relation', references(count), more), 'relation')).toEqual({ ids: idsOf(count), complete })
    expect(readCell(cell('people', references(count), more), 'people')).toEqual({ ids: idsOf(count), complete })
  })

  it('a rollup of one relation is its title, one of 25 may lack some', () => {
    const title = cell('title', [{ plain_text: 'Claude MM1 Agent' }])
    expect(readText(cell('rollup', { type: 'array', array: [title] }))).toBe('Claude MM1 Agent')
    const long = cell('rollup', { type: 'array', array: references(25).map(each => cell('relation', [each])) })
    expect(readCell(long, 'rollup')).toMatchObject({ complete: false })
  })

  it.each([
    [cell('formula', { type: 'string', string: 'a' }), 'a'],
    [cell('formula', { type: 'number', number: 1e21 }), '1e+21'],
    [cell('formula', { type: 'boolean', boolean: false }), 'false'],
    [cell('formula', { type: 'date', date: { start: '2026-07-04', end: '2026-07-05' } }), '2026-07-04 → 2026-07-05'],
    [cell('formula', { type: 'unsupported', unsupported: {} }), undefined],
    [cell('rollup', { type: 'number', number: 3, function: 'count' }), '3'],
    [cell('rollup', { type: 'incomplete', incomplete: {} }), undefined],
    [cell('unique_id', { prefix: 'TASK', number: 12 }), 'TASK-12'],
    [cell('place', { lat: 48.2, lon: 16.4, name: 'Vienna' }), 'Vienna'],
    [cell('relation', references(2)), undefined],
    [cell('button', {}), undefined],
    [cell('a type to come', 7), undefined],
    [undefined, undefined],
  ])('the words of %j', (given, words) => expect(readText(given)).toBe(words))

  it('numbers of formulas are numbers, names of other columns are none', () => {
    expect(readNumber(cell('formula', { type: 'number', number: 1.5 }))).toBe(1.5)
    expect(readNumber(cell('rich_text', [{ plain_text: '7' }]))).toBeUndefined()
    expect(readNames(cell('select', { name: 'a' }))).toEqual([])
  })

  it('a strange form or another type never passes for an empty cell', () => {
    expect(() => readNames(cell('multi_select', undefined))).toThrow(Transient)
    expect(() => readText(cell('rich_text', 'text'))).toThrow(/another form than expected \(rich_text/)
    expect(() => readCell(cell('rollup', {}), 'relation')).toThrow(/was relation and is rollup now/)
  })
})

describe('resolveSchema', () => {
  const source = (properties: Record<string, string>) => ({
    id: 'ds',
    title: [{ plain_text: 'Music' }],
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, type], index) => [name, { id: `p%3A${index}`, name, type, [type]: {} }]),
    ),
  })
  const rules = {
    title: { names: [], types: ['title'], needed: true },
    key: { names: ['Key'], types: ['rich_text'] },
    tempo: { names: ['Tempo', 'BPM'], types: ['number'] },
  } as const

  it('finds any title, trailing blanks, aliases; decodes ids', () => {
    const schema = resolveSchema(source({ Wish: 'title', 'Key ': 'rich_text', BPM: 'number' }), rules)
    expect(schema.columns.title?.name).toBe('Wish')
    expect(schema.columns.key).toMatchObject({ name: 'Key ', id: 'p:1' })
    expect(schema.columns.tempo?.name).toBe('BPM')
  })

  it('prefers the column of the right type among namesakes', () => {
    expect(resolveSchema(source({ Name: 'title', Key: 'number', 'Key ': 'rich_text' }), rules).columns.key?.name).toBe(
      'Key ',
    )
  })

  it('says what is expected and what is there', () => {
    expect(() => resolveSchema(source({ Name: 'title', Tempo: 'rich_text' }), rules)).toThrow(
      /"Tempo" should be number, it is rich_text.*It has: "Name" title, "Tempo" rich_text/,
    )
    expect(() => resolveSchema(source({ Tempo: 'number' }), rules)).toThrow(/a column "title" \(title\) is missing/)
    expect(() => resolveSchema(source({}), rules)).toThrow(/without columns/)
  })

  it('an absent optional column switches its field off', () => {
    expect(resolveSchema(source({ Name: 'title' }), rules).absent).toEqual(['key', 'tempo'])
  })
})
