// Rows of a table whose title holds some words.

import { TITLE_ID } from '../schema/schema.ts'
import type { DataSourceRecord } from '../store/records.ts'
import { facetColumn, rowTable, STATES } from '../store/row-tables.ts'
import type { Store } from '../store/store.ts'
import { raw, sql } from './sql.ts'
import { textCondition } from './text-conditions.ts'

export interface TitledRow {
  seq: number
  /** Epoch milliseconds. */
  edited: number
}

/** `words`: in small letters; none finds every row. */
export function titledRows(
  store: Pick<Store, 'rows'>,
  { id, schema }: DataSourceRecord,
  { words, inTrash }: { words: string; inTrash: boolean },
): TitledRow[] {
  const property = schema.find(each => each.type === 'title')
  if (!property) return []
  const title = raw(`f.${facetColumn(TITLE_ID)}`)
  const compared = { kind: 'text' as const, value: title, stored: title, property }
  const holds = words === '' ? raw('1') : textCondition('contains', { wanted: words, path: 'body.query' }, compared)
  const state = inTrash ? STATES.trash : STATES.live
  return store
    .rows(sql`SELECT f.seq, f.edited FROM ${raw(rowTable(id))} f WHERE f.state = ${state} AND ${holds}`)
    .map(({ seq, edited }) => ({ seq: Number(seq), edited: Number(edited) }))
}
