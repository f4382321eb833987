// The databases a connection sees. Only setting up asks so: Notion's search lags and leaves out, so no work is found by it.

import type { Client } from '@notionhq/client'
import { z } from 'zod'
import { isFault } from '../../errors.ts'
import type { Notion } from '../client.ts'
import { expectForm } from '../page.ts'
import { DataSource } from '../schema.ts'

const Parent = z.looseObject({ type: z.string(), page_id: z.string().optional(), database_id: z.string().optional() })
const Table = DataSource.extend({ parent: Parent, database_parent: Parent.nullish() })
const Tables = z.object({ results: z.array(z.unknown()), next_cursor: z.string().nullish() })
const Children = z.object({
  results: z.array(
    z.looseObject({
      id: z.string(),
      type: z.string().optional(),
      in_trash: z.boolean().nullish(),
      child_database: z.looseObject({ title: z.string() }).optional(),
    }),
  ),
  next_cursor: z.string().nullish(),
})
const Page = z.looseObject({ id: z.string(), in_trash: z.boolean().nullish() })
const Database = z.object({ data_sources: z.array(z.object({ id: z.string() })).min(1) })

/** A table of a database, as Notion describes it. */
export interface SeenTable {
  databaseId: string
  title: string
  /** The page it stands on. */
  pageId?: string
  source: z.infer<typeof DataSource>
}

/** At most so many pages of 100. */
const MOST_PAGES = 20

/** All that are shared with the connection, last edited first. */
export async function searchTables(notion: Notion): Promise<SeenTable[]> {
  const found: SeenTable[] = []
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await notion.repeatable(client => client.search(asked(cursor)))
    const { results, next_cursor: next } = expectForm(Tables, answer)
    found.push(...results.map(result => toTable(expectForm(Table, result))))
    if (!next) break
    cursor = next
  }
  return found.filter(({ source }) => !source.in_trash)
}

const asked = (cursor: string | undefined): Parameters<Client['search']>[0] => ({
  filter: { property: 'object', value: 'data_source' },
  ...(cursor && { start_cursor: cursor }),
})

/** The databases that stand on a page, read from the page itself: also those made a moment ago. */
export async function databasesOn(notion: Notion, pageId: string): Promise<{ id: string; title: string }[]> {
  const found: { id: string; title: string }[] = []
  let cursor: string | undefined
  do {
    const answer = await notion.repeatable(client =>
      client.blocks.children.list({ block_id: pageId, ...(cursor && { start_cursor: cursor }) }),
    )
    const { results, next_cursor: next } = expectForm(Children, answer)
    for (const { id, child_database: database, in_trash: inTrash } of results)
      if (database && !inTrash) found.push({ id, title: database.title })
    cursor = next ?? undefined
  } while (cursor !== undefined)
  return found
}

/** The first table of a database. @throws Environment when the connection does not see it */
export async function readTable(notion: Notion, databaseId: string): Promise<SeenTable> {
  const database = await notion.repeatable(client => client.databases.retrieve({ database_id: databaseId }))
  const [first] = expectForm(Database, database).data_sources
  return readTableOf(notion, first?.id ?? '')
}

export async function readTableOf(notion: Notion, dataSourceId: string): Promise<SeenTable> {
  const answer = await notion.repeatable(client => client.dataSources.retrieve({ data_source_id: dataSourceId }))
  return toTable(expectForm(Table, answer))
}

/** @returns undefined when the connection does not see it */
export async function readTableIfShared(notion: Notion, databaseId: string): Promise<SeenTable | undefined> {
  return ifShared(readTable(notion, databaseId))
}

/** @returns undefined when the connection does not see it */
export function ifShared(table: Promise<SeenTable>): Promise<SeenTable | undefined> {
  return table.catch((error: unknown) => {
    if (isFault(error) && (error.fields.status === 404 || error.fields.status === 403)) return undefined
    throw error
  })
}

/** @throws Environment when the page is not shared with the connection */
export async function requirePage(notion: Notion, pageId: string): Promise<void> {
  expectForm(Page, await notion.repeatable(client => client.pages.retrieve({ page_id: pageId })))
}

function toTable({ parent, database_parent: above, ...source }: z.infer<typeof Table>): SeenTable {
  return {
    databaseId: parent.database_id ?? '',
    title: source.title.map(part => part.plain_text).join('') || 'untitled',
    ...(above?.page_id && { pageId: above.page_id }),
    source,
  }
}
