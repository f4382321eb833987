// relation, people and files: columns that hold a list of references.

import { notAsExpected, validationError } from '../api/api-error.ts'
import { arrayAt, isObject, type Json, objectAt, stringAt, uuidAt } from '../api/check.ts'
import { BOT, BOT_ID, PERSON, PERSON_ID } from '../api/identity.ts'
import { idList, idsFacet } from './option-types.ts'
import type { PropertyType } from './property-type.ts'

/** Pages and query rows show so many references; the property endpoint shows all. */
export const SHOWN_REFERENCES = 25
const MAX_URL = 2000

export const relation: PropertyType = {
  kind: 'ids',
  configure: (config, { path, before, databaseOf }) => {
    if (config.dual_property !== undefined)
      throw validationError('The local workspace has one-way relations only: use single_property.')
    if (config.data_source_id === undefined && before?.target) return { target: before.target }
    const dataSourceId = uuidAt(config.data_source_id, `${path}.data_source_id`)
    return { target: { dataSourceId, databaseId: databaseOf(dataSourceId) } }
  },
  showConfig: ({ target }) => ({
    database_id: target?.databaseId,
    data_source_id: target?.dataSourceId,
    type: 'single_property',
    single_property: {},
  }),
  write: (value, { path, checkPage }) => {
    const ids = arrayAt(value, path).map((item, index) => {
      const id = uuidAt(objectAt(item, `${path}[${index}]`).id, `${path}[${index}].id`)
      checkPage(id)
      return id
    })
    return ids.length === 0 ? undefined : [...new Set(ids)]
  },
  read: stored =>
    idList(stored)
      .slice(0, SHOWN_REFERENCES)
      .map(id => ({ id })),
  facet: idsFacet,
}

export const people: PropertyType = {
  kind: 'ids',
  write: (value, { path }) => {
    const ids = arrayAt(value, path).map((item, index) =>
      uuidAt(objectAt(item, `${path}[${index}]`).id, `${path}[${index}].id`),
    )
    return ids.length === 0 ? undefined : [...new Set(ids)]
  },
  read: stored => idList(stored).slice(0, SHOWN_REFERENCES).map(showUser),
  facet: idsFacet,
}

export const files: PropertyType = {
  kind: 'files',
  write: (value, { path }) => {
    const items = arrayAt(value, path).map((item, index) =>
      fileAt(objectAt(item, `${path}[${index}]`), `${path}[${index}]`),
    )
    return items.length === 0 ? undefined : items
  },
  read: stored => (Array.isArray(stored) ? stored : []),
  facet: stored => (Array.isArray(stored) && stored.length > 0 ? stored.length : undefined),
}

/** Links only: the local workspace keeps no uploads. */
function fileAt(item: Json, path: string): Json {
  const external = isObject(item.external) ? item.external : undefined
  if (!external) throw notAsExpected(`${path}.external`, 'defined', item.external)
  const url = stringAt(external.url, `${path}.external.url`, MAX_URL)
  if (url === '') throw notAsExpected(`${path}.external.url`, 'populated', url)
  return { name: typeof item.name === 'string' ? item.name : url, type: 'external', external: { url } }
}

function showUser(id: string): Json {
  if (id === BOT_ID) return BOT
  return id === PERSON_ID ? PERSON : { object: 'user', id }
}
