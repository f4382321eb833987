// A database as the program would work with it, looked at without opening it: nothing is remembered.

import type { Notion } from './client.ts'
import type { ColumnRule } from './columns.ts'
import { chooseDataSource, readDataSource } from './data-source.ts'
import { recallColumns } from './known-columns.ts'
import { resolveSchema, type Schema } from './schema.ts'

/** @throws Environment when it is not seen, in the trash, or its columns do not fit */
export async function inspectDatabase<F extends string>(
  notion: Notion,
  databaseId: string,
  rules: Record<F, ColumnRule>,
): Promise<Schema<F>> {
  const dataSourceId = await chooseDataSource(notion, databaseId)
  return resolveSchema(await readDataSource(notion, dataSourceId), rules, recallColumns(notion.memory, dataSourceId))
}
