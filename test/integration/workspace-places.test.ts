// Where pages and databases stand: moved, put into the trash, and what then may be changed or found.

import { beforeEach, describe, expect, test } from 'vitest'
import { at, openApi, refusal, type TestApi, title } from '../unit/workspace/open-client.ts'

const IN_TRASH = "Can't edit block that is archived. You must unarchive the block before editing."
const UNDER_TRASH =
  "Can't edit page on block with an archived ancestor. You must unarchive the ancestor before editing."
const PARAGRAPH = { paragraph: { rich_text: [{ text: { content: 'words' } }] } }

let api: TestApi
let top: string

beforeEach(async () => {
  api = openApi()
  top = await newPage({ workspace: true }, 'top')
})

describe('a page that is moved', () => {
  test('is not moved into what stands in it', async () => {
    const child = await newPage({ page_id: top }, 'child')
    const grandchild = await newPage({ page_id: child }, 'grandchild')
    const { message } = await refusal(api.send('post', `pages/${top}/move`, { parent: { page_id: grandchild } }))
    expect(message).toBe('A page or database cannot be moved into itself.')
  })

  test('is not moved into a row of a database that stands in it', async () => {
    const { source } = await newDatabase(top)
    const row = await api.addRow(source, { Name: title('row') })
    await refusal(api.send('post', `pages/${top}/move`, { parent: { page_id: row } }))
    await refusal(api.send('post', `pages/${top}/move`, { parent: { data_source_id: source } }))
  })

  test('stands at the end of its new parent, and no longer in the old one', async () => {
    const other = await newPage({ workspace: true }, 'other')
    const moved = await newPage({ page_id: top }, 'moved')
    await newPage({ page_id: other }, 'there before')
    await api.send('post', `pages/${moved}/move`, { parent: { page_id: other } })
    expect(await childrenOf(top)).toEqual([])
    expect(await childrenOf(other)).toEqual(['there before', 'moved'])
  })

  test('into a table does not come back to its old parent when it is brought back from the trash', async () => {
    const { source } = await newDatabase(top)
    const page = await newPage({ page_id: top }, 'page')
    await api.send('post', `pages/${page}/move`, { parent: { data_source_id: source } })
    await api.send('patch', `pages/${page}`, { in_trash: true })
    await api.send('patch', `pages/${page}`, { in_trash: false })
    expect(await childrenOf(top)).toEqual(['Table'])
  })

  test('into its own table keeps all values and its number', async () => {
    const source = await api.table({ Name: { title: {} }, Kind: { select: {} }, ID: { unique_id: {} } })
    const row = await api.addRow(source, { Name: title('row'), Kind: { select: { name: 'a' } } })
    const before = await api.send('get', `pages/${row}`)
    const after = await api.send('post', `pages/${row}/move`, { parent: { data_source_id: source } })
    expect(after.properties).toEqual(before.properties)
  })
})

describe('a new page', () => {
  test.each([
    [{ type: 'page_start' }, ['new', 'first', 'second']],
    [{ type: 'page_end' }, ['first', 'second', 'new']],
  ])('stands where its position %j says', async (position, expected) => {
    await newPage({ page_id: top }, 'first')
    await newPage({ page_id: top }, 'second')
    await api.send('post', 'pages', { parent: { page_id: top }, properties: { title: title('new') }, position })
    expect(await childrenOf(top)).toEqual(expected)
  })

  test('stands behind the block it names', async () => {
    const first = await newPage({ page_id: top }, 'first')
    await newPage({ page_id: top }, 'second')
    const position = { type: 'after_block', after_block: { id: first } }
    await api.send('post', 'pages', { parent: { page_id: top }, properties: { title: title('new') }, position })
    expect(await childrenOf(top)).toEqual(['first', 'new', 'second'])
  })
})

describe('a database that is moved', () => {
  test('stands in its new parent only', async () => {
    const other = await newPage({ workspace: true }, 'other')
    const { database } = await newDatabase(top)
    await api.send('patch', `databases/${database}`, { parent: { page_id: other } })
    expect([await childrenOf(top), await childrenOf(other)]).toEqual([[], ['Table']])
  })

  test('is not moved into a row of its own', async () => {
    const { database, source } = await newDatabase(top)
    const row = await api.addRow(source, { Name: title('row') })
    await refusal(api.send('patch', `databases/${database}`, { parent: { page_id: row } }))
  })
})

describe('what is in the trash', () => {
  test('takes no new blocks, pages or rows, and is not moved', async () => {
    await api.send('patch', `pages/${top}`, { in_trash: true })
    const other = await newPage({ workspace: true }, 'other')
    const refused = [
      api.send('patch', `blocks/${top}/children`, { children: [PARAGRAPH] }),
      api.send('post', 'pages', { parent: { page_id: top }, properties: {} }),
      api.send('post', `pages/${top}/move`, { parent: { page_id: other } }),
      api.client.blocks.delete({ block_id: top }),
      api.send('patch', `blocks/${top}`, {}),
    ]
    for (const call of refused) expect((await refusal(call)).message).toBe(IN_TRASH)
  })

  test('holds all that stands in it', async () => {
    const child = await newPage({ page_id: top }, 'child')
    const { source } = await newDatabase(top)
    const row = await api.addRow(source, { Name: title('row') })
    const appended = await api.send('patch', `blocks/${child}/children`, { children: [PARAGRAPH] })
    await api.send('patch', `pages/${top}`, { in_trash: true })
    const refused = [
      api.send('patch', `pages/${child}`, { properties: { title: title('new') } }),
      api.send('patch', `pages/${row}`, { properties: { Name: title('new') } }),
      api.send('patch', `blocks/${at(appended, 'results', 0, 'id')}`, PARAGRAPH),
      api.send('post', 'pages', { parent: { data_source_id: source }, properties: {} }),
      api.send('post', 'pages', { parent: { page_id: child }, properties: {} }),
    ]
    for (const call of refused) expect((await refusal(call)).message).toBe(UNDER_TRASH)
    expect(await found()).toEqual([])
  })

  test('is found again when it is brought back', async () => {
    const { database, source } = await newDatabase(top)
    await api.addRow(source, { Name: title('row') })
    await api.send('patch', `databases/${database}`, { in_trash: true })
    expect(await found()).toEqual(['top'])
    expect(await api.send('get', `data_sources/${source}`)).toMatchObject({ in_trash: true, archived: true })
    await api.send('patch', `databases/${database}`, { in_trash: false })
    expect(await found()).toEqual(['Table', 'row', 'top'])
  })

  test('a table in the trash hides its rows', async () => {
    const { source } = await newDatabase(top)
    await api.addRow(source, { Name: title('row') })
    await api.send('patch', `data_sources/${source}`, { in_trash: true })
    expect(await found()).toEqual(['top'])
    expect((await refusal(api.addRow(source, {}))).message).toBe(IN_TRASH)
  })
})

async function newPage(parent: Record<string, unknown>, name: string): Promise<string> {
  return String((await api.send('post', 'pages', { parent, properties: { title: title(name) } })).id)
}

async function newDatabase(parent: string): Promise<{ database: string; source: string }> {
  const made = await api.send('post', 'databases', {
    parent: { page_id: parent },
    title: [{ text: { content: 'Table' } }],
  })
  return { database: String(made.id), source: String(at(made, 'data_sources', 0, 'id')) }
}

async function childrenOf(id: string): Promise<unknown[]> {
  const { results } = await api.client.blocks.children.list({ block_id: id })
  return results.map(block => at(block, 'child_page', 'title') ?? at(block, 'child_database', 'title'))
}

/** Titles of all that a search finds beside the databases every workspace has. */
async function found(): Promise<unknown[]> {
  const { results } = await api.client.search({ page_size: 100 })
  return results
    .map(each => at(each, 'title', 0, 'plain_text') ?? titleOf(at(each, 'properties')))
    .filter(name => name === 'Table' || name === 'row' || name === 'child' || name === 'top')
    .toSorted()
}

const titleOf = (properties: unknown) =>
  at(properties, 'title', 'title', 0, 'plain_text') ?? at(properties, 'Name', 'title', 0, 'plain_text')
