import { describe, expect, it } from 'vitest'
import type { CellValue } from '../../../src/notion/cells/values.ts'
import { sameCell } from '../../../src/notion/cells.ts'
import type { ColumnType } from '../../../src/notion/columns.ts'

const column = (type: ColumnType) => ({ name: 'Wish', type })
const cell = (type: string, value: unknown) => ({ id: 'i', type, [type]: value })
const ID = '284e7361-6027-8018-872a-eb14e82e0392'
const idsOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ID.slice(0, -4) + at.toString(16).padStart(4, '0'))
const references = (count: number) => idsOf(count).map(id => ({ id }))

describe('comparing what was meant with an answer', () => {
  const names = (...all: string[]) => all.map(name => ({ name }))
  it.each<[ColumnType, CellValue, unknown, boolean]>([
    ['multi_select', ['a,b', 'C'], names('c', 'a‚b'), true],
    ['multi_select', ['a'], names('a', 'b'), false],
    ['status', 'Done', { name: 'Done' }, true],
    ['status', 'Done', { name: 'Ready' }, false],
    ['select', 'a', null, false],
    ['select', null, null, true],
    ['number', -0, 0, true],
    ['number', 0.1, 0.2, false],
    ['number', null, null, true],
    [
      'date',
      { start: '2026-07-04T10:00', timeZone: 'Europe/Vienna' },
      { start: '2026-07-04T10:00:00.000+02:00' },
      true,
    ],
    [
      'date',
      { start: '2026-07-04T10:00', timeZone: 'Europe/Vienna' },
      { start: '2026-07-04T10:00:00.000+00:00' },
      false,
    ],
    [
      'date',
      { start: '2026-03-29T01:30', timeZone: 'Europe/Vienna' },
      { start: '2026-03-29T01:30:00.000+01:00' },
      true,
    ],
    ['date', '2026-07-04T10:00:42.123Z', { start: '2026-07-04T10:00:00.000+00:00', end: null }, true],
    ['date', '2026-07-04', { start: '2026-07-04' }, true],
    ['date', '2026-07-04', { start: '2026-07-04T00:00:00.000+00:00' }, false],
    ['date', { start: '2026-07-04', end: '2026-07-05' }, { start: '2026-07-04' }, false],
    ['rich_text', 'a'.repeat(4000), [{ plain_text: 'a'.repeat(2000) }, { plain_text: 'a'.repeat(2000) }], true],
    ['rich_text', 'half \ud83d', [{ plain_text: 'half \ufffd' }], true],
    ['rich_text', 'a', [{ plain_text: 'b' }], false],
    ['url', '', null, true],
    ['url', 'https://a.b', 'https://a.c', false],
    ['checkbox', null, false, true],
    ['relation', { ids: [ID.replaceAll('-', '')], complete: true }, [{ id: ID }], true],
    ['relation', { ids: idsOf(60), complete: true }, references(25), true],
    ['relation', { ids: idsOf(60), complete: true }, references(24), false],
    ['relation', { ids: [], complete: true }, references(1), false],
    ['files', [{ kind: 'upload', id: ID }], [{ name: 'a', type: 'file', file: { url: 'https://x' } }], true],
    ['files', null, [{ name: 'a', external: { url: 'https://x' } }], false],
    ['verification', { state: 'verified' }, { state: 'verified', date: null, verified_by: { id: ID } }, true],
    ['verification', { state: 'verified' }, { state: 'unverified', date: null, verified_by: null }, false],
    ['place', { lat: 1, lon: 2 }, { lat: 1, lon: 2, address: null }, true],
    ['place', { lat: 1, lon: 2 }, null, true],
    ['place', { lat: 1, lon: 2 }, { lat: 1, lon: 3 }, false],
    ['number', 0.1 + 0.2, 0.3, true],
    ['number', 128.01, 128.02, false],
    ['number', 1, null, false],
    ['date', '2026-07-04T10:00:59.999Z', { start: '2026-07-04T10:01:00.000+00:00' }, true],
    ['date', '2026-07-04T10:00:00Z', { start: '2026-07-04T12:00:00.000+02:00', time_zone: null }, true],
    ['date', '2026-07-04T10:00:00Z', { start: '2026-07-04T10:01:00.000+00:00' }, false],
    ['date', { start: '2026-07-04T10:00Z', end: '2026-07-04T11:00Z' }, { start: '2026-07-04T10:00Z' }, false],
    ['date', '2026-07-04', null, false],
    ['date', null, { start: '2026-07-04' }, false],
    ['rich_text', 'Cafe\u0301 del Mar', [{ plain_text: 'Caf\u00e9 del Mar' }], true],
    ['rich_text', 'two\r\nlines ', [{ plain_text: 'two\nlines' }], true],
    ['rich_text', 'a\u0000b\u0007', [{ plain_text: 'ab' }], true],
    ['rich_text', 'a b', [{ plain_text: 'ab' }], false],
    ['rich_text', 'a', [], false],
    ['title', ' Song', [{ plain_text: 'Song' }], true],
    ['url', 'https://a.b', 'https://a.b/', true],
    ['url', 'https://a.b/ä b', 'https://a.b/%C3%A4%20b', true],
    ['url', 'https://a.b/A', 'https://a.b/a', false],
    ['email', 'a@b.c ', 'a@b.c', true],
    ['phone_number', '123', '124', false],
    ['select', 'Cafe\u0301', { name: 'Caf\u00e9' }, true],
    ['select', '❤️', { name: '❤️' }, true],
    ['multi_select', ['a', 'a ', 'A'], names('a'), true],
    ['multi_select', ['a', 'b'], names('a'), false],
    ['relation', { ids: idsOf(60), complete: true }, references(60), true],
    ['relation', { ids: idsOf(2), complete: true }, references(3), false],
    ['files', [{ kind: 'external', name: 'a', url: 'https://x' }], [{ external: { url: 'https://x/' } }], true],
    ['files', [{ kind: 'external', name: 'a', url: 'https://x' }], [{ external: { url: 'https://y/' } }], false],
  ])('%s %j, answered %j: %s', (type, meant, answered, same) => {
    expect(sameCell(column(type), meant, cell(type, answered))).toBe(same)
  })

  it('a missing cell, or one of another type, holds nothing that was meant', () => {
    expect(sameCell(column('checkbox'), false, undefined)).toBe(false)
    expect(sameCell(column('select'), 'a', cell('status', { name: 'a' }))).toBe(false)
  })
})
