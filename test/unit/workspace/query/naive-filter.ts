// Whether an answered page fits a filter, worked out from the answer alone: slow, plain, and nothing of the workspace in it.

import type { Json } from '../open-client.ts'
import { idsIn, type Looks, momentIn, namesIn, spanOf, stretchOf, textIn, valueIn } from './naive-cells.ts'

export interface Asker {
  now: number
  /** undefined for a connection. */
  me: string | undefined
}

type Context = Asker & Looks

export function fits(filter: Json | undefined, page: Json, context: Context): boolean {
  if (filter === undefined) return true
  const { and, or } = filter as { and?: Json[]; or?: Json[] }
  if (and) return and.every(part => fits(part, page, context))
  if (or) return or.length === 0 || or.some(part => fits(part, page, context))
  if (filter.timestamp !== undefined) {
    const key = String(filter.timestamp)
    return holds(filter[key] as Json, { type: key, [key]: page[key] }, context)
  }
  const name = String(filter.property)
  const cell = (page.properties as Record<string, Json>)[name] as Json
  const key = Object.keys(filter).find(each => each !== 'property') ?? ''
  return holds(filter[key] as Json, cell, { ...context, column: context.columns[name] ?? {} })
}

/** One condition on one cell; `column` is what the table says of it. */
function holds(condition: Json, cell: Json, context: Context & { column?: Json }): boolean {
  const [name = '', wanted] = Object.entries(condition)[0] ?? []
  if (cell.type === 'formula') return ofFormula(name, wanted as Json, cell.formula as Json, context)
  if (cell.type === 'rollup') return ofRollup(name, wanted as Json, cell.rollup as Json, context)
  if (cell.type === 'verification') return (name === 'status') === (wanted === 'none')
  if (name.startsWith('does_not_'))
    return !holds({ [name.slice('does_not_'.length).replace(/^(equal|contain)$/, '$1s')]: wanted }, cell, context)
  if (name === 'is_not_empty') return !holds({ is_empty: true }, cell, context)
  return compared(name, wanted, cell, context)
}

function compared(name: string, wanted: unknown, cell: Json, context: Context & { column?: Json }): boolean {
  const value = valueIn(cell)
  switch (cell.type) {
    case 'title':
    case 'rich_text':
      return text(name, wanted, textIn(value))
    case 'url':
    case 'email':
    case 'phone_number':
      return text(name, wanted, (value as string | null) ?? '')
    case 'number':
      return number(name, Number(wanted), value as number | null)
    case 'unique_id':
      return number(name, Number(wanted), (value as { number: number }).number)
    case 'checkbox':
      return value === wanted
    case 'select':
    case 'status':
      return name === 'is_empty'
        ? value === null
        : value !== null && named(wanted, context).includes((value as Json).name)
    case 'multi_select':
      if (name === 'is_empty') return namesIn(value).length === 0
      return named(wanted, context).some(each => namesIn(value).includes(String(each)))
    case 'people':
    case 'relation':
      return among(name, wanted, idsIn(value), context)
    case 'created_by':
    case 'last_edited_by':
      return among(name, wanted, idsIn([value]), context)
    case 'files':
      return (value as unknown[]).length === 0
    case 'date':
      return date(name, wanted, momentIn(value), context.now)
    default:
      return date(name, wanted, Date.parse(String(value)), context.now)
  }
}

/** Names of options; of a status also those of a group's. */
function named(wanted: unknown, { column }: { column?: Json }): unknown[] {
  const settings = (column?.status ?? {}) as { options?: Json[]; groups?: { name: string; option_ids: string[] }[] }
  return [wanted].flat().flatMap(name => {
    if (settings.options?.some(option => option.name === name)) return [name]
    const group = settings.groups?.find(each => each.name === name)
    if (!group) return [name]
    return settings.options?.filter(option => group.option_ids.includes(String(option.id))).map(option => option.name)
  })
}

function text(name: string, wanted: unknown, value: string): boolean {
  const [held, part] = [value.toLowerCase(), String(wanted).toLowerCase()]
  switch (name) {
    case 'is_empty':
      return held === ''
    case 'equals':
      return held === part
    case 'contains':
      return held.includes(part)
    case 'starts_with':
      return held.startsWith(part)
    default:
      return held.endsWith(part)
  }
}

function number(name: string, wanted: number, value: number | null): boolean {
  if (name === 'is_empty') return value === null
  if (value === null) return false
  switch (name) {
    case 'equals':
      return value === wanted
    case 'greater_than':
      return value > wanted
    case 'less_than':
      return value < wanted
    case 'greater_than_or_equal_to':
      return value >= wanted
    default:
      return value <= wanted
  }
}

function among(name: string, wanted: unknown, ids: readonly string[], { me }: Context): boolean {
  if (name === 'is_empty') return ids.length === 0
  const id = wanted === 'me' ? me : String(wanted)
  return id !== undefined && ids.includes(id)
}

function date(name: string, wanted: unknown, value: number | undefined, now: number): boolean {
  if (name === 'is_empty') return value === undefined
  if (value === undefined) return false
  const [from, until] = typeof wanted === 'string' ? spanOf(wanted, now) : stretchOf(name, now)
  switch (name) {
    case 'before':
      return value < from
    case 'after':
      return value >= until
    case 'on_or_before':
      return value < until
    case 'on_or_after':
      return value >= from
    default:
      return value >= from && value < until
  }
}

/** A formula that came to another type than it is asked for is an empty one. */
function ofFormula(kind: string, condition: Json, result: Json, context: Context): boolean {
  const type = { string: 'string', number: 'number', checkbox: 'boolean', date: 'date' }[kind] ?? ''
  const value = result.type === type ? result[type] : null
  const cells: Record<string, Json> = {
    string: { type: 'url', url: value },
    number: { type: 'number', number: value },
    checkbox: { type: 'checkbox', checkbox: value ?? false },
    date: { type: 'date', date: value },
  }
  return holds(condition, cells[kind] ?? {}, context)
}

function ofRollup(key: string, condition: Json, result: Json, context: Context): boolean {
  if (key === 'number') return holds(condition, { type: 'number', number: result.number }, context)
  if (key === 'date') return holds(condition, { type: 'date', date: result.date }, context)
  const inner = Object.values(condition)[0] as Json
  const found = (result.array as Json[]).map(item => holds(inner, item, context))
  if (key === 'any') return found.includes(true)
  return key === 'none' ? !found.includes(true) : !found.includes(false)
}
