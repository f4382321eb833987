// Data sources: the tables of a database, with the columns of their rows.

import { randomUUID } from 'node:crypto'
import { type Json, objectAt, onlyKeys, uuidAt } from '../api/check.ts'
import type { Call, Handler } from '../api/route.ts'
import { queryRows } from '../query/query.ts'
import { convertCells, needsConversion, withOptionsOf } from '../schema/convert-cells.ts'
import type { Property } from '../schema/schema.ts'
import { changedSchema, newSchema } from '../schema/schema-change.ts'
import { pairColumns } from '../schema/two-way.ts'
import type { DatabaseRecord, DataSourceRecord } from '../store/records.ts'
import { iconAt } from '../values/icons.ts'
import { showDataSource } from '../values/render.ts'
import { richTextAt } from '../values/rich-text.ts'
import {
  checkEditable,
  checkKeys,
  databaseById,
  dataSourceById,
  onlyDataSource,
  tablesOf,
  trashFlag,
} from './lookup.ts'

export const createDataSource: Handler = call => {
  const { body, store } = call
  onlyKeys(body, ['parent', 'properties', 'title', 'icon'], 'body')
  const parent = objectAt(body.parent, 'body.parent')
  const database = databaseById(store, uuidAt(parent.database_id, 'body.parent.database_id'))
  checkEditable(store, database.id)
  const title = body.title === undefined ? [] : richTextAt(body.title, 'body.title')
  const source = newDataSource(call, database, { title, properties: body.properties, path: 'body.properties' })
  return showDataSource(source, database, call)
}

export const retrieveDataSource: Handler = call => {
  const source = dataSourceById(call.store, call.path.data_source_id)
  return showDataSource(source, databaseById(call.store, source.databaseId), call)
}

export const updateDataSource: Handler = call => {
  const { store, path, body, version } = call
  checkKeys(body, ['title', 'icon', 'properties', 'in_trash', 'parent'], version)
  const source = changeDataSource(call, dataSourceById(store, path.data_source_id), body)
  return showDataSource(source, databaseById(store, source.databaseId), call)
}

export const queryDataSource: Handler = call => queryRows(call, dataSourceById(call.store, call.path.data_source_id))

/** Before data sources: the one table of a database is queried. */
export const queryDatabase: Handler = call =>
  queryRows(call, onlyDataSource(call.store, call.path.database_id ?? '', call.version))

/** The workspace has no templates of its own. */
export const listTemplates: Handler = call => {
  dataSourceById(call.store, call.path.data_source_id)
  return { templates: [], has_more: false, next_cursor: null }
}

interface NewTable {
  title: Json[]
  properties: unknown
  path: string
}

export function newDataSource(call: Call, database: DatabaseRecord, { title, properties, path }: NewTable) {
  const { store, now, user, body } = call
  const icon = iconAt({ value: body.icon, path: 'body.icon', before: null, uploads: store.uploads })
  const source: DataSourceRecord = {
    id: randomUUID(),
    databaseId: database.id,
    title,
    description: [],
    icon,
    cover: null,
    schema: newSchema(properties, tablesOf(call, path)),
    inTrash: false,
    created: now,
    edited: now,
    createdBy: user,
    editedBy: user,
  }
  pairColumns(store, [], source)
  tell(call, 'data_source.created', source, {})
  return dataSourceById(store, source.id)
}

/** Applies what `body` names; the rows follow. @returns the table as it is then */
export function changeDataSource(call: Call, before: DataSourceRecord, body: Json): DataSourceRecord {
  const { store, now, user } = call
  const tables = tablesOf(call, 'body.properties')
  const schema = body.properties === undefined ? before.schema : changedSchema(before.schema, body.properties, tables)
  const parent = body.parent === undefined ? undefined : objectAt(body.parent, 'body.parent')
  const after: DataSourceRecord = {
    ...before,
    title: body.title === undefined ? before.title : richTextAt(body.title, 'body.title'),
    icon: iconAt({ value: body.icon, path: 'body.icon', before: before.icon, uploads: store.uploads }),
    databaseId: parent
      ? databaseById(store, uuidAt(parent.database_id, 'body.parent.database_id')).id
      : before.databaseId,
    schema,
    inTrash: trashFlag(body, before.inTrash),
    edited: now,
    editedBy: user,
  }
  pairColumns(store, before.schema, after)
  if (body.properties !== undefined) followColumns(store, before.schema, after.id)
  if (after.databaseId !== before.databaseId) followMove(store, after)
  tellOf(call, before, after)
  return dataSourceById(store, after.id)
}

/** Rows are converted where a type changed or an option went, and what filters compare is made anew. */
function followColumns(store: Call['store'], before: readonly Property[], id: string): void {
  const source = dataSourceById(store, id)
  if (needsConversion(before, source.schema)) {
    const schema = withOptionsOf(store.pagesOf(id), before, source.schema)
    store.saveDataSource({ ...source, schema })
    for (const page of store.pagesOf(id)) store.savePage(convertCells(page, before, schema))
    return
  }
  if (source.schema.some(property => property.type === 'formula' || property.type === 'rollup')) store.refacet(id)
}

/** Rows and the relations that lead to the table know its database. */
function followMove(store: Call['store'], { id, databaseId }: DataSourceRecord): void {
  for (const source of store.databases().flatMap(database => store.dataSourcesOf(database.id))) {
    const schema = source.schema.map(property =>
      property.target?.dataSourceId === id ? { ...property, target: { ...property.target, databaseId } } : property,
    )
    if (schema.some((property, index) => property !== source.schema[index])) store.saveDataSource({ ...source, schema })
  }
  for (const page of store.pagesOf(id)) store.savePage({ ...page, parent: { ...page.parent, database_id: databaseId } })
}

function tellOf(call: Call, before: DataSourceRecord, after: DataSourceRecord): void {
  const updated = schemaChanges(before.schema, dataSourceById(call.store, after.id).schema)
  if (updated.length > 0) tell(call, 'data_source.schema_updated', after, { updated_properties: updated })
  if (before.inTrash !== after.inTrash)
    tell(call, after.inTrash ? 'data_source.deleted' : 'data_source.undeleted', after, {})
  if (before.databaseId !== after.databaseId) tell(call, 'data_source.moved', after, {})
}

function schemaChanges(before: readonly Property[], after: readonly Property[]): Json[] {
  const change = ({ id, name }: Property, action: string) => ({ id: encodeURIComponent(id), name, action })
  const same = (a: Property, b: Property) => JSON.stringify(a) === JSON.stringify(b)
  const old = new Map(before.map(property => [property.id, property]))
  return [
    ...after.flatMap(property => {
      const was = old.get(property.id)
      if (was && same(was, property)) return []
      return [change(property, was ? 'updated' : 'created')]
    }),
    ...before.filter(was => !after.some(each => each.id === was.id)).map(was => change(was, 'deleted')),
  ]
}

function tell({ store, user, now }: Call, type: string, { id, databaseId }: DataSourceRecord, data: Json): void {
  const parent = { id: databaseId, type: 'database' }
  store.changes.add({ type, entity: { id, type: 'data_source' }, author: user, data: { parent, ...data } }, now)
}
