// A write of absolute values into one row: repeated only after a look, and believed only when the answer shows it.

import { InputFault } from '../errors.ts'
import type { Notion } from './client.ts'
import { confirm, differences } from './confirm.ts'
import { Saved } from './faults.ts'
import { propertiesOf, type Row, toRow, type Values } from './page.ts'
import type { Schema } from './schema.ts'

export interface Change<F extends string> {
  id: string
  values: Values<F>
}

const UPDATE = { urgent: true, endpoint: 'pages.update' } as const
const READ = { urgent: true, endpoint: 'pages.retrieve' } as const

/** @throws Transient when Notion's answer holds other values than were meant, naming both */
export async function writeRow<F extends string>(
  notion: Notion,
  schema: Schema<F>,
  { id, values }: Change<F>,
): Promise<Row<F>> {
  const properties = propertiesOf(values, schema)
  if (Object.keys(properties).length === 0)
    throw new InputFault(`nothing to write: ${schema.databaseTitle} has no column for it`, 'Unknown_Error')
  let saved = false

  /** A failed write may have been saved, late even: nobody writes again over what is already there. */
  async function attempt(number: number): Promise<Row<F>> {
    if (number > 1) {
      const row = await look()
      if (saved || differences(row, values, schema).length === 0) return row
    }
    try {
      return toRow(await notion.once(client => client.pages.update({ page_id: id, properties }), UPDATE), schema)
    } catch (error) {
      if (!(error instanceof Saved)) throw error
      saved = true
      return look()
    }
  }

  const look = async () => toRow(await notion.once(client => client.pages.retrieve({ page_id: id }), READ), schema)
  return confirm(await notion.persist(attempt), values, schema)
}

/** A single row, read right before work or a write. */
export async function readRow<F extends string>(notion: Notion, schema: Schema<F>, id: string): Promise<Row<F>> {
  const row = toRow(await notion.repeatable(client => client.pages.retrieve({ page_id: id }), READ), schema)
  if (row.page.parent?.data_source_id !== schema.dataSourceId)
    throw new InputFault(`the page ${id} is no row of "${schema.databaseTitle}"`, 'Unknown_Error')
  return row
}
