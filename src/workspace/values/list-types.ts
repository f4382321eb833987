// people and files: columns that hold a list of references.

import { arrayAt, objectAt, stringAt, uuidAt } from '../api/check.ts'
import { knownUser } from '../api/identity.ts'
import { fileObjectAt, nameOfFile, showFileObject } from './file-objects.ts'
import { idList, idsFacet } from './option-types.ts'
import type { PropertyType } from './property-type.ts'

/** Pages and query rows show so many references; the property endpoint shows all. */
export const SHOWN_REFERENCES = 25

export const people: PropertyType = {
  kind: 'ids',
  write: (value, { path }) => {
    const ids = arrayAt(value, path).map((item, index) =>
      uuidAt(objectAt(item, `${path}[${index}]`).id, `${path}[${index}].id`),
    )
    return ids.length === 0 ? undefined : [...new Set(ids)]
  },
  read: stored => idList(stored).slice(0, SHOWN_REFERENCES).map(knownUser),
  facet: idsFacet,
}

export const files: PropertyType = {
  kind: 'files',
  write: (value, { path, uploads }) => {
    const items = arrayAt(value, path).map((item, index) => {
      const given = objectAt(item, `${path}[${index}]`)
      const kept = fileObjectAt(given, `${path}[${index}]`, uploads)
      const name = given.name === undefined ? nameOfFile(kept, uploads) : stringAt(given.name, `${path}[${index}].name`)
      return { name, ...kept }
    })
    return items.length === 0 ? undefined : items
  },
  read: (stored, host) =>
    (Array.isArray(stored) ? stored : []).map(({ name, ...kept }) => ({ name, ...showFileObject(kept, host) })),
  facet: stored => (Array.isArray(stored) && stored.length > 0 ? stored.length : undefined),
}
