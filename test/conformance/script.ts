// What every client does: a table, rows, a query, blocks, comments, markdown, search. The same steps, the same answers.

import { expect } from 'vitest'
import type { Json, Run } from './operations.ts'

export interface ScriptOptions {
  /** Database the table is made in. */
  database: string
  /** The client sends no version with a new comment, and is refused as by Notion. */
  commentsFail?: boolean
}

const text = (content: string) => [{ text: { content } }]

export async function runScript(run: Run, { database, commentsFail = false }: ScriptOptions): Promise<void> {
  await lookAround(run, database)
  const table = await makeTable(run, database)
  const rows = await addRows(run, table)
  await queryRows(run, table)
  await changeRow(run, rows[0] ?? '')
  await writeBlocks(run, rows[1] ?? '')
  await writeMarkdown(run, rows[2] ?? '')
  if (!commentsFail) await comment(run, rows[1] ?? '')
  await search(run)
  await moveRow(run, { row: rows[0] ?? '', database })
  await expect(run('retrieve-a-page', { page_id: 'b0700000-0000-8000-8000-00000000dead' })).rejects.toThrow(
    /Could not find page with ID: b0700000-0000-8000-8000-00000000dead/,
  )
}

async function lookAround(run: Run, database: string): Promise<void> {
  const me = await run('get-self')
  expect(me).toMatchObject({ object: 'user', type: 'bot', bot: { owner: { type: 'workspace' } } })
  expect((await run('get-users')).results).toHaveLength(2)
  expect(await run('get-user', { user_id: me.id })).toMatchObject({ id: me.id })
  expect(await run('retrieve-a-database', { database_id: database })).toMatchObject({
    object: 'database',
    id: database,
  })
}

async function makeTable(run: Run, database: string): Promise<string> {
  const made = await run('create-a-data-source', {
    parent: { type: 'database_id', database_id: database },
    title: text('Crate'),
    properties: { Name: { title: {} }, Bpm: { number: {} }, State: { select: { options: [{ name: 'New' }] } } },
  })
  const id = String(made.id)
  const changed = await run('update-a-data-source', { data_source_id: id, properties: { Done: { checkbox: {} } } })
  expect(Object.keys(changed.properties as Json).toSorted()).toEqual(['Bpm', 'Done', 'Name', 'State'])
  expect(await run('retrieve-a-data-source', { data_source_id: id })).toMatchObject({ object: 'data_source', id })
  expect(await run('list-data-source-templates', { data_source_id: id })).toMatchObject({ templates: [] })
  return id
}

async function addRows(run: Run, table: string): Promise<string[]> {
  const ids: string[] = []
  for (const [name, bpm] of [
    ['Äther', 120],
    ['Basso', 126],
    ['Coda', 90],
  ] as const) {
    const properties = { Name: { title: text(name) }, Bpm: { number: bpm }, State: { select: { name: 'New' } } }
    const page = await run('post-page', { parent: { type: 'data_source_id', data_source_id: table }, properties })
    expect(page).toMatchObject({ object: 'page', in_trash: false, parent: { data_source_id: table } })
    ids.push(String(page.id))
  }
  return ids
}

async function queryRows(run: Run, table: string): Promise<void> {
  const query = {
    data_source_id: table,
    filter: {
      and: [
        { property: 'Bpm', number: { greater_than: 100 } },
        { property: 'State', select: { equals: 'New' } },
      ],
    },
    sorts: [{ property: 'Bpm', direction: 'descending' }],
    page_size: 1,
  }
  const first = await run('query-data-source', query)
  expect(titlesOf(first)).toEqual(['Basso'])
  expect(first.has_more).toBe(true)
  const second = await run('query-data-source', { ...query, start_cursor: first.next_cursor })
  expect(titlesOf(second)).toEqual(['Äther'])
  expect(second).toMatchObject({ has_more: false, next_cursor: null })
}

async function changeRow(run: Run, page: string): Promise<void> {
  const changed = await run('patch-page', { page_id: page, properties: { Done: { checkbox: true } } })
  expect(changed.properties).toMatchObject({ Done: { checkbox: true }, Bpm: { number: 120 } })
  const title = await run('retrieve-a-page-property', { page_id: page, property_id: 'title' })
  expect(title).toMatchObject({ object: 'list', type: 'property_item', results: [{ title: { plain_text: 'Äther' } }] })
  expect(await run('patch-page', { page_id: page, in_trash: true })).toMatchObject({ in_trash: true })
  expect(await run('patch-page', { page_id: page, in_trash: false })).toMatchObject({ in_trash: false })
}

async function writeBlocks(run: Run, page: string): Promise<void> {
  const children = [
    { type: 'paragraph', paragraph: { rich_text: text('first') } },
    { type: 'bulleted_list_item', bulleted_list_item: { rich_text: text('second') } },
  ]
  const added = await run('patch-block-children', { block_id: page, children })
  const block = String((added.results as Json[])[0]?.id)
  const changed = await run('update-a-block', { block_id: block, paragraph: { rich_text: text('changed') } })
  expect(changed).toMatchObject({ object: 'block', paragraph: { rich_text: [{ plain_text: 'changed' }] } })
  expect(await run('retrieve-a-block', { block_id: block })).toMatchObject({ id: block, has_children: false })
  expect(await run('delete-a-block', { block_id: block })).toMatchObject({ in_trash: true })
  const left = await run('get-block-children', { block_id: page, page_size: 100 })
  expect((left.results as Json[]).map(each => each.type)).toEqual(['bulleted_list_item'])
}

async function writeMarkdown(run: Run, page: string): Promise<void> {
  const replace = { type: 'replace_content', replace_content: { new_str: '# Heading\n\nSome **bold** text' } }
  await run('update-page-markdown', { page_id: page, ...replace })
  const read = await run('retrieve-page-markdown', { page_id: page })
  expect(read).toMatchObject({ object: 'page_markdown', markdown: '# Heading\nSome **bold** text', truncated: false })
}

async function comment(run: Run, page: string): Promise<void> {
  const made = await run('create-a-comment', { parent: { page_id: page }, rich_text: text('Well done') })
  expect(made).toMatchObject({ object: 'comment', rich_text: [{ plain_text: 'Well done' }] })
  const listed = await run('retrieve-a-comment', { block_id: page })
  expect((listed.results as Json[]).map(each => each.id)).toEqual([made.id])
}

async function moveRow(run: Run, { row, database }: { row: string; database: string }): Promise<void> {
  const other = await run('create-a-data-source', {
    parent: { type: 'database_id', database_id: database },
    title: text('Archive'),
    properties: { Name: { title: {} } },
  })
  const parent = { type: 'data_source_id', data_source_id: other.id }
  expect(await run('move-page', { page_id: row, parent })).toMatchObject({ id: row, parent })
}

async function search(run: Run): Promise<void> {
  const found = await run('post-search', { query: 'bass', filter: { property: 'object', value: 'page' } })
  expect(titlesOf(found)).toEqual(['Basso'])
}

function titlesOf(answer: Json): string[] {
  return (answer.results as { properties: { Name: { title: { plain_text: string }[] } } }[]).map(
    row => row.properties.Name.title[0]?.plain_text ?? '',
  )
}
