// POST /v1/data_sources/:id/query: a page of rows that fit the filter, in the order of the sorts.

import { validationError } from '../api/api-error.ts'
import { listAnswer } from '../api/respond.ts'
import { type Call, WITH_DATA_SOURCES } from '../api/route.ts'
import { wantedProperties } from '../routes/pages.ts'
import type { DataSourceRecord } from '../store/records.ts'
import { rowTable } from '../store/row-tables.ts'
import { showPage } from '../values/render.ts'
import { type Cursor, isBehind, queryHash, readCursor, writeCursor } from './cursor.ts'
import { sourceOf } from './facet-sql.ts'
import { filterSql } from './filter-sql.ts'
import { EMPTIES } from './guesses.ts'
import { type Asked, askedIn } from './query-request.ts'
import { type SortTerm, sortTerms } from './sort-sql.ts'
import { join, raw, type Sql, sql } from './sql.ts'

/** SQLite binds no more. */
const MAX_VALUES = 32_766

export function queryRows(call: Call, source: DataSourceRecord) {
  const { store, version, limits } = call
  const asked = askedIn(call)
  const tables = sourceOf(source, store)
  const terms = sortTerms(asked.sorts, tables)
  const filter = filterSql(asked.filter, { source: tables, now: call.now, me: asked.me })
  const hash = queryHash([source.id, asked.filter, asked.sorts, asked.state, asked.resultType])
  const start = asked.cursor === undefined ? undefined : readCursor(asked.cursor, hash, terms)

  const given = start?.count ?? 0
  const room = Math.min(asked.size, Math.max(0, limits.queryRows - given))
  const found = rowsIn(call, selection({ source, filter, terms, start, state: asked.state, limit: room + 1 }), asked)
  const rows = found.slice(0, room)
  const count = given + rows.length
  const hasMore = found.length > room
  const last = rows.at(-1)
  const isFull = hasMore && count >= limits.queryRows
  const next = hasMore && !isFull && last ? writeCursor(hash, { count, keys: keysOf(last, terms) }) : null
  const only = wantedProperties(call, source.schema)
  const results = rows.map(row => showPage(store.pageBySeq(Number(row.seq)), source.schema, call, only))
  return listAnswer(version < WITH_DATA_SOURCES ? 'page_or_database' : 'page_or_data_source', results, next, isFull)
}

interface Selection {
  source: DataSourceRecord
  filter: Sql
  terms: readonly SortTerm[]
  start: Cursor | undefined
  state: number
  limit: number
}

/** Seq and sort keys of the rows; the keys become the cursor. */
function selection({ source, filter, terms, start, state, limit }: Selection): Sql {
  const keys = terms.map((term, index) => sql`${term.sql} AS ${raw(`k${index}`)}`)
  const order = terms.map((term, index) => `k${index} ${term.direction} ${EMPTIES}`).join(', ')
  const behind = start ? isBehind(start, terms) : raw('1')
  return sql`SELECT f.seq AS seq, ${join(keys, ', ')} FROM ${raw(rowTable(source.id))} f
    WHERE f.state = ${state} AND ${filter} AND ${behind} ORDER BY ${raw(order)} LIMIT ${limit}`
}

/** Tables hold pages only; data sources stand in wikis, which there are none of. */
function rowsIn({ store }: Call, query: Sql, { resultType }: Asked) {
  if (query.values.length > MAX_VALUES) throw validationError('The query has too many conditions.')
  return resultType === 'data_source' ? [] : store.rows(query)
}

function keysOf(row: Record<string, unknown>, terms: readonly SortTerm[]): Cursor['keys'] {
  return terms.map((_term, index) => {
    const key = row[`k${index}`]
    return typeof key === 'string' || typeof key === 'number' ? key : null
  })
}
