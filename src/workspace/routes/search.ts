// POST /v1/search: pages and tables whose title holds the words, last edited first.

import { validationError } from '../api/api-error.ts'
import { booleanAt, type Json, objectAt, oneOfAt, onlyKeys, stringAt } from '../api/check.ts'
import { listAnswer } from '../api/respond.ts'
import { type Call, type Handler, WITH_DATA_SOURCES } from '../api/route.ts'
import { sizeAt } from '../query/query-request.ts'
import { titledRows } from '../query/titled-rows.ts'
import type { DataSourceRecord, PageRecord } from '../store/records.ts'
import { isLive } from '../store/standing.ts'
import { showDatabase, showDataSource, showPage } from '../values/render.ts'
import { plainText } from '../values/rich-text.ts'
import { databaseById, schemaOf } from './lookup.ts'

const KEYS = ['query', 'sort', 'filter', 'start_cursor', 'page_size']

export const search: Handler = call => {
  const { body, version } = call
  onlyKeys(body, KEYS, 'body')
  const size = sizeAt(body.page_size)
  const found = foundBy(call)
  const start = startAt(body.start_cursor, found.length)
  const end = start + size
  const next = end < found.length ? cursorOf(end) : null
  const results = found.slice(start, end).map(hit => hit.show())
  return listAnswer(version < WITH_DATA_SOURCES ? 'page_or_database' : 'page_or_data_source', results, next)
}

interface Hit {
  edited: number
  show(): Json
}

function foundBy(call: Call): Hit[] {
  const { body } = call
  const words = body.query === undefined ? '' : stringAt(body.query, 'body.query').toLowerCase()
  const { kind, inTrash } = filterAt(call)
  const direction = directionAt(body.sort)
  const sources = tablesIn(call)
  const asked: Asked = { words, inTrash, sources }
  const hits = [...(kind === 'page' ? [] : tables(call, asked)), ...(kind === 'table' ? [] : pages(call, asked))]
  return hits.toSorted((a, b) => (direction === 'ascending' ? a.edited - b.edited : b.edited - a.edited))
}

interface Asked {
  words: string
  inTrash: boolean
  sources: readonly DataSourceRecord[]
}

function tables(call: Call, { words, inTrash, sources }: Asked): Hit[] {
  const { store, version } = call
  const isOld = version < WITH_DATA_SOURCES
  return sources
    .filter(source => plainText(source.title).toLowerCase().includes(words))
    .map(source => ({ source, database: databaseById(store, source.databaseId) }))
    .filter(({ source, database }) => (inTrash ? source.inTrash || database.inTrash : isLive(store, source.id)))
    .map(({ source, database }) => {
      const show = () => (isOld ? showDatabase(database, call) : showDataSource(source, database, call))
      return { edited: source.edited, show }
    })
}

function pages(call: Call, { words, inTrash, sources }: Asked): Hit[] {
  const { store } = call
  const shown = (page: PageRecord) => showPage(page, schemaOf(store, page), call)
  const own = store
    .ownPages()
    .filter(page => plainText(page.cells.title).toLowerCase().includes(words))
    .filter(page => (inTrash ? page.inTrash : isLive(store, page.id)))
    .map(page => ({ edited: page.edited, show: () => shown(page) }))
  const asked = sources.filter(source => inTrash || isLive(store, source.id))
  const rows = asked.flatMap(source =>
    titledRows(store, source, { words, inTrash }).map(({ seq, edited }) => ({
      edited,
      show: () => shown(store.pageBySeq(seq)),
    })),
  )
  return [...own, ...rows]
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

function startAt(value: unknown, length: number): number {
  if (value === undefined || value === null) return 0
  const cursor = stringAt(value, 'body.start_cursor')
  const start = /^search (\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1]
  if (start === undefined || Number(start) > length)
    throw validationError(`The start_cursor provided is invalid: ${cursor}`)
  return Number(start)
}
