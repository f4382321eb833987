// POST /v1/data_sources/:id/query: a page of rows that fit the filter, in the order of the sorts.

import { notAsExpected } from '../api/api-error.ts'
import { booleanAt, numberAt, onlyKeys, stringAt } from '../api/check.ts'
import { listAnswer } from '../api/respond.ts'
import type { Call } from '../api/route.ts'
import { wantedProperties } from '../routes/pages.ts'
import type { DataSourceRecord } from '../store/records.ts'
import { showPage } from '../values/render.ts'
import { type Cursor, isBehind, queryHash, readCursor, writeCursor } from './cursor.ts'
import { filterSql } from './filter-sql.ts'
import { type SortTerm, sortTerms } from './sort-sql.ts'
import { join, raw, type Sql, sql } from './sql.ts'

const MAX_PAGE = 100
/** Notion gives out no more rows than this for one query, however many pages. */
const MAX_ROWS = 10_000
const KEYS = ['filter', 'sorts', 'start_cursor', 'page_size', 'result_type', 'in_trash', 'archived']

export function queryRows(call: Call, source: DataSourceRecord) {
  const { body, store } = call
  onlyKeys(body, KEYS, 'body')
  const size = pageSize(body.page_size)
  const inTrash = body.in_trash === undefined ? false : booleanAt(body.in_trash, 'body.in_trash')
  const terms = sortTerms(body.sorts, source.schema)
  const filter = filterSql(body.filter, { schema: source.schema, now: call.now })
  const hash = queryHash([source.id, body.filter, body.sorts, inTrash])
  const start =
    body.start_cursor === undefined
      ? undefined
      : readCursor(stringAt(body.start_cursor, 'body.start_cursor'), hash, terms)

  const room = Math.min(size, MAX_ROWS - (start?.count ?? 0))
  const found = store.rows(selection({ source, inTrash, filter, terms, start, limit: room + 1 }))
  const rows = found.slice(0, room)
  const count = (start?.count ?? 0) + rows.length
  const hasMore = found.length > room
  const last = rows.at(-1)
  const next = hasMore && count < MAX_ROWS && last ? writeCursor(hash, { count, keys: keysOf(last, terms) }) : null
  const only = wantedProperties(call, source.schema)
  const results = rows.map(row => showPage(store.pageBySeq(Number(row.seq)), source.schema, call, only))
  return listAnswer('page_or_data_source', results, next, hasMore && count >= MAX_ROWS)
}

interface Selection {
  source: DataSourceRecord
  inTrash: boolean
  filter: Sql
  terms: readonly SortTerm[]
  start: Cursor | undefined
  limit: number
}

/** Seq and sort keys of the rows; the keys become the cursor. */
function selection({ source, inTrash, filter, terms, start, limit }: Selection): Sql {
  const columns = terms.map((_term, index) => `k${index}`)
  const keys = terms.map((term, index) => sql`${term.sql} AS ${raw(`k${index}`)}`)
  const order = terms.map((term, index) => `k${index} ${term.direction}`).join(', ')
  const behind = start ? isBehind(start, terms, columns) : raw('1')
  return sql`SELECT * FROM (
      SELECT f.seq AS seq, ${join(keys, ', ')} FROM facet f
      WHERE f.data_source_id = ${source.id} AND f.in_trash = ${inTrash ? 1 : 0} AND ${filter}
    ) WHERE ${behind} ORDER BY ${raw(order)} LIMIT ${limit}`
}

function keysOf(row: Record<string, unknown>, terms: readonly SortTerm[]): Cursor['keys'] {
  return terms.map((_term, index) => {
    const key = row[`k${index}`]
    return typeof key === 'string' || typeof key === 'number' ? key : null
  })
}

function pageSize(value: unknown): number {
  if (value === undefined) return MAX_PAGE
  const size = numberAt(value, 'body.page_size')
  if (size > MAX_PAGE) throw notAsExpected('body.page_size', `≤ \`${MAX_PAGE}\``, size)
  if (size < 1 || !Number.isInteger(size)) throw notAsExpected('body.page_size', '≥ `1`', size)
  return size
}
