// Rows of a real workspace as they are kept in a mirror: the same ids and cells, without what does not come along.

import { isObject, type Json } from '../api/check.ts'
import type { Property } from '../schema/schema.ts'
import type { DataSourceRecord, PageRecord } from '../store/records.ts'
import { idList } from '../values/option-types.ts'
import { commonOf, lookOf, Row, read } from './mirror-objects.ts'
import { decoded } from './mirror-property.ts'

/** What was left out, in numbers. */
export interface Left {
  /** Files that Notion holds: their links end after an hour. */
  files: number
  /** Relations to rows that were not copied. */
  relations: number
}

/**
 * Relations still name all rows.
 * @param answer a row as the API answers it
 * @param number what the row gets when no column of it has a number of its own
 */
export function mirroredRow(
  answer: unknown,
  source: DataSourceRecord,
  { number, left }: { number: number; left: Left },
): PageRecord {
  const row = read(Row, answer, 'row')
  const cells: Json = {}
  let own: number | undefined
  for (const cell of Object.values(row.properties)) {
    const property = source.schema.find(({ id }) => id === decoded(cell.id))
    const value = cell[cell.type]
    if (property?.type !== cell.type) continue
    if (cell.type === 'unique_id' && isObject(value)) own = Number(value.number)
    const stored = storedOf(property, value, left)
    if (stored !== undefined) cells[property.id] = stored
  }
  for (const look of [row.icon, row.cover]) if (look && !lookOf(look)) left.files += 1
  return {
    ...commonOf(row),
    parent: { type: 'data_source_id', data_source_id: source.id, database_id: source.databaseId },
    dataSourceId: source.id,
    number: own ?? number,
    isArchived: row.is_archived,
    isLocked: row.is_locked,
    cells,
  }
}

/** Without relations to rows that are not there. */
export function withoutLostRelations(
  page: PageRecord,
  { schema }: DataSourceRecord,
  { isThere, left }: { isThere(id: string): boolean; left: Left },
): PageRecord {
  const cells = { ...page.cells }
  for (const { id, type } of schema) {
    if (type !== 'relation') continue
    const all = idList(cells[id])
    const kept = all.filter(isThere)
    left.relations += all.length - kept.length
    if (kept.length === 0) delete cells[id]
    else cells[id] = kept
  }
  return { ...page, cells }
}

/** undefined: empty, or nothing that is kept of a row. */
function storedOf(property: Property, value: unknown, left: Left): unknown {
  switch (property.type) {
    case 'checkbox':
      return value === true || undefined
    case 'number':
    case 'url':
    case 'email':
    case 'phone_number':
    case 'place':
    case 'date':
      return value ?? undefined
    case 'title':
    case 'rich_text':
      return Array.isArray(value) && value.length > 0 ? value : undefined
    case 'select':
    case 'status':
      return isObject(value) ? knownOption(property, value.id) : undefined
    case 'multi_select':
      return filled(idsIn(value).flatMap(id => knownOption(property, id) ?? []))
    case 'people':
    case 'relation':
      return filled(idsIn(value))
    case 'files':
      return filled(linksIn(value, left))
    default:
      return undefined
  }
}

/** An option may be gone since the columns were read. */
const knownOption = ({ options = [] }: Property, id: unknown) => options.find(option => option.id === id)?.id
const filled = <T>(list: readonly T[]) => (list.length === 0 ? undefined : list)
const objectsIn = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])
const idsIn = (value: unknown): string[] => objectsIn(value).map(({ id }) => String(id))

function linksIn(value: unknown, left: Left): Json[] {
  const files = objectsIn(value)
  const links = files.filter(({ external }) => isObject(external))
  left.files += files.length - links.length
  return links.map(({ name, external }) => ({ name, external: { url: isObject(external) ? external.url : '' } }))
}
