// Relations whose settings change while there are rows, and tables that move.

import { beforeEach, describe, expect, test } from 'vitest'
import { at, openApi, type TestApi } from '../unit/workspace/open-client.ts'

let api: TestApi
let here: string
let there: string
let related: string

beforeEach(async () => {
  api = openApi()
  there = await api.table({ Name: { title: {} } })
  here = await api.table({ Name: { title: {} }, R: { relation: { data_source_id: there, single_property: {} } } })
  related = await api.addRow(there, {})
})

describe('a relation with rows', () => {
  test('that becomes two-way says the same on the other side', async () => {
    const rows = [await api.addRow(here, link(related)), await api.addRow(here, link(related))]
    await makeTwoWay()
    expect(await idsOf(related, 'Back')).toEqual(rows)
    await api.send('patch', `pages/${related}`, { properties: { Back: { relation: [{ id: rows[1] }] } } })
    expect([await idsOf(rows[0], 'R'), await idsOf(rows[1], 'R')]).toEqual([[], [related]])
  })

  test('that becomes two-way with a thousand rows on one page does so in time', async () => {
    const rollup = { relation_property_name: 'R', rollup_property_name: 'Name', function: 'show_original' }
    await api.send('patch', `data_sources/${here}`, { properties: { Names: { rollup } } })
    for (let count = 0; count < 1000; count += 1) await api.addRow(here, link(related))
    const started = performance.now()
    await makeTwoWay()
    expect(performance.now() - started).toBeLessThan(5000)
    expect(await idsOf(related, 'Back')).toHaveLength(25)
  }, 30_000)

  test('that leads to another table lets go of its pages', async () => {
    await makeTwoWay()
    const row = await api.addRow(here, link(related))
    await change({ data_source_id: here, dual_property: {} })
    expect(await idsOf(row, 'R')).toEqual([])
    const { properties } = await api.client.dataSources.retrieve({ data_source_id: there })
    expect(Object.keys(properties)).toEqual(['Name'])
  })

  test('is let go of on the other side when its row moves to another table', async () => {
    await makeTwoWay()
    const row = await api.addRow(here, link(related))
    const elsewhere = await api.table({ Name: { title: {} } })
    await api.send('post', `pages/${row}/move`, { parent: { data_source_id: elsewhere } })
    expect(await idsOf(related, 'Back')).toEqual([])
  })
})

test('a relation names the database its table has moved to', async () => {
  const made = await api.send('post', 'databases', { parent: { workspace: true } })
  await api.send('patch', `data_sources/${there}`, { parent: { database_id: made.id } })
  const answer = await api.send('get', `data_sources/${here}`)
  expect(at(answer, 'properties', 'R', 'relation')).toMatchObject({ data_source_id: there, database_id: made.id })
})

async function change(relation: Record<string, unknown>): Promise<void> {
  await api.send('patch', `data_sources/${here}`, { properties: { R: { relation } } })
}

const makeTwoWay = () => change({ data_source_id: there, dual_property: { synced_property_name: 'Back' } })
const link = (id: string) => ({ R: { relation: [{ id }] } })

async function idsOf(page: string | undefined, column: string): Promise<unknown[]> {
  const shown = await api.send('get', `pages/${page}`)
  const ids = at(shown, 'properties', column, 'relation')
  return Array.isArray(ids) ? ids.map(({ id }) => id) : []
}
