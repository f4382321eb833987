import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InputFault } from '../../src/errors.ts'
import type { CellValue } from '../../src/notion/cells/values.ts'
import { readCell, readText, sameCell, writeCell } from '../../src/notion/cells.ts'
import type { ColumnType } from '../../src/notion/columns.ts'
import fc from '../support/property.ts'
import { at, openApi, type TestApi, title } from '../unit/workspace/open-client.ts'

const WRITTEN = {
  title: 'Name',
  rich_text: 'Text',
  number: 'Number',
  select: 'Select',
  multi_select: 'Many',
  status: 'Status',
  date: 'Date',
  people: 'People',
  files: 'Files',
  checkbox: 'Done',
  url: 'Link',
  email: 'Mail',
  phone_number: 'Phone',
  relation: 'Rows',
  place: 'Place',
} as const satisfies Partial<Record<ColumnType, string>>
type Written = keyof typeof WRITTEN

let api: TestApi
let row: string
let others: string[]

beforeAll(async () => {
  api = openApi()
  const far = await api.table({ Name: { title: {} } })
  others = []
  for (let each = 0; each < 60; each += 1) others.push(await api.addRow(far, { Name: title(`row ${each}`) }))
  const properties = Object.fromEntries(Object.entries(WRITTEN).map(([type, name]) => [name, { [type]: {} }]))
  const relation = { relation: { data_source_id: far, single_property: {} } }
  const names = { rollup: { relation_property_name: 'Rows', rollup_property_name: 'Name', function: 'show_original' } }
  const table = await api.table({ ...properties, Rows: relation, Names: names, Twice: formula('prop("Number") * 2') })
  row = await api.addRow(table, { Name: title('row') })
})
afterAll(() => api.workspace.close())

const formula = (expression: string) => ({ formula: { expression } })
const column = (type: Written) => ({ name: WRITTEN[type], type })

/** Writes through the official client and reads the cell of a new answer. */
async function throughTheApi(type: Written, value: CellValue): Promise<unknown> {
  await api.send('patch', `pages/${row}`, { properties: { [WRITTEN[type]]: writeCell(column(type), value) } })
  return cellNow(WRITTEN[type])
}
const cellNow = async (name: string) => at(await api.send('get', `pages/${row}`), 'properties', name)

/** What is written reads the same, and counts as the same. */
async function roundTrip<T extends CellValue>(
  type: Written,
  values: fc.Arbitrary<T>,
  expected = (value: T): unknown => value,
) {
  await fc.assert(
    fc.asyncProperty(values, async value => {
      const cell = await throughTheApi(type, value)
      expect(readCell(cell, type)).toEqual(expected(value))
      expect(sameCell(column(type), value, cell)).toBe(true)
    }),
    { numRuns: 60, endOnFailure: true },
  )
}

const NASTY = [
  '😀👩‍👩‍👧',
  'שלום עולם',
  '\u202eabc',
  'half \ud83d',
  '\udc00',
  'a\nb\r\n\tc',
  'x'.repeat(10_000),
  '😀'.repeat(5_000),
  "';--",
  ' ',
]
const text = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 4000 }))
const short = (most: number) =>
  fc.string({ unit: 'grapheme', maxLength: most }).map(each => each.slice(0, most).toWellFormed())
const filled = (value: string) => value.toWellFormed() || undefined

describe('what is written to a cell is read from it', () => {
  it.each(['title', 'rich_text'] as const)('%s', type => roundTrip(type, text, filled))
  it.each(['url', 'email', 'phone_number'] as const)('%s', type => roundTrip(type, short(200), filled))

  it('number', async () => {
    const numbers = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(1e21, 1e-7, 2 ** 53, 5e-324),
    )
    // JSON has no -0
    await roundTrip('number', numbers, value => value + 0)
    expect(readCell(await throughTheApi('number', -0), 'number')).toBe(0)
    expect(readCell(await throughTheApi('number', null), 'number')).toBeUndefined()
  })

  it('checkbox', () => roundTrip('checkbox', fc.boolean()))

  it('select and multi_select, new options included', async () => {
    const name = fc.constantFrom('a', 'b, c', 'a,,b', 'שלום', '😀', 'x'.repeat(130), ' blank ')
    const kept = (given: string) => given.slice(0, 100).replaceAll(',', '‚')
    await roundTrip('select', name, kept)
    await roundTrip('multi_select', fc.uniqueArray(name), names => names.map(kept))
  })

  it('status: options that exist, in any case', async () => {
    await roundTrip('status', fc.constantFrom('Not started', 'In progress', 'Done'))
    expect(sameCell(column('status'), 'dONE', await throughTheApi('status', 'dONE'))).toBe(true)
    await expect(throughTheApi('status', 'Neither')).rejects.toThrow(/does not exist/)
  })

  it('days and ranges of days', async () => {
    const day = fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    const range = fc.tuple(day, day).map(([a, b]) => {
      const [start = '', end = ''] = [a, b].map(each => each.toISOString().slice(0, 10)).toSorted()
      return { start, end }
    })
    await roundTrip('date', range)
    await roundTrip(
      'date',
      range.map(({ start }) => ({ start })),
    )
  })

  it('times with offsets and with zones are the same moment', async () => {
    const moment = fc.date({ min: new Date('1971-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    const offset = fc.constantFrom('Z', '+02:00', '-09:30', '+05:45')
    const clock = moment.map(each => each.toISOString().slice(0, -1))
    const zone = fc.constantFrom('Europe/Vienna', 'America/New_York', 'Asia/Kathmandu', 'UTC')
    const values = fc.oneof(
      fc.tuple(clock, offset).map(([start, end]) => ({ start: start + end })),
      fc.tuple(clock, zone).map(([start, timeZone]) => ({ start, timeZone })),
      fc.tuple(clock, offset, zone).map(([start, end, timeZone]) => ({ start: start + end, timeZone })),
    )
    await fc.assert(
      fc.asyncProperty(values, async value => {
        const cell = await throughTheApi('date', value)
        expect(sameCell(column('date'), value, cell)).toBe(true)
        const read = readCell(cell, 'date')
        expect(sameCell(column('date'), read ?? null, await throughTheApi('date', read ?? null))).toBe(true)
        const later = { ...value, start: value.start.replace(/^\d{4}/, year => String(Number(year) + 4)) }
        expect(sameCell(column('date'), later, cell)).toBe(false)
      }),
      { numRuns: 100, endOnFailure: true },
    )
  })

  it('files: links', async () => {
    const file = fc.record({
      kind: fc.constant('external' as const),
      name: short(100).filter(Boolean),
      url: fc.webUrl(),
    })
    await roundTrip('files', fc.array(file, { maxLength: 10 }))
  })

  it('place', async () => {
    const place = fc.record({
      lat: fc.integer({ min: -90, max: 90 }),
      lon: fc.integer({ min: -180, max: 180 }),
      name: short(20),
    })
    await roundTrip('place', place)
  })
})

describe('references', () => {
  const list = (count: number) => ({ ids: others.slice(0, count), complete: true })

  it.each([0, 1, 24, 25, 26, 60])('a relation of %i: what is shown, and whether it is all', async count => {
    const cell = await throughTheApi('relation', list(count))
    const read = readCell(cell, 'relation')
    expect(read).toEqual({ ids: others.slice(0, Math.min(count, 25)), complete: count <= 25 })
    expect(sameCell(column('relation'), list(count), cell)).toBe(true)
    if (count > 25) expect(() => writeCell(column('relation'), read ?? null)).toThrow(InputFault)
    else expect(await throughTheApi('relation', read ?? null)).toEqual(cell)
  })

  it.each([0, 24, 25, 60])('a rollup over %i rows', async count => {
    await throughTheApi('relation', list(count))
    const cell = await cellNow('Names')
    const shownRows = Math.min(count, 25)
    expect(readText(cell)?.split(', ') ?? []).toHaveLength(shownRows)
    expect(readCell(cell, 'rollup')).toMatchObject({ complete: shownRows < 25 })
  })

  it.each([0, 24, 25, 40])('%i people: 25 may not be all', async count => {
    const ids = others.slice(0, count)
    const read = readCell(await throughTheApi('people', { ids, complete: true }), 'people')
    expect(read).toEqual({ ids: ids.slice(0, 25), complete: count < 25 })
  })

  it('a formula reads as the number it comes to', async () => {
    await throughTheApi('number', 21)
    expect(readCell(await cellNow('Twice'), 'formula')).toBe(42)
  })
})
