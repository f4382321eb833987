// A new row, made once: where it is not known whether it was made, it is looked for, never made again.

import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf, Transient } from '../errors.ts'
import type { Notion } from './client.ts'
import { confirm, differences } from './confirm.ts'
import { Saved, Unsure } from './faults.ts'
import { propertiesOf, type Row, toRow, type Values } from './page.ts'
import { createdSince, minuteOf, queryPages } from './query.ts'
import type { Schema } from './schema.ts'
import { fetchRow } from './write.ts'

interface NewRow<F extends string> {
  values: Values<F>
  /** Rows that are older are somebody else's. */
  startedAt: Date
}

const CREATE = { urgent: true, endpoint: 'pages.create' } as const

/** @throws Transient when it stays unknown whether the row was made */
export async function createRow<F extends string>(notion: Notion, schema: Schema<F>, made: NewRow<F>): Promise<Row<F>> {
  const { values } = made
  try {
    const insert = async () =>
      toRow(await notion.once(client => client.pages.create(bodyOf(schema, values)), CREATE), schema)
    return confirm(await notion.persist(insert, isRefusal), values, schema)
  } catch (error) {
    if (error instanceof Saved && error.resourceId)
      return await readMade(notion, schema, { ...made, id: error.resourceId })
    if (error instanceof Saved || error instanceof Unsure) return await lookFor(notion, schema, { ...made, error })
    throw error
  }
}

/** A refusal wrote nothing, so the row may be asked for again. */
const isRefusal = (fault: Transient) => !(fault instanceof Saved || fault instanceof Unsure)

function bodyOf<F extends string>(schema: Schema<F>, values: Values<F>) {
  return {
    parent: { type: 'data_source_id' as const, data_source_id: schema.dataSourceId },
    properties: propertiesOf(values, schema),
  }
}

/** Whatever keeps it from being read, the row is there: no fault here may make it be made again. */
async function readMade<F extends string>(
  notion: Notion,
  schema: Schema<F>,
  { values, id }: NewRow<F> & { id: string },
): Promise<Row<F>> {
  const row = await fetchRow(notion, schema, id).catch((error: unknown) => {
    notion.signal.throwIfAborted()
    throw new Transient(`the row ${id} of "${schema.databaseTitle}" was made, but not read: ${messageOf(error)}`, {
      cause: error,
      fields: { page: id },
    })
  })
  return confirm(row, values, schema)
}

/** Queries lag behind writes, and a late write may land yet: a row that is not there is looked for again. */
async function lookFor<F extends string>(
  notion: Notion,
  schema: Schema<F>,
  made: NewRow<F> & { error: Transient },
): Promise<Row<F>> {
  let cause: unknown = made.error
  for (const wait of notion.probeWaitsMs) {
    await sleep(wait, undefined, { signal: notion.signal }).catch(() => notion.signal.throwIfAborted())
    const same = await rowsAlike(notion, schema, made).catch((error: unknown) => {
      notion.signal.throwIfAborted()
      cause = error
      return []
    })
    if (same.length > 1)
      throw new Transient(`${same.length} rows of "${schema.databaseTitle}" are as the one that was to be made`)
    if (same[0]) return same[0]
  }
  throw new Transient(`it is not known whether the row of "${schema.databaseTitle}" was made: ${messageOf(cause)}`, {
    cause,
  })
}

async function rowsAlike<F extends string>(
  notion: Notion,
  schema: Schema<F>,
  { values, startedAt }: NewRow<F>,
): Promise<Row<F>[]> {
  const pages = await queryPages(notion, schema.dataSourceId, { filter: createdSince(minuteOf(startedAt)) })
  return pages
    .map(page => toRow(page, schema))
    .filter(row => !row.page.in_trash && differences(row, values, schema).length === 0)
}
