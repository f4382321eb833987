import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at, type Json, openApi, type TestApi, title } from '../unit/workspace/open-client.ts'

let api: TestApi
let page: string
beforeEach(async () => {
  api = openApi({ now: () => new Date('2026-07-04T09:08:45.607Z') })
  page = String(
    (await api.send('post', 'pages', { parent: { workspace: true }, properties: { title: title('Page') } })).id,
  )
})
afterEach(() => api.workspace.close())

const words = (content: string) => [{ text: { content } }]
const paragraph = (content: string, more: Json = {}) => ({ paragraph: { rich_text: words(content), ...more } })
const item = (content: string, ...children: Json[]) => ({
  bulleted_list_item: { rich_text: words(content), ...(children.length > 0 && { children }) },
})
const append = async (parent: string, children: Json[], more: Json = {}) =>
  (await api.send('patch', `blocks/${parent}/children`, { children, ...more })).results as Json[]
const texts = async (parent: string) => {
  const list = await api.send('get', `blocks/${parent}/children`)
  return (list.results as Json[]).map(block => at(block, String(block.type), 'rich_text', 0, 'plain_text'))
}

describe('a block of each type', () => {
  const external = { external: { url: 'https://example.com/a' } }
  it.each<[string, Json, Json]>([
    ['paragraph', { rich_text: words('x') }, { icon: null, color: 'default' }],
    ['heading_1', { rich_text: words('x') }, { is_toggleable: false, color: 'default' }],
    ['heading_4', { rich_text: words('x'), is_toggleable: true }, { is_toggleable: true }],
    ['bulleted_list_item', { rich_text: words('x'), color: 'red_background' }, { color: 'red_background' }],
    ['numbered_list_item', { rich_text: words('x') }, { color: 'default' }],
    ['to_do', { rich_text: words('x') }, { checked: false, color: 'default' }],
    ['toggle', { rich_text: words('x') }, { color: 'default' }],
    ['quote', { rich_text: words('x') }, { color: 'default' }],
    ['callout', { rich_text: words('x'), icon: { emoji: '🎵' } }, { icon: { type: 'emoji', emoji: '🎵' } }],
    ['code', { rich_text: words('x') }, { caption: [], language: 'plain text' }],
    ['equation', { expression: 'a^2' }, { expression: 'a^2' }],
    ['divider', {}, {}],
    ['breadcrumb', {}, {}],
    ['table_of_contents', {}, { color: 'default' }],
    ['bookmark', { url: 'https://example.com' }, { caption: [], url: 'https://example.com' }],
    ['embed', { url: 'https://example.com' }, { url: 'https://example.com' }],
    ['image', external, { caption: [], type: 'external', ...external }],
    ['file', { ...external, name: 'a.pdf' }, { type: 'external', name: 'a.pdf' }],
    ['synced_block', { synced_from: null }, { synced_from: null }],
  ])('%s is kept with its defaults', async (type, given, shown) => {
    const [made] = await append(page, [{ type, [type]: given }])
    expect(made).toMatchObject({ object: 'block', type, [type]: shown, parent: { type: 'page_id', page_id: page } })
    const { request_id: _, ...read } = await api.send('get', `blocks/${made?.id}`)
    expect(read).toEqual(made)
  })

  it('table: with its rows, which have its width', async () => {
    const row = (...cells: string[]) => ({ table_row: { cells: cells.map(words) } })
    const table = (...children: Json[]) => ({ table: { table_width: 2, has_column_header: true, children } })
    const [made] = await append(page, [table(row('a', 'b'), row('c', 'd'))])
    expect(made).toMatchObject({
      has_children: true,
      table: { table_width: 2, has_column_header: true, has_row_header: false },
    })
    const rows = (await api.send('get', `blocks/${made?.id}/children`)).results as Json[]
    expect(rows.map(each => at(each, 'table_row', 'cells', 1, 0, 'plain_text'))).toEqual(['b', 'd'])
    await expect(append(page, [table(row('only one'))])).rejects.toThrow('must match the table width')
    await expect(append(page, [table()])).rejects.toThrow()
    await expect(append(page, [row('a', 'b')])).rejects.toThrow()
  })

  it('columns: a list of them with blocks inside', async () => {
    const column = (content: string) => ({ column: { children: [paragraph(content)] } })
    const [made] = await append(page, [{ column_list: { children: [column('left'), column('right')] } }])
    const columns = (await api.send('get', `blocks/${made?.id}/children`)).results as Json[]
    expect(await Promise.all(columns.map(each => texts(String(each.id))))).toEqual([['left'], ['right']])
  })

  it('that Notion has not is refused', async () => {
    await expect(append(page, [{ type: 'nonsense', nonsense: {} }])).rejects.toThrow(/body\.children\[0\]/)
    await expect(append(page, [{}])).rejects.toThrow(/body\.children\[0\]/)
  })
})

describe('appending', () => {
  it('nests two levels a request and no more', async () => {
    const [top] = await append(page, [item('1', item('2', item('3')))])
    expect(top?.has_children).toBe(true)
    expect(await texts(String(top?.id))).toEqual(['2'])
    await expect(append(page, [item('1', item('2', item('3', item('4'))))])).rejects.toThrow(
      /children\[0\]\.bulleted_list_item\.children\[0\]\.bulleted_list_item\.children\[0\]\.bulleted_list_item\.children should be not present/,
    )
    expect(await texts(page)).toEqual(['1'])
  })

  it('takes a place: behind a sibling in older versions, a position in newer ones', async () => {
    const [first] = await append(page, [paragraph('a'), paragraph('z')])
    await append(page, [paragraph('b'), paragraph('c')], { after: first?.id })
    expect(await texts(page)).toEqual(['a', 'b', 'c', 'z'])
    const newer = openApi({ version: '2026-03-11' })
    const made = await newer.send('post', 'pages', {
      parent: { workspace: true },
      properties: {},
      children: [paragraph('m')],
    })
    const put = (content: string, position: Json) =>
      newer.send('patch', `blocks/${made.id}/children`, { children: [paragraph(content)], position })
    await put('first', { type: 'start' })
    await put('last', { type: 'end' })
    const all = (await newer.send('get', `blocks/${made.id}/children`)).results as Json[]
    await put('second', { type: 'after_block', after_block: { id: all[0]?.id } })
    const now = (await newer.send('get', `blocks/${made.id}/children`)).results as Json[]
    expect(now.map(block => at(block, 'paragraph', 'rich_text', 0, 'plain_text'))).toEqual([
      'first',
      'second',
      'm',
      'last',
    ])
    await expect(put('x', { type: 'after_block', after_block: { id: page } })).rejects.toThrow()
    const old = newer.send('patch', `blocks/${made.id}/children`, { children: [], after: all[0]?.id })
    await expect(old).rejects.toThrow('body.after should be not present')
    newer.workspace.close()
  })

  it('many times behind the same sibling keeps the order', async () => {
    const [first] = await append(page, [paragraph('0'), paragraph('end')])
    for (let index = 1; index <= 60; index += 1) await append(page, [paragraph(String(index))], { after: first?.id })
    const found = await texts(page)
    expect(found).toEqual(['0', ...Array.from({ length: 60 }, (_, index) => String(60 - index)), 'end'])
  })

  it('has limits: 100 a list, 1,000 a request', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => paragraph(String(index)))
    await expect(append(page, many(101))).rejects.toThrow('body.children.length should be ≤ `100`, instead was `101`.')
    const nested = Array.from({ length: 11 }, () => item('x', ...many(99)))
    await expect(append(page, nested)).rejects.toThrow('≤ `1000`')
    expect(await texts(page)).toEqual([])
  })

  it('counts as an edit of the page', async () => {
    let now = Date.parse('2026-07-04T09:08:00Z')
    const clock = openApi({ now: () => new Date(now) })
    const made = await clock.send('post', 'pages', { parent: { workspace: true }, properties: {} })
    now += 120_000
    await clock.send('patch', `blocks/${made.id}/children`, { children: [paragraph('x')] })
    expect((await clock.send('get', `pages/${made.id}`)).last_edited_time).toBe('2026-07-04T09:10:00.000Z')
    clock.workspace.close()
  })
})

describe('a list of blocks', () => {
  it('comes in pages', async () => {
    for (let part = 0; part < 5; part += 1)
      await append(
        page,
        Array.from({ length: 50 }, (_, index) => paragraph(String(part * 50 + index))),
      )
    const seen: unknown[] = []
    let cursor: string | undefined
    do {
      const list = await api.client.blocks.children.list({ block_id: page, start_cursor: cursor, page_size: 60 })
      seen.push(...list.results.map(block => at(block, 'paragraph', 'rich_text', 0, 'plain_text')))
      cursor = list.next_cursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(Array.from({ length: 250 }, (_, index) => String(index)))
    const odd = api.client.blocks.children.list({ block_id: page, start_cursor: page })
    await expect(odd).rejects.toThrow('The start_cursor provided is invalid')
  })
})

describe('a block', () => {
  it('is changed in what is named, trashed and brought back', async () => {
    const [made] = await append(page, [{ to_do: { rich_text: words('x'), color: 'red' } }])
    const changed = await api.send('patch', `blocks/${made?.id}`, { to_do: { checked: true } })
    expect(changed.to_do).toMatchObject({ checked: true, color: 'red', rich_text: [{ plain_text: 'x' }] })
    const wrong = api.send('patch', `blocks/${made?.id}`, { paragraph: { rich_text: [] } })
    await expect(wrong).rejects.toThrow('body.paragraph should be not present')
    expect(await api.client.blocks.delete({ block_id: String(made?.id) })).toMatchObject({
      in_trash: true,
      archived: true,
    })
    expect(await texts(page)).toEqual([])
    expect(await api.send('get', `blocks/${made?.id}`)).toMatchObject({ in_trash: true })
    expect(await api.send('patch', `blocks/${made?.id}`, { in_trash: false })).toMatchObject({ in_trash: false })
    expect(await texts(page)).toEqual(['x'])
  })

  it('may be a page or a database of its own', async () => {
    const sub = await api.send('post', 'pages', { parent: { page_id: page }, properties: { title: title('Sub') } })
    const database = await api.send('post', 'databases', { parent: { page_id: page }, title: words('Table') })
    const list = (await api.send('get', `blocks/${page}/children`)).results as Json[]
    expect(list).toMatchObject([
      { id: sub.id, type: 'child_page', child_page: { title: 'Sub' } },
      { id: database.id, type: 'child_database', child_database: { title: 'Table' } },
    ])
    await api.send('patch', `pages/${sub.id}`, { in_trash: true })
    expect((await api.send('get', `blocks/${page}/children`)).results).toHaveLength(1)
    await api.send('patch', `pages/${sub.id}`, { in_trash: false })
    await api.send('patch', `pages/${page}`, { erase_content: true })
    expect((await api.send('get', `blocks/${page}/children`)).results).toEqual([])
    expect(await api.send('get', `pages/${sub.id}`)).toMatchObject({ in_trash: true })
  })
})
