import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Json, openApi, refusal, type TestApi } from '../unit/workspace/open-client.ts'

const GONE = 'b0700000-0000-8000-8000-00000000dead'

let old: TestApi
let api: TestApi
let page: string
beforeEach(async () => {
  old = openApi()
  api = openApi({ version: '2026-03-11' })
  page = String((await api.send('post', 'pages', { parent: { workspace: true }, properties: {} })).id)
})
afterEach(() => {
  old.workspace.close()
  api.workspace.close()
})

const words = (content: string) => [{ text: { content } }]
const paragraph = (content = 'x') => ({ paragraph: { rich_text: words(content) } })
const append = (children: unknown, more: Json = {}) =>
  api.send('patch', `blocks/${page}/children`, { children, ...more })
const column = { column: { children: [paragraph()] } }

describe('a request to append', () => {
  it.each<[string, unknown, string]>([
    ['no list', undefined, 'body.children should be defined, instead was `undefined`.'],
    ['no array', {}, 'body.children should be an array, instead was `{}`.'],
    [
      'a text that is too long',
      [paragraph('x'.repeat(2001))],
      'body.children[0].paragraph.rich_text[0].text.content.length should be ≤ `2000`, instead was `2001`.',
    ],
    [
      'too many texts',
      [{ paragraph: { rich_text: Array.from({ length: 101 }, () => ({ text: { content: 'x' } })) } }],
      'body.children[0].paragraph.rich_text.length should be ≤ `100`, instead was `101`.',
    ],
    [
      'a type without content',
      [{ type: 'divider' }],
      'body.children[0].divider should be defined, instead was `undefined`.',
    ],
    [
      'two contents',
      [{ ...paragraph(), divider: {} }],
      'body.children[0].divider should be not present, instead was `{}`.',
    ],
    [
      'blocks inside one that holds none',
      [{ divider: { children: [] } }],
      'body.children[0].divider.children should be not present, instead was `[]`.',
    ],
    [
      'one column alone',
      [{ column_list: { children: [column] } }],
      'body.children[0].column_list.children.length should be ≥ `2`, instead was `1`.',
    ],
    [
      'an empty column',
      [{ column_list: { children: [column, { column: { children: [] } }] } }],
      'body.children[0].column_list.children[1].column.children.length should be ≥ `1`, instead was `0`.',
    ],
    [
      'a table without rows',
      [{ table: { table_width: 1 } }],
      'body.children[0].table.children should be defined, instead was `undefined`.',
    ],
  ])('with %s is refused, and nothing is kept', async (_, children, message) => {
    expect(await refusal(append(children))).toEqual({
      status: 400,
      code: 'validation_error',
      message: `body failed validation: ${message}`,
    })
    const wrong = Array.isArray(children) ? children : []
    await expect(append([paragraph(), ...wrong, {}])).rejects.toThrow()
    expect((await api.send('get', `blocks/${page}/children`)).results).toEqual([])
  })

  it('names a place the version knows', async () => {
    const start = { position: { type: 'start' } }
    const made = await old.send('post', 'pages', { parent: { workspace: true }, properties: {} })
    const before = old.send('patch', `blocks/${made.id}/children`, { children: [], ...start })
    await expect(before).rejects.toThrow('body.position should be not present, instead was `{"type":"start"}`.')
    await expect(append([], { after: GONE })).rejects.toThrow('body.after should be not present')
    await expect(append([], { position: { type: 'middle' } })).rejects.toThrow('body.position.type should be')
    await expect(append([], { position: { type: 'after_block' } })).rejects.toThrow(
      'body.position.after_block should be defined, instead was `undefined`.',
    )
  })

  it('goes to something that is there and holds blocks', async () => {
    const gone = api.send('patch', `blocks/${GONE}/children`, { children: [] })
    expect(await refusal(gone)).toMatchObject({ status: 404, code: 'object_not_found' })
    const { results } = await append([{ divider: {} }])
    const [divider] = results as Json[]
    const inside = api.send('patch', `blocks/${divider?.id}/children`, { children: [paragraph()] })
    await expect(inside).rejects.toThrow('Block type divider does not support children.')
  })
})

describe('a request to change a block', () => {
  it('is of its type and leaves alone what a block is made with', async () => {
    const row = { table_row: { cells: [words('a'), words('b')] } }
    const { results } = await append([{ table: { table_width: 2, children: [row] } }])
    const [table] = results as Json[]
    const change = (id: unknown, body: Json) => api.send('patch', `blocks/${id}`, body)
    await expect(change(table?.id, { type: 'toggle', table: {} })).rejects.toThrow('body.type should be `"table"`')
    await expect(change(table?.id, { toggle: {} })).rejects.toThrow('body.toggle should be not present')
    await expect(change(table?.id, { archived: true })).rejects.toThrow('body.archived should be not present')
    for (const fixed of [{ table_width: 3 }, { children: [] }])
      await expect(change(table?.id, { table: fixed })).rejects.toThrow('should be not present')
    const changed = await change(table?.id, { table: { has_row_header: true } })
    expect(changed.table).toEqual({ table_width: 2, has_column_header: false, has_row_header: true })
    const [kept] = (await api.send('get', `blocks/${table?.id}/children`)).results as Json[]
    const narrow = change(kept?.id, { table_row: { cells: [words('only one')] } })
    await expect(narrow).rejects.toThrow('must match the table width')
  })
})

it('in the newest version a block has no archived, and the same keys else', async () => {
  const { results } = await append([paragraph()])
  const [block] = results as Json[]
  expect(Object.keys(block ?? {}).join()).toBe(
    'object,id,parent,created_time,last_edited_time,created_by,last_edited_by,has_children,in_trash,type,paragraph',
  )
})
