// One condition of a filter as SQL, by the kind of column. `does_not_…` matches empty cells.

import { notAsExpected } from '../api/api-error.ts'
import { booleanAt, numberAt, stringAt, uuidAt } from '../api/check.ts'
import { BOT_ID } from '../api/identity.ts'
import { findOption, type Property } from '../schema/schema.ts'
import type { FacetKind } from '../values/property-type.ts'
import { DAY_RANGES, momentRange } from './date-ranges.ts'
import { join, raw, type Sql, sql } from './sql.ts'

export interface Condition {
  name: string
  wanted: unknown
  path: string
}

export interface Compared {
  /** `author`: always the one connection. */
  kind: FacetKind | 'author'
  value: Sql
  property?: Property
  now: number
}

const NEVER = raw('0')
const ALWAYS = raw('1')
const NUMBER_SIGNS: Record<string, Sql> = {
  equals: raw('='),
  does_not_equal: raw('IS NOT'),
  greater_than: raw('>'),
  less_than: raw('<'),
  greater_than_or_equal_to: raw('>='),
  less_than_or_equal_to: raw('<='),
}

export function conditionSql(condition: Condition, compared: Compared): Sql {
  if (compared.kind !== 'checkbox' && (condition.name === 'is_empty' || condition.name === 'is_not_empty')) {
    if (condition.wanted !== true) throw notAsExpected(condition.path, '`true`', condition.wanted)
    return condition.name === 'is_empty' ? sql`${compared.value} IS NULL` : sql`${compared.value} IS NOT NULL`
  }
  const found = byKind(condition, compared)
  if (!found) throw notAsExpected(condition.path, 'not present', condition.wanted)
  return found
}

function byKind(condition: Condition, compared: Compared): Sql | undefined {
  switch (compared.kind) {
    case 'text':
      return text(condition, compared.value)
    case 'number':
      return number(condition, compared.value)
    case 'checkbox':
      return checkbox(condition, compared.value)
    case 'option':
      return option(condition, compared)
    case 'options':
      return options(condition, compared)
    case 'ids':
    case 'author':
      return ids(condition, compared)
    case 'date':
      return date(condition, compared)
    case 'files':
    case 'row':
      return undefined
  }
}

function text({ name, wanted, path }: Condition, value: Sql): Sql | undefined {
  const known = ['equals', 'does_not_equal', 'contains', 'does_not_contain', 'starts_with', 'ends_with'].includes(name)
  if (!known) return undefined
  const folded = stringAt(wanted, path).toLowerCase()
  const filled = sql`coalesce(${value}, '')`
  switch (name) {
    case 'equals':
      return sql`${filled} = ${folded}`
    case 'does_not_equal':
      return sql`${filled} <> ${folded}`
    case 'contains':
      return sql`instr(${filled}, ${folded}) > 0`
    case 'does_not_contain':
      return sql`instr(${filled}, ${folded}) = 0`
    case 'starts_with':
      return sql`substr(${filled}, 1, length(${folded})) = ${folded}`
    default:
      return folded === '' ? ALWAYS : sql`substr(${filled}, -length(${folded})) = ${folded}`
  }
}

function number({ name, wanted, path }: Condition, value: Sql): Sql | undefined {
  const sign = NUMBER_SIGNS[name]
  return sign && sql`${value} ${sign} ${numberAt(wanted, path)}`
}

function checkbox({ name, wanted, path }: Condition, value: Sql): Sql | undefined {
  if (name !== 'equals' && name !== 'does_not_equal') return undefined
  const checked = booleanAt(wanted, path) === (name === 'equals')
  return sql`coalesce(${value}, 0) = ${checked ? 1 : 0}`
}

function option({ name, wanted, path }: Condition, { value, property }: Compared): Sql | undefined {
  if (name !== 'equals' && name !== 'does_not_equal') return undefined
  const list = join(
    optionIds(wanted, path, property).map(id => sql`${id}`),
    ', ',
  )
  return name === 'equals' ? sql`${value} IN (${list})` : sql`coalesce(${value}, '') NOT IN (${list})`
}

/** A list means "any of" for contains, and "none of" for does_not_contain. */
function options({ name, wanted, path }: Condition, { value, property }: Compared): Sql | undefined {
  if (name !== 'contains' && name !== 'does_not_contain') return undefined
  return holdsAny(value, optionIds(wanted, path, property), name === 'contains')
}

function ids({ name, wanted, path }: Condition, { kind, value }: Compared): Sql | undefined {
  if (name !== 'contains' && name !== 'does_not_contain') return undefined
  const id = wanted === 'me' ? undefined : uuidAt(wanted, path)
  if (kind === 'author') return (id === BOT_ID) === (name === 'contains') ? ALWAYS : NEVER
  return holdsAny(value, id === undefined ? [] : [id], name === 'contains')
}

function holdsAny(value: Sql, wanted: readonly string[], holds: boolean): Sql {
  if (wanted.length === 0) return holds ? NEVER : ALWAYS
  const any = join(
    wanted.map(id => sql`instr(coalesce(${value}, ''), ${`,${id},`}) > 0`),
    ' OR ',
  )
  return holds ? sql`(${any})` : sql`NOT (${any})`
}

function date({ name, wanted, path }: Condition, { value, now }: Compared): Sql | undefined {
  const range = DAY_RANGES[name]?.(now)
  if (range) return sql`(${value} >= ${range.from} AND ${value} < ${range.until})`
  if (!['equals', 'before', 'after', 'on_or_before', 'on_or_after'].includes(name)) return undefined
  const { from, until } = momentRange(wanted, path, now)
  switch (name) {
    case 'before':
      return sql`${value} < ${from}`
    case 'after':
      return sql`${value} >= ${until}`
    case 'on_or_before':
      return sql`${value} < ${until}`
    case 'on_or_after':
      return sql`${value} >= ${from}`
    default:
      return sql`(${value} >= ${from} AND ${value} < ${until})`
  }
}

/** Ids of the named options; a status may be asked for by its group. A name that is no option matches no row. */
function optionIds(wanted: unknown, path: string, property: Property | undefined): string[] {
  const names = Array.isArray(wanted) ? wanted.map((name, index) => stringAt(name, `${path}[${index}]`)) : undefined
  return (names ?? [stringAt(wanted, path)]).flatMap(name => {
    const found = property && findOption(property, { name, id: name })
    if (found) return [found.id]
    return property?.groups?.find(group => group.name.toLowerCase() === name.toLowerCase())?.option_ids ?? []
  })
}
