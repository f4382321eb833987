// Finding what a request names, or answering 404.

import { ApiError, notFound, validationError } from '../api/api-error.ts'
import { booleanAt, type Json, objectAt, onlyKeys, uuidAt } from '../api/check.ts'
import { type Call, type Version, WITH_DATA_SOURCES, WITHOUT_ARCHIVED } from '../api/route.ts'
import { type Property, TITLE_ID } from '../schema/schema.ts'
import type { Tables } from '../schema/schema-change.ts'
import type { DatabaseRecord, DataSourceRecord, PageRecord } from '../store/records.ts'
import { standing } from '../store/standing.ts'
import type { Store } from '../store/store.ts'

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
export function onlyDataSource(store: Store, databaseId: string, version?: Version): DataSourceRecord {
  const database = databaseById(store, databaseId)
  const [first, ...others] = store.dataSourcesOf(database.id).filter(source => !source.inTrash)
  if (!first) throw notFound('data_source', databaseId)
  if (others.length === 0) return first
  throw new ApiError(
    400,
    'validation_error',
    'Databases with multiple data sources are not supported in this API version.',
    {
      error_type: 'multiple_data_sources_for_database',
      database_id: database.id,
      child_data_source_ids: [first, ...others].map(source => source.id),
      minimum_api_version: version === undefined || version < WITH_DATA_SOURCES ? WITH_DATA_SOURCES : version,
    },
  )
}

const OWN_TITLE: readonly Property[] = [{ id: TITLE_ID, name: 'title', type: 'title', description: null }]

/** The columns of the page's table; a page of its own has a title. */
export function schemaOf(store: Store, page: Pick<PageRecord, 'dataSourceId'>): readonly Property[] {
  return page.dataSourceId === null ? OWN_TITLE : dataSourceById(store, page.dataSourceId).schema
}

/** For columns that speak of other tables. */
export function tablesOf({ store, version }: Pick<Call, 'store' | 'version'>, path: string): Tables {
  return {
    path,
    schemaOf: id => store.dataSource(id)?.schema ?? [],
    tableIn(config, place) {
      const source =
        version < WITH_DATA_SOURCES
          ? onlyDataSource(store, uuidAt(config.database_id, `${place}.database_id`), version)
          : dataSourceById(store, uuidAt(config.data_source_id, `${place}.data_source_id`))
      return { dataSourceId: source.id, databaseId: source.databaseId }
    },
  }
}

/** Where a database or a page of its own stands: under a page, or at the top. */
export function parentAt(value: unknown, store: Store): Json {
  const parent = objectAt(value, 'body.parent')
  if (parent.workspace === true || parent.type === 'workspace') return { type: 'workspace', workspace: true }
  const page = pageById(store, uuidAt(parent.page_id, 'body.parent.page_id'))
  checkEditable(store, page.id)
  return { type: 'page_id', page_id: page.id }
}

/** What is in the trash, or in something that is, stays as it is. */
export function checkEditable(store: Store, id: string): void {
  const [own, ...around] = standing(store, id)
  if (own?.inTrash)
    throw validationError("Can't edit block that is archived. You must unarchive the block before editing.")
  if (around.some(place => place.inTrash))
    throw validationError(
      "Can't edit page on block with an archived ancestor. You must unarchive the ancestor before editing.",
    )
}

/** Nothing is moved into itself or into what stands in it. */
export function checkOutside(store: Store, id: string, parent: Json): void {
  const target = parent.page_id ?? parent.data_source_id
  if (typeof target === 'string' && standing(store, target).some(place => place.id === id))
    throw validationError('A page or database cannot be moved into itself.')
}

/** `in_trash`, or in older versions `archived`. */
export function trashFlag(body: Json, before: boolean): boolean {
  const archived = body.archived === undefined ? before : booleanAt(body.archived, 'body.archived')
  return body.in_trash === undefined ? archived : booleanAt(body.in_trash, 'body.in_trash')
}

/** Refuses keys the request does not have; `archived` is one in older versions only. */
export function checkKeys(body: Json, allowed: readonly string[], version: Version): void {
  onlyKeys(body, version < WITHOUT_ARCHIVED ? [...allowed, 'archived'] : allowed, 'body')
}
