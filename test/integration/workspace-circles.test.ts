// Formulas and rollups that go in circles, and columns whose names are other columns' ids.

import { beforeEach, describe, expect, test } from 'vitest'
import { at, openApi, refusal, type TestApi, text, title } from '../unit/workspace/open-client.ts'

let api: TestApi

beforeEach(() => {
  api = openApi()
})

describe('a formula', () => {
  test('cannot use itself', async () => {
    const refused = api.table({ Name: { title: {} }, F: { formula: { expression: 'prop("F") + 1' } } })
    expect((await refusal(refused)).message).toBe('Formula F cannot use itself.')
  })

  test('cannot use itself by way of others', async () => {
    const table = await api.table({
      Name: { title: {} },
      A: { formula: { expression: '1' } },
      B: { formula: { expression: 'prop("A") + 1' } },
      C: { formula: { expression: 'prop("B") + 1' } },
    })
    const change = { A: { formula: { expression: 'prop("C") + 1' } } }
    await refusal(api.send('patch', `data_sources/${table}`, { properties: change }))
    const row = await api.addRow(table, {})
    expect(await formula(row, 'C')).toEqual({ type: 'number', number: 3 })
  })

  test('uses one that stands behind it in the request, also after a rename', async () => {
    const table = await api.table({
      Name: { title: {} },
      First: { formula: { expression: 'prop("Second") + 1' } },
      Second: { formula: { expression: '1' } },
    })
    await api.send('patch', `data_sources/${table}`, { properties: { Second: { name: 'Renamed' } } })
    expect(await formula(await api.addRow(table, {}), 'First')).toEqual({ type: 'number', number: 2 })
  })

  test('takes the title also when another column is called title', async () => {
    const table = await api.table({
      Name: { title: {} },
      title: { rich_text: {} },
      F: { formula: { expression: 'prop("Name")' } },
    })
    const row = await api.addRow(table, { Name: title('the title'), title: text('another text') })
    expect(await formula(row, 'F')).toEqual({ type: 'string', string: 'the title' })
  })

  test.each(['a "quoted" name', 'back\\slash', '100% (.) 🎵', ' blank '])(
    'follows a column renamed to %j',
    async name => {
      const table = await api.table({
        Name: { title: {} },
        N: { number: {} },
        F: { formula: { expression: 'prop("N") + 1' } },
      })
      const answer = await api.send('patch', `data_sources/${table}`, { properties: { N: { name } } })
      const expression = String(at(answer, 'properties', 'F', 'formula', 'expression'))
      expect(expression).toBe(`prop(${JSON.stringify(name)}) + 1`)
      await api.send('patch', `data_sources/${table}`, { properties: { F: { formula: { expression } } } })
      const row = await api.addRow(table, { [name]: { number: 1 } })
      expect(await formula(row, 'F')).toEqual({ type: 'number', number: 2 })
    },
  )

  test('takes a column of related pages that has the name of one of its own', async () => {
    const there = await api.table({ Name: { title: {} }, N: { number: {} } })
    const here = await api.table({
      Name: { title: {} },
      N: { number: {} },
      R: { relation: { data_source_id: there, single_property: {} } },
      F: { formula: { expression: 'prop("R").map(current.prop("N")).sum()' } },
    })
    const related = await api.addRow(there, { N: { number: 5 } })
    const row = await api.addRow(here, { N: { number: 7 }, R: { relation: [{ id: related }] } })
    expect(await formula(row, 'F')).toEqual({ type: 'number', number: 5 })
  })
})

describe('a circle of rollups', () => {
  test('comes out empty and is answered', async () => {
    const table = await api.table({ Name: { title: {} } })
    await patch(table, { R: { relation: { data_source_id: table, single_property: {} } } })
    await patch(table, { X: rollup('Name') })
    const rows = await Promise.all(['a', 'b', 'c'].map(name => api.addRow(table, { Name: title(name) })))
    const relation = rows.map(id => ({ id }))
    for (const row of rows) await api.send('patch', `pages/${row}`, { properties: { R: { relation } } })
    await patch(table, { X: rollup('X') })
    const shown = await api.send('get', `pages/${rows[0]}`)
    const inside = { type: 'rollup', rollup: { type: 'array', array: [], function: 'show_original' } }
    expect(at(shown, 'properties', 'X', 'rollup', 'array')).toEqual([inside, inside, inside])
    await api.send('get', `pages/${rows[0]}/properties/X`)
    await api.query(table, {})
  })

  test('over many rows and by way of a formula is answered in time', async () => {
    const table = await api.table({ Name: { title: {} }, F: { formula: { expression: '1' } } })
    await patch(table, { R: { relation: { data_source_id: table, single_property: {} } } })
    await patch(table, { X: { rollup: { ...rollup('F').rollup, function: 'sum' } } })
    await patch(table, { F: { formula: { expression: 'prop("X").sum() + prop("X").sum()' } } })
    const rows: { id: string }[] = []
    for (let count = 0; count < 10; count += 1) rows.push({ id: await api.addRow(table, { R: { relation: rows } }) })
    const started = performance.now()
    await api.query(table, {})
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

async function patch(table: string, properties: Record<string, unknown>): Promise<void> {
  await api.send('patch', `data_sources/${table}`, { properties })
}

const rollup = (column: string) => ({
  rollup: { relation_property_name: 'R', rollup_property_name: column, function: 'show_original' },
})

async function formula(row: string, column: string): Promise<unknown> {
  return at(await api.send('get', `pages/${row}`), 'properties', column, 'formula')
}
