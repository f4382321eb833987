// A request's property values turned into stored cells.

import { validationError } from '../api/api-error.ts'
import { type Json, objectAt } from '../api/check.ts'
import { findProperty, type Property } from '../schema/schema.ts'
import type { UploadStore } from '../store/uploads.ts'
import { newOption } from './option-types.ts'
import { TYPES } from './property-types.ts'

export interface WrittenCells {
  cells: Json
  /** With the options the values made. */
  schema: Property[]
  madeOptions: boolean
}

export interface Row {
  schema: readonly Property[]
  cells: Json
  checkPage(id: string): void
  uploads: UploadStore
}

/** The row's cells with the given ones written; properties not named stay. */
export function writeCells(row: Row, given: unknown, path = 'body.properties'): WrittenCells {
  const cells = { ...row.cells }
  let schema = [...row.schema]
  let madeOptions = false
  for (const [key, value] of Object.entries(given === undefined ? {} : objectAt(given, path))) {
    const found = findProperty(schema, key)
    if (!found) throw validationError(`${key} is not a property that exists.`)
    const property = { ...found }
    const write = TYPES[property.type].write
    if (!write) throw validationError(`${property.name} is a ${property.type} property, which cannot be written.`)
    const context = {
      path: `${path}.${key}.${property.type}`,
      property,
      checkPage: row.checkPage,
      uploads: row.uploads,
      addOption(name: string) {
        const option = newOption(name, property.options ?? [])
        property.options = [...(property.options ?? []), option]
        madeOptions = true
        return option
      },
    }
    const stored = write(valueIn(value, property, `${path}.${key}`), context)
    schema = schema.map(each => (each.id === property.id ? property : each))
    if (stored === undefined) delete cells[property.id]
    else cells[property.id] = stored
  }
  return { cells, schema, madeOptions }
}

/** `{ "select": … }` for a select column; a title may come as a bare list. */
function valueIn(value: unknown, property: Property, path: string): unknown {
  if (property.type === 'title' && Array.isArray(value)) return value
  const given = objectAt(value, path)
  const inside = given[property.type]
  if (inside === undefined) throw validationError(`${property.name} is expected to be ${property.type}.`)
  return inside
}
