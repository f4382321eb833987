// Databases and their data sources.

import { randomUUID } from 'node:crypto'
import { type Json, objectAt, onlyKeys, uuidAt } from '../api/check.ts'
import type { Call, Handler } from '../api/route.ts'
import { queryRows } from '../query/query.ts'
import type { Property } from '../schema/schema.ts'
import { changedSchema, newSchema } from '../schema/schema-change.ts'
import type { DatabaseRecord, DataSourceRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { showDatabase, showDataSource } from '../values/render.ts'
import { richTextAt } from '../values/rich-text.ts'
import { coverAt, iconAt } from './looks.ts'
import { checkKeys, databaseById, dataSourceById, parentAt, trashFlag } from './lookup.ts'

const DATABASE_KEYS = ['title', 'description', 'is_inline', 'icon', 'cover']
const DEFAULT_PROPERTIES = { Name: { title: {} } }

export const createDatabase: Handler = call => {
  const { body, store, now } = call
  onlyKeys(body, [...DATABASE_KEYS, 'parent', 'initial_data_source'], 'body')
  const database: DatabaseRecord = {
    id: randomUUID(),
    title: body.title === undefined ? [] : richTextAt(body.title, 'body.title'),
    description: body.description === undefined ? [] : richTextAt(body.description, 'body.description'),
    parent: parentAt(body.parent, store),
    isInline: body.is_inline === true,
    icon: iconAt(body.icon, null),
    cover: coverAt(body.cover, null),
    inTrash: false,
    created: now,
    edited: now,
  }
  const initial =
    body.initial_data_source === undefined ? {} : objectAt(body.initial_data_source, 'body.initial_data_source')
  const properties = initial.properties ?? DEFAULT_PROPERTIES
  const source = newDataSource(call, database, database.title, {
    properties,
    path: 'body.initial_data_source.properties',
  })
  store.saveDatabase(database)
  store.saveDataSource(source)
  return showDatabase(database, [source], call.version)
}

export const retrieveDatabase: Handler = ({ store, path, version }) => {
  const database = databaseById(store, path.database_id)
  return showDatabase(database, store.dataSourcesOf(database.id), version)
}

export const updateDatabase: Handler = ({ store, path, body, version, now }) => {
  onlyKeys(body, [...DATABASE_KEYS, 'in_trash', 'is_locked', 'parent'], 'body')
  const before = databaseById(store, path.database_id)
  const after: DatabaseRecord = {
    ...before,
    title: body.title === undefined ? before.title : richTextAt(body.title, 'body.title'),
    description: body.description === undefined ? before.description : richTextAt(body.description, 'body.description'),
    parent: body.parent === undefined ? before.parent : parentAt(body.parent, store),
    isInline: body.is_inline === undefined ? before.isInline : body.is_inline === true,
    icon: iconAt(body.icon, before.icon),
    cover: coverAt(body.cover, before.cover),
    inTrash: trashFlag(body, before.inTrash),
    edited: now,
  }
  store.saveDatabase(after)
  return showDatabase(after, store.dataSourcesOf(after.id), version)
}

export const createDataSource: Handler = call => {
  const { body, store } = call
  onlyKeys(body, ['parent', 'properties', 'title', 'icon'], 'body')
  const parent = objectAt(body.parent, 'body.parent')
  const database = databaseById(store, uuidAt(parent.database_id, 'body.parent.database_id'))
  const title = body.title === undefined ? [] : richTextAt(body.title, 'body.title')
  const source = newDataSource(call, database, title, { properties: body.properties, path: 'body.properties' })
  store.saveDataSource(source)
  return showDataSource(source, database, call.version)
}

export const retrieveDataSource: Handler = ({ store, path, version }) => {
  const source = dataSourceById(store, path.data_source_id)
  return showDataSource(source, databaseById(store, source.databaseId), version)
}

export const updateDataSource: Handler = ({ store, path, body, version, now }) => {
  checkKeys(body, ['title', 'icon', 'properties', 'in_trash'], version)
  const before = dataSourceById(store, path.data_source_id)
  const options = { path: 'body.properties', databaseOf: databaseOf(store) }
  const after: DataSourceRecord = {
    ...before,
    title: body.title === undefined ? before.title : richTextAt(body.title, 'body.title'),
    icon: iconAt(body.icon, before.icon),
    schema: body.properties === undefined ? before.schema : changedSchema(before.schema, body.properties, options),
    inTrash: trashFlag(body, before.inTrash),
    edited: now,
  }
  store.saveDataSource(after)
  for (const property of after.schema) store.forgetOptions(after.id, property, removedOptions(before.schema, property))
  return showDataSource(after, databaseById(store, after.databaseId), version)
}

export const queryDataSource: Handler = call => queryRows(call, dataSourceById(call.store, call.path.data_source_id))

function newDataSource(
  { store, now, body }: Call,
  database: DatabaseRecord,
  title: Json[],
  { properties, path }: { properties: unknown; path: string },
): DataSourceRecord {
  return {
    id: randomUUID(),
    databaseId: database.id,
    title,
    description: [],
    icon: iconAt(body.icon, null),
    cover: null,
    schema: newSchema(properties, path, databaseOf(store)),
    inTrash: false,
    created: now,
    edited: now,
  }
}

const databaseOf = (store: Store) => (dataSourceId: string) => dataSourceById(store, dataSourceId).databaseId

function removedOptions(before: readonly Property[], { id, options = [] }: Property): string[] {
  const old = before.find(property => property.id === id)?.options ?? []
  return old.filter(option => !options.some(each => each.id === option.id)).map(option => option.id)
}
