// What filters and sorts compare of a row. Empty cells have no facet.

import { textOf } from '../formula/text.ts'
import { isDate } from '../formula/value.ts'
import { folded } from '../query/guesses.ts'
import type { Property } from '../schema/schema.ts'
import type { PageRecord } from '../store/records.ts'
import { type Place, type Reader, titleOf, valueOfFormula } from './computed.ts'
import { floorToMinute } from './date-value.ts'
import { TYPES } from './property-types.ts'
import { rollupResult } from './rollup-result.ts'

type Facet = string | number
export type Facets = Record<string, Facet | readonly (Facet | null)[]>

/** Longer texts are kept apart from the facets. */
const LONG_TEXT = 200

/** Under these keys stand a row's users; no property has such an id. */
export const CREATED_BY = ':created_by'
export const EDITED_BY = ':edited_by'

/** The key of a computed column's facet, by what it came to. */
export const computedKey = (id: string, kind: ComputedKind): string => `${id}:${kind}`
export type ComputedKind = 'string' | 'number' | 'checkbox' | 'date' | 'array'

export function facetsOf(page: PageRecord, schema: readonly Property[], reader: Reader) {
  const facets: Facets = { [CREATED_BY]: `,${page.createdBy},`, [EDITED_BY]: `,${page.editedBy},` }
  const longTexts = new Map<string, string>()
  for (const property of schema) {
    const { id, type } = property
    if (TYPES[type].kind === 'computed') {
      Object.assign(facets, computedFacets(property, { page, schema, reader }))
      continue
    }
    const facet = TYPES[type].facet?.(page.cells[id])
    const isLong = TYPES[type].kind === 'text' && typeof facet === 'string' && facet.length > LONG_TEXT
    if (isLong) longTexts.set(id, facet)
    else if (facet !== undefined) facets[id] = facet
  }
  return { facets, longTexts }
}

/** Facets of one formula or rollup column. */
export function computedFacets(property: Property, place: Place): Facets {
  if (property.type === 'formula') return ofFormula(property, place)
  const result = rollupResult(property, place)
  switch (result.type) {
    case 'number':
      return result.number === undefined ? {} : { [computedKey(property.id, 'number')]: result.number }
    case 'date':
      return result.date === undefined ? {} : { [computedKey(property.id, 'date')]: result.date.start }
    case 'array': {
      const items = result.cells.map(cell => facetOfCell(cell.property, cell.place) ?? null)
      return items.length === 0 ? {} : { [computedKey(property.id, 'array')]: items }
    }
    case 'unsupported':
      return {}
  }
}

function ofFormula(property: Property, place: Place): Facets {
  const { id } = property
  const value = valueOfFormula(property, place)
  if (typeof value === 'number') return { [computedKey(id, 'number')]: value }
  if (typeof value === 'boolean') return { [computedKey(id, 'checkbox')]: value ? 1 : 0 }
  if (isDate(value)) return { [computedKey(id, 'date')]: value.start }
  const text = textOf(value, page => titleOf(page.id, place.reader))
  return text === '' ? {} : { [computedKey(id, 'string')]: folded(text) }
}

/** One cell of a related row, of whatever type. */
function facetOfCell(property: Property, place: Place): Facet | undefined {
  const { page } = place
  switch (property.type) {
    case 'created_time':
      return floorToMinute(page.created)
    case 'last_edited_time':
      return floorToMinute(page.edited)
    case 'created_by':
      return `,${page.createdBy},`
    case 'last_edited_by':
      return `,${page.editedBy},`
    case 'unique_id':
      return page.number
    case 'formula': {
      const [facet] = Object.values(ofFormula(property, place))
      return typeof facet === 'string' || typeof facet === 'number' ? facet : undefined
    }
    default:
      return TYPES[property.type].facet?.(page.cells[property.id])
  }
}
