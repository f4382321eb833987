// A write of absolute values into one row: repeated only after a look, and believed only when the answer shows it.

import { isDeepStrictEqual } from 'node:util'
import { InputFault, Transient } from '../errors.ts'
import type { Notion } from './client.ts'
import { confirm, differences } from './confirm.ts'
import { Odd, Saved } from './faults.ts'
import { ofRow } from './of-row.ts'
import { oddityOf, propertiesOf, type Row, toRow, type Values } from './page.ts'
import { wholeRow } from './references.ts'
import type { Schema } from './schema.ts'

export interface Change<F extends string> {
  id: string
  values: Values<F>
  /** The row as it was when the values were decided on. */
  before: Row<F>
  /** Further fields that decided on them. */
  given?: readonly F[]
}

const UPDATE = { urgent: true, endpoint: 'pages.update' } as const
const READ = { urgent: true, endpoint: 'pages.retrieve' } as const

/** Not repeated here: whoever decided on the values has to decide anew. */
class Moved extends Transient {}

/**
 * @throws Transient when Notion’s answer holds other values than were meant, naming both; or when, before it could be written
 * again, somebody else changed one of the cells or what they were decided by
 */
export async function writeRow<F extends string>(
  notion: Notion,
  schema: Schema<F>,
  { id, values, before, given = [] }: Change<F>,
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
      expectUnmoved(before, row, [...fieldsOf(values), ...given])
    }
    try {
      return seen(await notion.once(client => client.pages.update({ page_id: id, properties }), UPDATE))
    } catch (error) {
      if (!(error instanceof Saved)) throw ofRow(error, [404])
      saved = true
      return look()
    }
  }

  const look = async () => seen(await notion.once(client => client.pages.retrieve({ page_id: id }), READ))
  /** What an answer leaves out of a long list is read, or it is not known what the row holds. */
  const seen = (answer: unknown) => wholeRow(notion, schema, toRow(answer, schema))
  const mayRepeat = (fault: Transient) => !(fault instanceof Saved || fault instanceof Moved)
  return confirm(await notion.persist(attempt, mayRepeat), values, schema)
}

export const fieldsOf = <F extends string>(values: Values<F>) => Object.keys(values) as F[]

/** @throws Transient when somebody else changed one of the cells */
export function expectUnmoved<F extends string>(before: Row<F>, now: Row<F>, fields: readonly F[]): void {
  const moved = fields.find(field => !isDeepStrictEqual(before.cells[field], now.cells[field]))
  if (moved)
    throw new Moved(`${moved} was changed by somebody else while the row was to be written; it is decided anew`)
}

/**
 * A single row, read right before work or a write.
 * @throws Odd when it does not have the columns as they are known
 */
export async function readRow<F extends string>(notion: Notion, schema: Schema<F>, id: string): Promise<Row<F>> {
  const row = await fetchRow(notion, schema, id)
  if (row.page.parent?.data_source_id !== schema.dataSourceId)
    throw new InputFault(`the page ${id} is no row of "${schema.databaseTitle}"`, 'Unknown_Error')
  const odd = oddityOf(row.page, schema)
  if (odd !== undefined) throw new Odd(`the row ${id} of "${schema.databaseTitle}" is odd: ${odd}`, 'Unknown_Error')
  return row
}

/** A row of which it is known whose it is. */
export async function fetchRow<F extends string>(notion: Notion, schema: Schema<F>, id: string): Promise<Row<F>> {
  try {
    const answer = await notion.repeatable(client => client.pages.retrieve({ page_id: id }), READ)
    return await wholeRow(notion, schema, toRow(answer, schema))
  } catch (error) {
    throw ofRow(error, [403, 404])
  }
}
