// Tables among the blocks of a page, and what a changed block may name.

import { beforeEach, expect, test } from 'vitest'
import { at, type Json, openApi, refusal, type TestApi } from '../unit/workspace/open-client.ts'

const WORDS = [{ text: { content: 'words' } }]

let api: TestApi
let page: string

beforeEach(async () => {
  api = openApi()
  page = String((await api.send('post', 'pages', { parent: { workspace: true }, properties: {} })).id)
})

test('a table keeps its width, whatever is appended or changed', async () => {
  const table = await append(page, { table: { table_width: 2, children: [row(2)] } })
  const second = await append(table, row(2))
  const refused = [
    append(table, row(1)),
    api.send('patch', `blocks/${second}`, row(3)),
    api.send('patch', `blocks/${table}`, { table: { table_width: 3 } }),
  ]
  for (const call of refused) expect((await refusal(call)).code).toBe('validation_error')
  await api.send('patch', `blocks/${table}`, { table: { has_column_header: true } })
  const shown = await api.send('get', `blocks/${table}`)
  expect(shown.table).toEqual({ table_width: 2, has_column_header: true, has_row_header: false })
})

test('a table has rows, and rows stand nowhere else', async () => {
  await refusal(append(page, { table: { table_width: 2, children: [] } }))
  await refusal(append(page, { table: { table_width: 2 } }))
  await refusal(append(page, row(2)))
})

test('archived is no key of a block in the newest version', async () => {
  const newest = openApi({ version: '2026-03-11' })
  const made = await newest.send('post', 'pages', { parent: { workspace: true }, properties: {} })
  const { message } = await refusal(newest.send('patch', `blocks/${made.id}`, { archived: true }))
  expect(message).toContain('body.archived should be not present')
})

const row = (width: number): Json => ({ table_row: { cells: Array(width).fill(WORDS) } })

/** @returns the new block's id */
async function append(parent: string, block: Json): Promise<string> {
  const answer = await api.send('patch', `blocks/${parent}/children`, { children: [block] })
  return String(at(answer, 'results', 0, 'id'))
}
