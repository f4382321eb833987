// Pages: rows of a data source, and pages of their own.

import { randomUUID } from 'node:crypto'
import { validationError } from '../api/api-error.ts'
import { booleanAt, type Json, objectAt, onlyKeys, uuidAt } from '../api/check.ts'
import type { Call, Handler } from '../api/route.ts'
import { findProperty, type Property } from '../schema/schema.ts'
import type { DataSourceRecord, PageRecord } from '../store/records.ts'
import { showPage } from '../values/render.ts'
import { writeCells } from '../values/write-cells.ts'
import { coverAt, iconAt } from './looks.ts'
import { checkKeys, dataSourceById, onlyDataSource, pageById, parentAt, schemaOf, trashFlag } from './lookup.ts'

const UPDATE_KEYS = ['properties', 'icon', 'cover', 'in_trash', 'is_archived', 'is_locked']

export const createPage: Handler = call => {
  const { body, store, now } = call
  onlyKeys(body, ['parent', 'properties', 'icon', 'cover'], 'body')
  const source = tableAt(call)
  const page: PageRecord = {
    id: randomUUID(),
    dataSourceId: source?.id ?? null,
    parent: source
      ? { type: 'data_source_id', data_source_id: source.id, database_id: source.databaseId }
      : parentAt(body.parent, store),
    icon: iconAt(body.icon, null),
    cover: coverAt(body.cover, null),
    number: 0,
    inTrash: false,
    isArchived: false,
    isLocked: false,
    created: now,
    edited: now,
    cells: {},
  }
  return saveWithCells(call, page, number => (source ? store.nextNumber(source.id) : number))
}

export const retrievePage: Handler = call => {
  const page = pageById(call.store, call.path.page_id)
  return shown(call, page, schemaOf(call.store, page))
}

export const updatePage: Handler = call => {
  const { body, store, version, now } = call
  checkKeys(body, UPDATE_KEYS, version)
  const before = pageById(store, call.path.page_id)
  const after: PageRecord = {
    ...before,
    icon: iconAt(body.icon, before.icon),
    cover: coverAt(body.cover, before.cover),
    inTrash: trashFlag(body, before.inTrash),
    isArchived: body.is_archived === undefined ? before.isArchived : booleanAt(body.is_archived, 'body.is_archived'),
    isLocked: body.is_locked === undefined ? before.isLocked : booleanAt(body.is_locked, 'body.is_locked'),
    edited: now,
  }
  if (before.inTrash && after.inTrash)
    throw validationError("Can't update a page that is archived. You must unarchive the page before updating.")
  return saveWithCells(call, after, number => number)
}

/** Ids of the columns asked for by `filter_properties`, all when there are none. */
export function wantedProperties({ query }: Pick<Call, 'query'>, schema: readonly Property[]): Set<string> | undefined {
  const named = [...query.getAll('filter_properties'), ...query.getAll('filter_properties[]')]
  if (named.length === 0) return undefined
  return new Set(named.flatMap(name => findProperty(schema, name)?.id ?? []))
}

/** The data source a new page becomes a row of; undefined for a page of its own. */
function tableAt({ body, store }: Call): DataSourceRecord | undefined {
  const parent = objectAt(body.parent, 'body.parent')
  if (parent.data_source_id !== undefined)
    return dataSourceById(store, uuidAt(parent.data_source_id, 'body.parent.data_source_id'))
  if (parent.database_id !== undefined)
    return onlyDataSource(store, uuidAt(parent.database_id, 'body.parent.database_id'))
  return undefined
}

/** Values may make new options; those are kept in the table's schema. The number is drawn when all is well. */
function saveWithCells(call: Call, page: PageRecord, numberOf: (number: number) => number): Json {
  const { store, body, now } = call
  const before = schemaOf(store, page)
  const { cells, schema, madeOptions } = writeCells(
    { schema: before, cells: page.cells, checkPage: id => void pageById(store, id) },
    body.properties,
  )
  if (madeOptions && page.dataSourceId !== null)
    store.saveDataSource({ ...dataSourceById(store, page.dataSourceId), schema, edited: now })
  const saved = { ...page, cells, number: numberOf(page.number) }
  store.savePage(saved, schema)
  return shown(call, saved, schema)
}

const shown = (call: Call, page: PageRecord, schema: readonly Property[]): Json =>
  showPage(page, { version: call.version, schema, only: wantedProperties(call, schema) })
