// Which columns a table's fields were found in: a column that is renamed is known again by its id, one that is gone is missed.

import { z } from 'zod'
import type { Notion } from './client.ts'
import type { Memory } from './memory.ts'
import { readJson } from './memory.ts'
import type { KnownColumns, Schema } from './schema.ts'

const Kept = z.record(
  z.string(),
  z.union([
    z.string().transform(id => ({ id })), // as it was kept before names were
    z.object({ id: z.string(), name: z.string().optional(), type: z.string().optional() }),
  ]),
)

/** How the names of these facts begin. */
export const KNOWN_COLUMNS = 'notion columns '

const nameFor = (dataSourceId: string) => `${KNOWN_COLUMNS}${dataSourceId}`

export const recallColumns = (memory: Memory, dataSourceId: string): KnownColumns =>
  readJson(Kept, memory.recall(nameFor(dataSourceId))) ?? {}

/** What a schema tells to the next look at the same table. */
export function knownOf<F extends string>({ columns }: Pick<Schema<F>, 'columns'>): KnownColumns {
  const known: KnownColumns = {}
  for (const field of Object.keys(columns) as F[]) {
    const column = columns[field]
    if (column) known[field] = { id: column.id, name: column.name, type: column.type }
  }
  return known
}

/** Keeps what was found, and says once what a person should know of it. */
export function rememberColumns<F extends string>(
  { memory, log }: Pick<Notion, 'memory' | 'log'>,
  schema: Schema<F>,
  before: KnownColumns,
): void {
  const found = knownOf(schema)
  for (const [field, column] of Object.entries(found)) {
    const was = before[field]
    const fields = { database: schema.databaseTitle, field, was: was?.name, is: column?.name }
    if (!was?.name || !column) continue
    if (was.id !== column.id) log.warn(fields, 'a column is gone, another of an accepted name is used in its place')
    else if (was.name !== column.name) log.warn(fields, 'a column was renamed: known by its id, it goes on being used')
  }
  const text = JSON.stringify({ ...before, ...found })
  if (text !== memory.recall(nameFor(schema.dataSourceId))) memory.remember(nameFor(schema.dataSourceId), text)
}
