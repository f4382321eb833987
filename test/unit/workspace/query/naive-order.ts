// The order of answered pages, worked out from the answers alone: empties last, ties as the rows were made.

import type { Json } from '../open-client.ts'
import { idsIn, type Looks, momentIn, namesIn, textIn, valueIn } from './naive-cells.ts'

type Key = string | number | undefined

/** `pages` as they were made. */
export function ordered(pages: readonly Json[], sorts: readonly Json[], looks: Looks): Json[] {
  return pages.toSorted((a, b) => {
    for (const sort of sorts) {
      const difference = compare(keyOf(a, sort, looks), keyOf(b, sort, looks), sort.direction === 'descending')
      if (difference !== 0) return difference
    }
    return 0
  })
}

function compare(a: Key, b: Key, descending: boolean): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  const difference = typeof a === 'string' ? Buffer.compare(Buffer.from(a), Buffer.from(String(b))) : a - Number(b)
  return descending ? -difference : difference
}

function keyOf(page: Json, sort: Json, looks: Looks): Key {
  if (sort.timestamp !== undefined) return Date.parse(String(page[String(sort.timestamp)]))
  const name = String(sort.property)
  const cell = (page.properties as Record<string, Json>)[name]
  return cell && ofCell(cell, { ...looks, column: looks.columns[name] ?? {} })
}

function ofCell(cell: Json, looks: Looks & { column: Json }): Key {
  const value = valueIn(cell)
  switch (cell.type) {
    case 'title':
    case 'rich_text':
      return textIn(value).toLowerCase() || undefined
    case 'number':
      return (value as number | null) ?? undefined
    case 'checkbox':
      return Number(value)
    case 'unique_id':
      return (value as { number: number }).number
    case 'select':
    case 'status':
      return value === null ? undefined : rank(String((value as Json).name), looks.column)
    case 'multi_select':
      return rank(namesIn(value)[0], looks.column)
    case 'date':
      return momentIn(value)
    case 'created_time':
    case 'last_edited_time':
      return Date.parse(String(value))
    case 'people':
      return looks.userNames.get(idsIn(value)[0] ?? '')?.toLowerCase()
    case 'created_by':
    case 'last_edited_by':
      return looks.userNames.get(idsIn([value])[0] ?? '')?.toLowerCase()
    case 'relation':
      return looks.titles.get(idsIn(value)[0] ?? '')?.toLowerCase() || undefined
    case 'files':
      return (value as unknown[]).length || undefined
    case 'formula':
      return ofResult(value as Json)
    case 'rollup':
      return ofRollup(value as Json, looks)
    default:
      return (value as string | null)?.toLowerCase()
  }
}

const rank = (name: string | undefined, column: Json): number | undefined => {
  const { options } = column[String(column.type)] as { options: Json[] }
  return name === undefined ? undefined : options.findIndex(option => option.name === name)
}

function ofResult(result: Json): Key {
  const value = result[String(result.type)]
  if (value === null) return undefined
  if (result.type === 'date') return momentIn(value)
  return result.type === 'string' ? String(value).toLowerCase() || undefined : Number(value)
}

function ofRollup(result: Json, looks: Looks & { column: Json }): Key {
  if (result.type === 'date') return momentIn(result.date)
  if (result.type === 'number') return (result.number as number | null) ?? undefined
  const [first] = result.array as Json[]
  return first && ofCell(first, looks)
}
