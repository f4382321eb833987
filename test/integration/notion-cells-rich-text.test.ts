import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeText } from '../../src/notion/cells/change-text.ts'
import type { RichItem, RichText } from '../../src/notion/cells/rich-text.ts'
import { readRichText, sameCell, writeCell } from '../../src/notion/cells.ts'
import { at, type Json, openApi, type TestApi, title } from '../unit/workspace/open-client.ts'

const column = { name: 'Text', type: 'rich_text' } as const
let api: TestApi
let row: string
let other: string

beforeAll(async () => {
  api = openApi()
  const table = await api.table({ Name: { title: {} }, Text: { rich_text: {} } })
  row = await api.addRow(table, { Name: title('row') })
  other = await api.addRow(table, { Name: title('other') })
})
afterAll(() => api.workspace.close())

const cellNow = async () => at(await api.send('get', `pages/${row}`), 'properties', 'Text')
const patch = (property: Json) => api.send('patch', `pages/${row}`, { properties: { Text: property } })

/** The cell of a new answer. */
async function throughTheApi(text: RichText): Promise<unknown> {
  await patch(writeCell(column, text))
  return cellNow()
}

describe('a text with looks, links and mentions', () => {
  const given = (): Json[] => [
    { text: { content: 'See ' } },
    { text: { content: 'this', link: { url: 'https://a.b/c' } }, annotations: { bold: true, color: 'red_background' } },
    { mention: { user: { id: other } } },
    { mention: { type: 'page', page: { id: other } } },
    { mention: { type: 'database', database: { id: api.workspace.ids.tracks } } },
    { mention: { type: 'date', date: { start: '2026-07-04', end: '2026-07-05' } }, annotations: { italic: true } },
    {
      mention: {
        type: 'template_mention',
        template_mention: { type: 'template_mention_user', template_mention_user: 'me' },
      },
    },
    { equation: { expression: 'e=mc^2' }, annotations: { underline: true } },
    { text: { content: ' and that' } },
  ]

  /** Other keys than those of a request are Notion's. */
  const essence = (items: readonly RichItem[]) =>
    items.map(({ type, annotations, ...item }) => ({ type, annotations, item }))

  it('written back as it was read is the same', async () => {
    await patch({ rich_text: given() })
    const before = readRichText(await cellNow())
    const cell = await throughTheApi(before)
    expect(sameCell(column, before, cell)).toBe(true)
    const after = readRichText(cell)
    expect(after.items.map(item => item.type)).toEqual(before.items.map(item => item.type))
    const isText = (item: RichItem) => item.type !== 'mention'
    expect(essence(after.items.filter(isText))).toEqual(essence(before.items.filter(isText)))
  })

  it('changed in one part keeps the others', async () => {
    await patch({ rich_text: given() })
    const before = readRichText(await cellNow())
    const changed = changeText(changeText(before, { replace: ' and that', by: '!' }), { append: 'done' })
    const after = readRichText(await throughTheApi(changed))
    expect(after.items.slice(0, 8).map(item => item.type)).toEqual(before.items.slice(0, 8).map(item => item.type))
    expect(essence(after.items.slice(0, 2))).toEqual(essence(before.items.slice(0, 2)))
    expect(after.items.slice(8)).toMatchObject([{ text: { content: '!' } }, { text: { content: '\ndone' } }])
  })
})
