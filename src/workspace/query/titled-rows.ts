// Rows of a table, and pages that are no rows, whose title holds some words.

import { TITLE_ID } from '../schema/schema.ts'
import type { DataSourceRecord } from '../store/records.ts'
import { facetColumn, rowTable, STATES } from '../store/row-tables.ts'
import type { Store } from '../store/store.ts'
import { plainText } from '../values/rich-text.ts'
import { folded } from './guesses.ts'
import { raw, sql } from './sql.ts'
import { textCondition } from './text-conditions.ts'

export interface TitledRow {
  seq: number
  /** Epoch milliseconds. */
  edited: number
}

export interface Wanted {
  /** Folded; none finds everything. */
  words: string
  inTrash: boolean
  /** Of the time of the last edit. */
  direction: 'ascending' | 'descending'
}

/** @returns no more than `limit`, those that come first in the direction */
export function titledRows(
  store: Pick<Store, 'rows'>,
  { id, schema }: DataSourceRecord,
  { words, inTrash, direction, limit }: Wanted & { limit: number },
): TitledRow[] {
  const property = schema.find(each => each.type === 'title')
  if (!property) return []
  const title = raw(`f.${facetColumn(TITLE_ID)}`)
  const compared = { kind: 'text' as const, value: title, stored: title, property }
  const holds = words === '' ? raw('1') : textCondition('contains', { wanted: words, path: 'body.query' }, compared)
  const state = inTrash ? STATES.trash : STATES.live
  const order = raw(DIRECTIONS[direction])
  return store
    .rows(
      sql`SELECT f.seq, f.edited FROM ${raw(rowTable(id))} f WHERE f.state = ${state} AND ${holds}
        ORDER BY f.edited ${order}, f.seq ${order} LIMIT ${limit}`,
    )
    .map(({ seq, edited }) => ({ seq: Number(seq), edited: Number(edited) }))
}

/** Pages of their own, in order; what they stand in may be in the trash. Their records are not read. */
export function titledPages(
  store: Pick<Store, 'rows'>,
  { words, inTrash, direction }: Wanted,
): (TitledRow & { id: string })[] {
  const order = raw(DIRECTIONS[direction])
  const title = raw(words === '' ? "''" : "record -> '$.cells.title'")
  return store
    .rows(
      sql`SELECT seq, id, record ->> '$.edited' AS edited, ${title} AS title FROM page
        WHERE data_source_id IS NULL AND record ->> '$.inTrash' = ${inTrash ? 1 : 0}
        ORDER BY edited ${order}, seq ${order}`,
    )
    .filter(page => words === '' || titleText(page.title).includes(words))
    .map(({ seq, id, edited }) => ({ seq: Number(seq), id: String(id), edited: Number(edited) }))
}

const DIRECTIONS = { ascending: 'ASC', descending: 'DESC' }

/** SQLite cannot fold letters beyond ASCII. */
const titleText = (json: unknown): string => (typeof json === 'string' ? folded(plainText(JSON.parse(json))) : '')
