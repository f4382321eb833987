// A cell as it is answered: `{id, type, <type>: value}`.

import type { Json } from '../api/check.ts'
import { dateAnswer, formulaAnswer } from '../formula/result.ts'
import type { Property } from '../schema/schema.ts'
import type { PageRecord } from '../store/records.ts'
import { type Place, type Reader, titleOf, valueOfFormula } from './computed.ts'
import type { FileHost } from './file-objects.ts'
import { SHOWN_REFERENCES } from './list-types.ts'
import type { RowContext } from './property-type.ts'
import { TYPES } from './property-types.ts'
import { type RollupResult, rollupResult } from './rollup-result.ts'

export interface CellView {
  schema: readonly Property[]
  reader: Reader
  host: FileHost
}

/** Relations say in `has_more` that there are more than the 25 shown; the property endpoint has them all. */
export function showCell(page: PageRecord, property: Property, view: CellView): Json {
  const value = cellValue(property, { page, ...view }, view.host)
  const cell = { id: encodeURIComponent(property.id), type: property.type, [property.type]: value }
  if (property.type !== 'relation') return cell
  const stored = page.cells[property.id]
  return { ...cell, has_more: Array.isArray(stored) && stored.length > SHOWN_REFERENCES }
}

/** What stands under the type's name; rollups look at the first 25 related rows only, as Notion's pages do. */
export function cellValue(property: Property, place: Place, host: FileHost): unknown {
  switch (property.type) {
    case 'formula':
      return formulaAnswer(valueOfFormula(property, place), ({ id }) => titleOf(id, place.reader))
    case 'rollup':
      return rollupAnswer(property, rollupResult(property, place, SHOWN_REFERENCES), host)
    default:
      return TYPES[property.type].read(place.page.cells[property.id], rowContext(place.page, property, host))
  }
}

export function rollupAnswer(property: Property, result: RollupResult, host: FileHost): Json {
  const { function: name } = property.rollup ?? {}
  switch (result.type) {
    case 'number':
      return { type: 'number', number: result.number ?? null, function: name }
    case 'date':
      return { type: 'date', date: result.date ? dateAnswer({ kind: 'date', ...result.date }) : null, function: name }
    case 'array':
      return {
        type: 'array',
        array: result.cells.map(cell => rollupItem(cell.property, cell.place, host)),
        function: name,
      }
    case 'unsupported':
      return { type: 'unsupported', unsupported: {}, function: name }
  }
}

/** One related row's cell, without an id. */
export const rollupItem = (property: Property, place: Place, host: FileHost): Json => ({
  type: property.type,
  [property.type]: cellValue(property, place, host),
})

function rowContext(page: PageRecord, property: Property, host: FileHost): RowContext {
  const { number, created, edited, createdBy, editedBy } = page
  return { ...host, property, number, created, edited, createdBy, editedBy }
}
