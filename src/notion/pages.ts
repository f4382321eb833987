// Rows of one database: query all of them, read one, write one, make one. Speaks fields, not columns.

import { isDeepStrictEqual } from 'node:util'
import { InputFault } from '../errors.ts'
import type { Notion } from './client.ts'
import type { ColumnRule } from './columns.ts'
import { createRow } from './create.ts'
import { chooseDataSource, readDataSource } from './data-source.ts'
import { Misfit } from './faults.ts'
import { recallColumns, rememberColumns } from './known-columns.ts'
import { type Row, toRow, type Values } from './page.ts'
import { type Filter, queryPages } from './query.ts'
import { readReferences } from './references.ts'
import { resolveSchema, type Schema } from './schema.ts'
import { readRow, writeRow } from './write.ts'

/** Made of the columns as they are now: a refusal lets them be read, and it be made, anew. */
type Made<F extends string, T> = (schema: Schema<F>) => T

interface TableQuery<F extends string> {
  /** Undefined when no row can match: an option it asks for is not there. */
  filter: Made<F, Filter | undefined>
  /** Stop after so many rows; default: all of them. */
  limit?: number
}

export interface PageTable<F extends string> {
  readonly schema: Schema<F>
  /** Oldest first. */
  query(query: TableQuery<F>): Promise<Row<F>[]>
  read(id: string): Promise<Row<F>>
  /** Writes absolute values and checks the answer; fields without a column are left out. */
  write(id: string, values: Made<F, Values<F>>): Promise<Row<F>>
  create(values: Made<F, Values<F>>): Promise<Row<F>>
  /** All ids a relation or people cell refers to. */
  references(id: string, field: F): Promise<string[]>
}

/**
 * Opens the data source of a database and resolves its columns.
 * @throws Environment when the database has no data source or does not fit the rules
 */
export async function openPageTable<F extends string>(
  notion: Notion,
  databaseId: string,
  rules: Record<F, ColumnRule>,
): Promise<PageTable<F>> {
  const dataSourceId = await chooseDataSource(notion, databaseId)
  async function readSchema(): Promise<Schema<F>> {
    const source = await readDataSource(notion, dataSourceId)
    const found = resolveSchema(source, rules, recallColumns(notion.memory, dataSourceId))
    rememberColumns(notion.memory, found)
    return found
  }
  let schema = await readSchema()

  /** A refusal may mean that a person changed the columns: they are read again, and if they did change, it is tried again. */
  async function fitting<T>(work: Made<F, Promise<T>>): Promise<T> {
    const used = schema
    try {
      return await work(used)
    } catch (error) {
      if (!(error instanceof Misfit)) throw error
      schema = await readSchema()
      if (isDeepStrictEqual(schema, used)) throw error
      return work(schema)
    }
  }

  return {
    get schema() {
      return schema
    },
    async query(query) {
      if (!query.filter(schema)) schema = await readSchema() // the option may have been added since
      return fitting(async now => {
        const filter = query.filter(now)
        const pages = filter ? await queryPages(notion, dataSourceId, { filter, limit: query.limit }) : []
        return pages.map(page => toRow(page, now))
      })
    },
    read: id => readRow(notion, schema, id),
    write: (id, values) => fitting(now => writeRow(notion, now, { id, values: values(now) })),
    create: values => {
      const startedAt = new Date()
      return fitting(now => createRow(notion, now, { values: values(now), startedAt }))
    },
    async references(id, field) {
      const column = schema.columns[field]
      if (!column) throw new InputFault(`"${schema.databaseTitle}" has no column for ${field}`, 'Unknown_Error')
      return readReferences(notion, id, column)
    },
  }
}
