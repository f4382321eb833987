// Rows of one database: query all of them, read one, write one, make one. Speaks fields, not columns.

import { z } from 'zod'
import { Environment, InputFault, Transient } from '../errors.ts'
import type { CellValue } from './cells.ts'
import { writeCell } from './cells.ts'
import type { Notion } from './client.ts'
import type { ColumnRule } from './columns.ts'
import { DataSource, resolveSchema, type Schema } from './schema.ts'

export const Page = z.object({
  object: z.literal('page'),
  id: z.string(),
  url: z.string(),
  created_time: z.string(),
  last_edited_time: z.string(),
  in_trash: z.boolean().default(false),
  is_archived: z.boolean().default(false),
  parent: z.object({ data_source_id: z.string().optional() }).optional(),
  cover: z.object({ external: z.object({ url: z.string() }).optional() }).nullish(),
  properties: z.record(z.string(), z.object({ id: z.string() }).loose()),
})
export type Page = z.infer<typeof Page>

const Listing = z.object({
  results: z.array(z.unknown()),
  next_cursor: z.string().nullable(),
  has_more: z.boolean(),
  request_status: z.object({ type: z.string() }).optional(),
})

export type Filter = Record<string, unknown>
export interface Query {
  filter?: Filter
  sorts?: readonly Record<string, unknown>[]
  /** Stop after so many rows; default: all of them, and an error when Notion's end at 10,000 hides some. */
  limit?: number
}

/** A row with its cells by field. */
export interface Row<F extends string> {
  page: Page
  cells: Partial<Record<F, unknown>>
}

export interface PageTable<F extends string> {
  readonly schema: Schema<F>
  query(query: Query): Promise<Row<F>[]>
  read(id: string): Promise<Row<F>>
  /** Writes absolute values and checks the answer; fields without a column are left out. */
  write(id: string, values: Partial<Record<F, CellValue>>): Promise<Row<F>>
  create(values: Partial<Record<F, CellValue>>): Promise<Row<F>>
}

/**
 * Opens the first data source of a database and resolves its columns.
 * @throws Environment when the database has no data source or does not fit the rules
 */
export async function openPageTable<F extends string>(
  notion: Notion,
  databaseId: string,
  rules: Record<F, ColumnRule>,
): Promise<PageTable<F>> {
  const database = await notion.repeatable(client => client.databases.retrieve({ database_id: databaseId }))
  const sources = z
    .object({ data_sources: z.array(z.object({ id: z.string(), name: z.string() })) })
    .safeParse(database).data?.data_sources
  const first = sources?.[0]
  if (!first) throw new Environment(`the database ${databaseId} has no data source`)
  const source = await notion.repeatable(client => client.dataSources.retrieve({ data_source_id: first.id }))
  return pageTable(notion, resolveSchema(expectForm(DataSource, source), rules))
}

function pageTable<F extends string>(notion: Notion, schema: Schema<F>): PageTable<F> {
  const toRow = (value: unknown): Row<F> => rowOf(expectForm(Page, value), schema)
  const properties = (values: Partial<Record<F, CellValue>>) => propertiesOf(values, schema)
  return {
    schema,
    query: async query => (await queryAll(notion, schema.dataSourceId, query)).map(toRow),
    async read(id) {
      const row = toRow(await notion.repeatable(client => client.pages.retrieve({ page_id: id })))
      if (row.page.parent?.data_source_id !== schema.dataSourceId)
        throw new InputFault(`the page ${id} is no row of "${schema.databaseTitle}"`, 'Unknown_Error')
      return row
    },
    async write(id, values) {
      const changes = properties(values)
      if (Object.keys(changes).length === 0)
        throw new InputFault(`nothing to write: ${schema.databaseTitle} has no column for it`, 'Unknown_Error')
      return toRow(await notion.repeatable(client => client.pages.update({ page_id: id, properties: changes })))
    },
    create: async values =>
      toRow(
        await notion.once(client =>
          client.pages.create({
            parent: { type: 'data_source_id', data_source_id: schema.dataSourceId },
            properties: properties(values),
          }),
        ),
      ),
  }
}

/** All pages of a query. An answer that stops short is an error, never "no more rows". */
async function queryAll(notion: Notion, dataSourceId: string, query: Query): Promise<unknown[]> {
  const rows: unknown[] = []
  let cursor: string | undefined
  do {
    const answer = await notion.repeatable(client =>
      client.request({
        method: 'post',
        path: `data_sources/${dataSourceId}/query`,
        body: {
          filter: query.filter,
          sorts: query.sorts,
          start_cursor: cursor,
          page_size: Math.min(query.limit ?? 100, 100),
        },
      }),
    )
    const listing = expectForm(Listing, answer)
    if (listing.request_status?.type === 'incomplete' && query.limit === undefined) {
      throw new Transient('the query has more than 10,000 results; Notion gives no more', {
        fields: { rows: rows.length },
      })
    }
    rows.push(...listing.results)
    cursor = listing.has_more ? (listing.next_cursor ?? undefined) : undefined
  } while (cursor && rows.length < (query.limit ?? Number.POSITIVE_INFINITY))
  return rows.slice(0, query.limit)
}

/** @throws Transient in one line when an answer is not what Notion gives: a proxy or a login page stands between */
function expectForm<T>(form: z.ZodType<T>, answer: unknown): T {
  const parsed = form.safeParse(answer)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Transient(`Notion’s answer has another form than expected (${issue?.path.join('.')}: ${issue?.message})`)
}

function rowOf<F extends string>(page: Page, schema: Schema<F>): Row<F> {
  const byId = new Map(Object.values(page.properties).map(cell => [decodeURIComponent(cell.id), cell]))
  const cells: Partial<Record<F, unknown>> = {}
  for (const field of Object.keys(schema.columns) as F[]) cells[field] = byId.get(schema.columns[field]?.id ?? '')
  return { page, cells }
}

function propertiesOf<F extends string>(
  values: Partial<Record<F, CellValue>>,
  schema: Schema<F>,
): Record<string, never> {
  const properties: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(values) as [F, CellValue | undefined][]) {
    const column = schema.columns[field]
    if (column && value !== undefined) properties[column.id] = writeCell(column, value)
  }
  return properties as Record<string, never>
}
