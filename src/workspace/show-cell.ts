// A cell as text, as a person would write it.

import { isObject, type Json } from './api/check.ts'
import { TITLE_ID } from './schema/schema.ts'
import type { PageRecord } from './store/records.ts'
import { idList } from './values/option-types.ts'
import { plainText } from './values/rich-text.ts'

/** `cell`: as the API answers it. @returns '' for an empty one */
export function cellText(cell: Json): string {
  const value = cell[String(cell.type)]
  switch (cell.type) {
    case 'title':
    case 'rich_text':
      return plainText(value)
    case 'number':
    case 'string':
    case 'url':
    case 'email':
    case 'phone_number':
    case 'created_time':
    case 'last_edited_time':
      return value === null || value === undefined ? '' : String(value)
    case 'checkbox':
    case 'boolean':
      return value === true ? '✓' : ''
    case 'date':
      return isObject(value) ? dateText(value) : ''
    case 'unique_id':
      return isObject(value) ? numberText(value) : ''
    case 'relation':
      return listText(value, item => String(item.id))
    case 'formula':
    case 'rollup':
      return isObject(value) ? cellText(value) : ''
    case 'array':
      return listText(value, cellText)
    case 'multi_select':
    case 'people':
    case 'files':
      return listText(value, nameOf)
    case 'select':
    case 'status':
    case 'created_by':
    case 'last_edited_by':
    case 'place':
      return isObject(value) ? nameOf(value) : ''
    default:
      return ''
  }
}

/** The titles of the related pages; an id where there is no such page. */
export function relationText(stored: unknown, store: { page(id: string): PageRecord | undefined }): string {
  return idList(stored)
    .map(id => {
      const page = store.page(id)
      return page ? plainText(page.cells[TITLE_ID]) || 'Untitled' : id
    })
    .join(', ')
}

function listText(value: unknown, textOf: (item: Json) => string): string {
  const items = Array.isArray(value) ? value.filter(isObject) : []
  return items
    .map(textOf)
    .filter(text => text !== '')
    .join(', ')
}

const nameOf = ({ name, address, id }: Json): string => String(name ?? address ?? id ?? '')
const numberText = ({ prefix, number }: Json): string => (prefix ? `${prefix}-${number}` : String(number))
const dateText = ({ start, end }: Json): string => (end ? `${start} → ${end}` : String(start))
