// POST /v1/search: pages and tables whose title holds the words, last edited first.

import { validationError } from '../api/api-error.ts'
import { booleanAt, type Json, objectAt, oneOfAt, onlyKeys, stringAt } from '../api/check.ts'
import { listAnswer } from '../api/respond.ts'
import { type Call, type Handler, WITH_DATA_SOURCES } from '../api/route.ts'
import { folded } from '../query/guesses.ts'
import { sizeAt } from '../query/query-request.ts'
import { titledPages, titledRows, type Wanted } from '../query/titled-rows.ts'
import type { DataSourceRecord } from '../store/records.ts'
import { isLive } from '../store/standing.ts'
import { showDatabase, showDataSource, showPage } from '../values/render.ts'
import { plainText } from '../values/rich-text.ts'
import { databaseById, schemaOf } from './lookup.ts'

/** Beyond any number of pages, and still a number SQLite can count to. */
const MAX_START = 1e12
const KEYS = ['query', 'sort', 'filter', 'start_cursor', 'page_size']

export const search: Handler = call => {
  const { body, version } = call
  onlyKeys(body, KEYS, 'body')
  const size = sizeAt(body.page_size)
  const start = startAt(body.start_cursor)
  const end = start + size
  const found = foundBy(call, end + 1)
  if (start > found.length) throw invalidCursor(body.start_cursor)
  const next = end < found.length ? cursorOf(end) : null
  const results = found.slice(start, end).map(hit => hit.show())
  return listAnswer(version < WITH_DATA_SOURCES ? 'page_or_database' : 'page_or_data_source', results, next)
}

interface Hit {
  edited: number
  show(): Json
}

/** At least `limit` when there are as many; those that come first in the order asked for. */
function foundBy(call: Call, limit: number): Hit[] {
  const { body } = call
  const words = body.query === undefined ? '' : folded(stringAt(body.query, 'body.query'))
  const { kind, inTrash } = filterAt(call)
  const direction = directionAt(body.sort)
  const sources = tablesIn(call)
  const asked: Asked = { words, inTrash, direction, sources, limit }
  const hits = [...(kind === 'page' ? [] : tables(call, asked)), ...(kind === 'table' ? [] : pages(call, asked))]
  return hits.toSorted((a, b) => (direction === 'ascending' ? a.edited - b.edited : b.edited - a.edited))
}

interface Asked extends Wanted {
  sources: readonly DataSourceRecord[]
  limit: number
}

function tables(call: Call, { words, inTrash, sources }: Asked): Hit[] {
  const { store, version } = call
  const isOld = version < WITH_DATA_SOURCES
  return sources
    .filter(source => folded(plainText(source.title)).includes(words))
    .map(source => ({ source, database: databaseById(store, source.databaseId) }))
    .filter(({ source, database }) => (inTrash ? source.inTrash || database.inTrash : isLive(store, source.id)))
    .map(({ source, database }) => {
      const show = () => (isOld ? showDatabase(database, call) : showDataSource(source, database, call))
      return { edited: source.edited, show }
    })
}

function pages(call: Call, { sources, limit, ...wanted }: Asked): Hit[] {
  const { store } = call
  const isAsked = (id: string) => wanted.inTrash || isLive(store, id)
  const own = titledPages(store, wanted)
    .values()
    .filter(({ id }) => isAsked(id))
    .take(limit)
  const rows = sources
    .filter(({ id }) => isAsked(id))
    .flatMap(source => titledRows(store, source, { ...wanted, limit }))
  return [...own, ...rows].map(({ seq, edited }) => ({ edited, show: () => shownPage(call, seq) }))
}

function shownPage(call: Call, seq: number): Json {
  const page = call.store.pageBySeq(seq)
  return showPage(page, schemaOf(call.store, page), call)
}

const tablesIn = ({ store }: Call): DataSourceRecord[] =>
  store.databases().flatMap(database => store.dataSourcesOf(database.id))

function filterAt({ body, version }: Call): { kind: 'page' | 'table' | undefined; inTrash: boolean } {
  if (body.filter === undefined) return { kind: undefined, inTrash: false }
  const filter = objectAt(body.filter, 'body.filter')
  onlyKeys(filter, ['property', 'value', 'in_trash'], 'body.filter')
  const inTrash = filter.in_trash === undefined ? false : booleanAt(filter.in_trash, 'body.filter.in_trash')
  if (filter.value === undefined && filter.property === undefined) return { kind: undefined, inTrash }
  oneOfAt(filter.property, 'body.filter.property', ['object'])
  const table = version < WITH_DATA_SOURCES ? 'database' : 'data_source'
  const value = oneOfAt(filter.value, 'body.filter.value', ['page', table])
  return { kind: value === 'page' ? 'page' : 'table', inTrash }
}

function directionAt(value: unknown): 'ascending' | 'descending' {
  if (value === undefined) return 'descending'
  const sort = objectAt(value, 'body.sort')
  if (sort.property === 'relevance') return 'descending'
  oneOfAt(sort.timestamp, 'body.sort.timestamp', ['last_edited_time'])
  return oneOfAt(sort.direction ?? 'descending', 'body.sort.direction', ['ascending', 'descending'])
}

const cursorOf = (start: number) => Buffer.from(`search ${start}`).toString('base64url')

function startAt(cursor: unknown): number {
  if (cursor === undefined || cursor === null) return 0
  const text = Buffer.from(stringAt(cursor, 'body.start_cursor'), 'base64url').toString()
  const start = Number(/^search (\d+)$/.exec(text)?.[1])
  if (start > MAX_START || Number.isNaN(start)) throw invalidCursor(cursor)
  return start
}

const invalidCursor = (cursor: unknown) => validationError(`The start_cursor provided is invalid: ${cursor}`)
