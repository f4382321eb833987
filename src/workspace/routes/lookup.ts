// Finding what a request names, or answering 404.

import { notFound, validationError } from '../api/api-error.ts'
import { booleanAt, type Json, objectAt, onlyKeys, uuidAt } from '../api/check.ts'
import type { Property } from '../schema/schema.ts'
import type { DatabaseRecord, DataSourceRecord, PageRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { usesArchived } from '../values/render.ts'

export function databaseById(store: Store, id = ''): DatabaseRecord {
  const found = store.database(id)
  if (!found) throw notFound('database', id)
  return found
}

export function dataSourceById(store: Store, id = ''): DataSourceRecord {
  const found = store.dataSource(id)
  if (!found) throw notFound('data_source', id)
  return found
}

export function pageById(store: Store, id = ''): PageRecord {
  const found = store.page(id)
  if (!found) throw notFound('page', id)
  return found
}

/** The one table of a database, for requests that name the database. */
export function onlyDataSource(store: Store, databaseId: string): DataSourceRecord {
  const sources = store.dataSourcesOf(databaseById(store, databaseId).id).filter(source => !source.inTrash)
  const [first, second] = sources
  if (!first) throw notFound('data_source', databaseId)
  if (second) throw validationError('Databases with multiple data sources are not supported in this request.')
  return first
}

const TITLE: Property = { id: 'title', name: 'title', type: 'title', description: null }

/** The columns of the page's table; a page of its own has a title. */
export function schemaOf(store: Store, page: Pick<PageRecord, 'dataSourceId'>): Property[] {
  return page.dataSourceId === null ? [TITLE] : dataSourceById(store, page.dataSourceId).schema
}

/** Where a database or a page of its own stands. */
export function parentAt(value: unknown, store: Store): Json {
  const parent = objectAt(value, 'body.parent')
  if (parent.workspace === true || parent.type === 'workspace') return { type: 'workspace', workspace: true }
  const id = uuidAt(parent.page_id, 'body.parent.page_id')
  return { type: 'page_id', page_id: pageById(store, id).id }
}

/** `in_trash`, or in older versions `archived`. */
export function trashFlag(body: Json, before: boolean): boolean {
  if (body.in_trash !== undefined) return booleanAt(body.in_trash, 'body.in_trash')
  return body.archived === undefined ? before : booleanAt(body.archived, 'body.archived')
}

/** Refuses keys the request does not have; `archived` is one in older versions only. */
export function checkKeys(body: Json, allowed: readonly string[], version: string): void {
  onlyKeys(body, usesArchived(version) ? [...allowed, 'archived'] : allowed, 'body')
}
