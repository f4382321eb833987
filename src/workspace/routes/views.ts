// Views: every table has the one default view, and no other.

import { createHash } from 'node:crypto'
import { notFound, validationError } from '../api/api-error.ts'
import { type Json, uuidAt } from '../api/check.ts'
import { partialUser } from '../api/identity.ts'
import { listAnswer } from '../api/respond.ts'
import type { Call, Handler } from '../api/route.ts'
import type { DataSourceRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { databaseById, dataSourceById } from './lookup.ts'

export const listViews: Handler = ({ store, query }) => {
  const views = tablesAt(store, query).map(source => ({ object: 'view', id: viewId(source) }))
  return listAnswer('view', views, null)
}

export const retrieveView: Handler = ({ store, path }) => {
  const tables = store.databases().flatMap(database => store.dataSourcesOf(database.id))
  const source = tables.find(table => viewId(table) === path.view_id)
  if (!source) throw notFound('view', path.view_id ?? '')
  return showView(source)
}

function tablesAt(store: Store, query: Call['query']): DataSourceRecord[] {
  const database = query.get('database_id')
  const source = query.get('data_source_id')
  if (source !== null) return [dataSourceById(store, uuidAt(source, 'query.data_source_id'))]
  if (database === null)
    throw validationError('query failed validation: query.database_id or query.data_source_id should be defined.')
  return store.dataSourcesOf(databaseById(store, uuidAt(database, 'query.database_id')).id)
}

function showView(source: DataSourceRecord): Json {
  const id = viewId(source)
  const hex = (uuid: string) => uuid.replaceAll('-', '')
  return {
    object: 'view',
    id,
    parent: { type: 'database_id', database_id: source.databaseId },
    data_source_id: source.id,
    name: 'Default view',
    type: 'table',
    created_time: exact(source.created),
    created_by: partialUser(source.createdBy),
    last_edited_time: exact(source.edited),
    last_edited_by: partialUser(source.editedBy),
    url: `https://app.notion.com/p/${hex(source.databaseId)}?v=${hex(id)}`,
    filter: null,
    sorts: null,
    quick_filters: null,
    configuration: null,
  }
}

/** The same for a table each time, without being kept. */
function viewId({ id }: DataSourceRecord): string {
  const hex = createHash('sha256').update(`view of ${id}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(12, 15)}-8${hex.slice(15, 18)}-000c${hex.slice(18, 26)}`
}

const exact = (ms: number) => new Date(ms).toISOString().replace('Z', '+00:00')
