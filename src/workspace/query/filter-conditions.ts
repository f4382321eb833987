// One condition of a filter as SQL, by the kind of what is compared.

import { type ApiError, notAsExpected, validationError } from '../api/api-error.ts'
import { arrayAt, booleanAt, type Json, numberAt, objectAt, onlyKeys, stringAt, uuidAt } from '../api/check.ts'
import { findOption, type Property } from '../schema/schema.ts'
import { DAY_RANGES, momentRange } from './date-ranges.ts'
import type { Compared, Kind, Source } from './facet-sql.ts'
import { unless } from './guesses.ts'
import { join, raw, type Sql, sql } from './sql.ts'
import { TEXT_CONDITIONS, textCondition } from './text-conditions.ts'

export interface FilterContext {
  source: Source
  /** Epoch milliseconds. */
  now: number
  /** Id of the person who asks; undefined for a connection, which "me" does not mean. */
  me: string | undefined
}

export type Place = FilterContext & { path: string }

interface Condition {
  name: string
  wanted: unknown
  path: string
}

const NUMBER_SIGNS = new Map([
  ['equals', raw('=')],
  ['does_not_equal', raw('=')],
  ['greater_than', raw('>')],
  ['less_than', raw('<')],
  ['greater_than_or_equal_to', raw('>=')],
  ['less_than_or_equal_to', raw('<=')],
])
const EQUALITY = ['equals', 'does_not_equal']
const CONTAINING = ['contains', 'does_not_contain']
const EXISTENCE = ['is_empty', 'is_not_empty']

const NAMES: Record<Kind, readonly string[]> = {
  text: [...TEXT_CONDITIONS, ...EXISTENCE],
  number: [...NUMBER_SIGNS.keys(), ...EXISTENCE],
  checkbox: EQUALITY,
  option: [...EQUALITY, ...EXISTENCE],
  options: [...CONTAINING, ...EXISTENCE],
  ids: [...CONTAINING, ...EXISTENCE],
  date: ['equals', 'before', 'after', 'on_or_before', 'on_or_after', ...DAY_RANGES.keys(), ...EXISTENCE],
  files: EXISTENCE,
}

/** `given`: `{<name>: <wanted>}`. A `does_not_…` is the opposite of its positive form. */
export function conditionSql(given: Json, compared: Compared, place: Place): Sql {
  const condition = conditionAt(given, NAMES[compared.kind], place.path)
  const { name, wanted, path } = condition
  if (EXISTENCE.includes(name)) {
    if (wanted !== true) throw notAsExpected(path, '`true`', wanted)
    const stored = compared.stored ?? compared.value
    return name === 'is_empty' ? sql`${stored} IS NULL` : sql`${stored} IS NOT NULL`
  }
  const positive = positiveSql(condition, compared, place)
  return name.startsWith('does_not_') ? unless(positive) : positive
}

function conditionAt(given: Json, names: readonly string[], path: string): Condition {
  const [name, second] = Object.keys(given).filter(key => given[key] !== undefined)
  if (name === undefined) throw oneNeeded(path, names)
  for (const key of [name, second])
    if (key !== undefined && (key === second || !names.includes(key)))
      throw notAsExpected(`${path}.${key}`, 'not present', given[key])
  return { name, wanted: given[name], path: `${path}.${name}` }
}

/** None of the keys one of which has to be there. */
export function oneNeeded(path: string, names: readonly string[]): ApiError {
  const lines = names.map(name => `${path}.${name} should be defined, instead was \`undefined\`.`)
  return validationError(`body failed validation. Fix one:\n${lines.join('\n')}`)
}

function positiveSql(condition: Condition, compared: Compared, context: FilterContext): Sql {
  const { value, property } = compared
  const { name, wanted, path } = condition
  switch (compared.kind) {
    case 'text':
      return textCondition(name, condition, compared)
    case 'number':
      return sql`${value} ${NUMBER_SIGNS.get(name) ?? raw('=')} ${numberAt(wanted, path)}`
    case 'checkbox':
      return sql`coalesce(${value}, 0) = ${booleanAt(wanted, path) ? 1 : 0}`
    case 'option':
      return sql`${value} IN (${join(
        optionIds(wanted, path, property).map(id => sql`${id}`),
        ', ',
      )})`
    case 'options':
      return holdsAny(value, optionIds(wanted, path, property))
    case 'ids':
      return holdsAny(value, userOrPage(condition, property, context))
    case 'date':
      return dateCondition(condition, value, context.now)
    case 'files':
      return raw('0')
  }
}

/** Ids of the named options; a status may be asked for by its group. */
function optionIds(wanted: unknown, path: string, property: Property): string[] {
  const names = Array.isArray(wanted)
    ? arrayAt(wanted, path).map((name, index) => stringAt(name, `${path}[${index}]`))
    : [stringAt(wanted, path)]
  return names.flatMap(name => {
    const found = findOption(property, { name, id: name })
    if (found) return [found.id]
    return property.groups?.find(group => group.name.toLowerCase() === name.toLowerCase())?.option_ids ?? []
  })
}

function userOrPage({ wanted, path }: Condition, { type }: Property, { me }: FilterContext): string[] {
  if (wanted === 'me' && type !== 'relation') return me === undefined ? [] : [me]
  return [uuidAt(wanted, path)]
}

/** A list of ids is kept as `,id,id,`. */
function holdsAny(value: Sql, wanted: readonly string[]): Sql {
  const any = wanted.map(id => sql`instr(${value}, ${`,${id},`}) > 0`)
  return any.length === 0 ? raw('0') : sql`(${join(any, ' OR ')})`
}

function dateCondition({ name, wanted, path }: Condition, value: Sql, now: number): Sql {
  const days = DAY_RANGES.get(name)?.(now)
  if (days) onlyKeys(objectAt(wanted, path), [], path)
  const { from, until } = days ?? momentRange(wanted, path, now)
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
      return sql`${value} BETWEEN ${from} AND ${until - 1}`
  }
}
