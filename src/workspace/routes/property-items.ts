// GET /v1/pages/:id/properties/:id: one cell, whole; lists come in pages.

import { validationError } from '../api/api-error.ts'
import type { Json } from '../api/check.ts'
import { knownUser } from '../api/identity.ts'
import { pageSizeIn } from '../api/paging.ts'
import type { Call, Handler } from '../api/route.ts'
import { findProperty, type Property } from '../schema/schema.ts'
import type { PageRecord } from '../store/records.ts'
import { rollupAnswer, rollupItem, showCell } from '../values/cell-answer.ts'
import { idList } from '../values/option-types.ts'
import { hostOf } from '../values/render.ts'
import { rollupResult } from '../values/rollup-result.ts'
import { pageById, schemaOf } from './lookup.ts'

export const retrieveProperty: Handler = call => {
  const { store, path, query } = call
  const page = pageById(store, path.page_id)
  const schema = schemaOf(store, page)
  const wanted = path.property_id ?? ''
  const property = findProperty(schema, wanted)
  if (!property) throw validationError(`Could not find property with name or id: ${wanted}`)
  const cell = showCell(page, property, { schema, reader: store.reader, host: hostOf(call) })
  const list = listOf(call, page, property)
  if (!list) return { object: 'property_item', ...cell }

  const { id, type } = cell
  const start = startAt(query.get('start_cursor'), list.items.length)
  const end = start + pageSizeIn(query)
  const next = end < list.items.length ? String(end) : null
  return {
    object: 'list',
    results: list.items.slice(start, end).map(item => ({ object: 'property_item', ...item, id })),
    next_cursor: next,
    has_more: next !== null,
    type: 'property_item',
    property_item: { id, next_url: next && nextUrl(call, next), type, [property.type]: list.whole },
  }
}

interface ItemList {
  /** Without id: `{type, <type>: value}`. */
  items: Json[]
  /** What stands under the type's name beside the list. */
  whole: Json
}

/** undefined: the type is answered in one piece. */
function listOf(call: Call, page: PageRecord, property: Property): ItemList | undefined {
  const stored = page.cells[property.id]
  const { type } = property
  switch (type) {
    case 'title':
    case 'rich_text':
      return itemsOf(type, Array.isArray(stored) ? stored : [])
    case 'relation':
      return itemsOf(
        type,
        idList(stored).map(id => ({ id })),
      )
    case 'people':
      return itemsOf(type, idList(stored).map(knownUser))
    case 'rollup':
      return rollupList(call, page, property)
    default:
      return undefined
  }
}

const itemsOf = (type: string, values: readonly unknown[]): ItemList => ({
  items: values.map(value => ({ type, [type]: value })),
  whole: {},
})

/** Over all related rows, not over the first 25 as in a page. */
function rollupList(call: Call, page: PageRecord, property: Property): ItemList {
  const { store } = call
  const place = { page, schema: schemaOf(store, page), reader: store.reader }
  const result = rollupResult(property, place)
  const host = hostOf(call)
  if (result.type !== 'array') return { items: [], whole: rollupAnswer(property, result, host) }
  const items = result.cells.map(cell => rollupItem(cell.property, cell.place, host))
  return { items, whole: { type: 'array', array: [], function: property.rollup?.function } }
}

function nextUrl({ path }: Call, cursor: string): string {
  const property = encodeURIComponent(path.property_id ?? '')
  return `https://api.notion.com/v1/pages/${path.page_id}/properties/${property}?start_cursor=${cursor}`
}

function startAt(cursor: string | null, length: number): number {
  if (cursor === null) return 0
  const start = Number(cursor)
  if (/^\d+$/.test(cursor) && start < length) return start
  throw validationError(`The start_cursor provided is invalid: ${cursor}`)
}
