// GET /v1/pages/:id/properties/:id: one cell, whole; lists come in pages.

import { notAsExpected, validationError } from '../api/api-error.ts'
import type { Json } from '../api/check.ts'
import type { Handler } from '../api/route.ts'
import { findProperty, type Property } from '../schema/schema.ts'
import type { PageRecord } from '../store/records.ts'
import { idList } from '../values/option-types.ts'
import { showCell } from '../values/render.ts'
import { pageById, schemaOf } from './lookup.ts'

const MAX_PAGE = 100

export const retrieveProperty: Handler = ({ store, path, query }) => {
  const page = pageById(store, path.page_id)
  const wanted = path.property_id ?? ''
  const property = findProperty(schemaOf(store, page), wanted)
  if (!property) throw validationError(`Could not find property with name or id: ${wanted}`)
  const items = itemsOf(page, property)
  if (!items) return { object: 'property_item', ...showCell(page, property) }

  const start = startAt(query.get('start_cursor'), items.length)
  const end = start + sizeAt(query.get('page_size'))
  const next = end < items.length ? String(end) : null
  const { id, type } = showCell(page, property)
  return {
    object: 'list',
    results: items.slice(start, end).map(item => ({ object: 'property_item', type, id, [property.type]: item })),
    next_cursor: next,
    has_more: next !== null,
    type: 'property_item',
    property_item: { id, next_url: null, type, [property.type]: {} },
  }
}

/** undefined: the type is answered in one piece. */
function itemsOf(page: PageRecord, property: Property): Json[] | undefined {
  const stored = page.cells[property.id]
  switch (property.type) {
    case 'title':
    case 'rich_text':
      return Array.isArray(stored) ? stored : []
    case 'relation':
      return idList(stored).map(id => ({ id }))
    case 'people':
      return idList(stored).map(id => ({ object: 'user', id }))
    default:
      return undefined
  }
}

function startAt(cursor: string | null, length: number): number {
  if (cursor === null) return 0
  const start = Number(cursor)
  if (/^\d+$/.test(cursor) && start < length) return start
  throw validationError(`The start_cursor provided is invalid: ${cursor}`)
}

function sizeAt(text: string | null): number {
  const size = text === null ? MAX_PAGE : Number(text)
  if (!Number.isInteger(size) || size < 1) throw notAsExpected('query.page_size', '≥ `1`', text)
  return Math.min(size, MAX_PAGE)
}
