// A stored cell as formulas see it.

import { isObject } from '../api/check.ts'
import { nameOfUser } from '../api/identity.ts'
import type { FormulaDate, PersonValue, Value } from '../formula/value.ts'
import { findOption, type Property } from '../schema/schema.ts'
import type { PageRecord } from '../store/records.ts'
import { floorToMinute, parseMoment } from './date-value.ts'
import { idList } from './option-types.ts'
import { plainText } from './rich-text.ts'

/** Any type but formula and rollup. */
export function formulaValue(property: Property, page: PageRecord): Value {
  const stored = page.cells[property.id]
  switch (property.type) {
    case 'title':
    case 'rich_text':
      return plainText(stored)
    case 'number':
      return typeof stored === 'number' ? stored : undefined
    case 'checkbox':
      return stored === true
    case 'select':
    case 'status':
      return typeof stored === 'string' ? findOption(property, { id: stored })?.name : undefined
    case 'multi_select':
      return idList(stored).flatMap(id => findOption(property, { id })?.name ?? [])
    case 'date':
      return dateOf(stored)
    case 'people':
      return idList(stored).map(person)
    case 'relation':
      return idList(stored).map(id => ({ kind: 'page' as const, id }))
    case 'unique_id':
      return property.prefix ? `${property.prefix}-${page.number}` : page.number
    case 'created_time':
      return moment(floorToMinute(page.created))
    case 'last_edited_time':
      return moment(floorToMinute(page.edited))
    case 'created_by':
      return person(page.createdBy)
    case 'last_edited_by':
      return person(page.editedBy)
    case 'files':
      return Array.isArray(stored) ? stored.flatMap(file => (isObject(file) ? String(file.name) : [])) : []
    default:
      return typeof stored === 'string' ? stored : undefined
  }
}

function dateOf(stored: unknown): FormulaDate | undefined {
  if (!isObject(stored)) return undefined
  const start = parseMoment(String(stored.start))
  if (!start) return undefined
  const end = typeof stored.end === 'string' ? parseMoment(stored.end)?.ms : undefined
  return { kind: 'date', start: start.ms, end, isDay: start.isDay }
}

const moment = (ms: number): FormulaDate => ({ kind: 'date', start: ms, end: undefined, isDay: false })

function person(id: string): PersonValue {
  return { kind: 'person', id, name: nameOfUser(id) }
}
