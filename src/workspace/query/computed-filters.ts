// Filters on what a row comes to: formula, rollup, verification.

import { notAsExpected, validationError } from '../api/api-error.ts'
import { type Json, objectAt, oneOfAt } from '../api/check.ts'
import type { Property, PropertyTypeName } from '../schema/schema.ts'
import { type Compared, comparedOf, computedSql, type Kind, type Source } from './facet-sql.ts'
import { conditionSql, oneNeeded, type Place } from './filter-conditions.ts'
import { EVERY_OF_NONE, unless, VERIFICATION } from './guesses.ts'
import { raw, type Sql, sql } from './sql.ts'

const FORMULA_KINDS = { string: 'text', checkbox: 'checkbox', number: 'number', date: 'date' } as const
const QUANTIFIERS = ['any', 'none', 'every'] as const
const FIGURES = ['date', 'number'] as const

/** Types of related columns that each kind of condition on a rollup's rows can be asked of. */
const ITEM_TYPES: Record<string, readonly PropertyTypeName[]> = {
  rich_text: ['title', 'rich_text', 'url', 'email', 'phone_number', 'formula'],
  number: ['number', 'unique_id', 'formula'],
  checkbox: ['checkbox', 'formula'],
  select: ['select'],
  multi_select: ['multi_select'],
  relation: ['relation'],
  date: ['date', 'created_time', 'last_edited_time', 'formula'],
  people: ['people', 'created_by', 'last_edited_by'],
  files: ['files'],
  status: ['status'],
}

/** `given`: `{<kind>: {<condition>}}`. A row whose formula came to another kind is an empty one. */
export function formulaSql(property: Property, given: Json, place: Place): Sql {
  const kind = onlyKeyOf(given, ['string', 'checkbox', 'number', 'date'] as const, place.path)
  const path = `${place.path}.${kind}`
  const compared = { kind: FORMULA_KINDS[kind], value: computedSql(property, [kind], place.source), property }
  return conditionSql(objectAt(given[kind], path), compared, { ...place, path })
}

/** `given`: a quantifier over the related rows' cells, or a condition on the figure they come to. */
export function rollupSql(property: Property, given: Json, place: Place): Sql {
  const key = onlyKeyOf(given, [...QUANTIFIERS, ...FIGURES], place.path)
  const path = `${place.path}.${key}`
  const condition = objectAt(given[key], path)
  if (key !== resultOf(property) && (key === 'number' || key === 'date' || resultOf(property) !== 'array'))
    throw validationError(`database property rollup does not match filter ${key}`)
  if (key !== 'number' && key !== 'date') return quantified(key, property, { condition, ...place, path })
  const compared = { kind: key, value: computedSql(property, [key], place.source), property }
  return conditionSql(condition, compared, { ...place, path })
}

function quantified(
  quantifier: (typeof QUANTIFIERS)[number],
  property: Property,
  place: Place & { condition: Json },
): Sql {
  const list = computedSql(property, ['array'], place.source)
  const holds = itemSql(property, place)
  const some = (condition: Sql) => sql`EXISTS (SELECT 1 FROM json_each(${list}) item WHERE ${condition})`
  switch (quantifier) {
    case 'any':
      return some(holds)
    case 'none':
      return sql`NOT ${some(holds)}`
    case 'every':
      return sql`iif(${list} IS NULL, ${EVERY_OF_NONE}, NOT ${some(unless(holds))})`
  }
}

/** The condition on one related row's cell. */
function itemSql(property: Property, { condition, ...place }: Place & { condition: Json }): Sql {
  const key = onlyKeyOf(condition, Object.keys(ITEM_TYPES), place.path)
  const target = targetOf(property, place.source)
  if (!target) throw validationError('Unable to filter based on a rollup of unknown type')
  if (!ITEM_TYPES[key]?.includes(target.type))
    throw validationError(`database property ${target.type} does not match filter ${key}`)
  const path = `${place.path}.${key}`
  return conditionSql(objectAt(condition[key], path), itemOf(target, key), { ...place, path })
}

function itemOf(target: Property, key: string): Compared {
  const kind = comparedOf(target)?.kind ?? formulaItemKind(key)
  return { kind, value: raw('item.value'), property: target }
}

function formulaItemKind(key: string): Kind {
  if (key === 'number' || key === 'checkbox' || key === 'date') return key
  return 'text'
}

/** The column of the related rows that a rollup takes. */
export function targetOf({ rollup }: Property, { schema, schemaOf }: Source): Property | undefined {
  const relation = schema.find(each => each.id === rollup?.relation)
  return relation?.target && schemaOf(relation.target.dataSourceId).find(each => each.id === rollup?.target)
}

/** What a rollup comes to. */
export function resultOf({ rollup }: Property): 'array' | 'date' | 'number' | 'unsupported' {
  switch (rollup?.function) {
    case 'show_original':
    case 'show_unique':
      return 'array'
    case 'earliest_date':
    case 'latest_date':
    case 'date_range':
      return 'date'
    case 'count_per_group':
    case 'percent_per_group':
    case undefined:
      return 'unsupported'
    default:
      return 'number'
  }
}

/** `given`: `{status}` or `{does_not_equal}`. */
export function verificationSql(given: Json, path: string): Sql {
  const key = onlyKeyOf(given, ['status', 'does_not_equal'] as const, path)
  const wanted = oneOfAt(given[key], `${path}.${key}`, ['verified', 'expired', 'none'])
  return raw((wanted === VERIFICATION) === (key === 'status') ? '1' : '0')
}

function onlyKeyOf<T extends string>(given: Json, keys: readonly T[], path: string): T {
  const key = keys.find(each => given[each] !== undefined)
  if (key === undefined) throw oneNeeded(path, keys)
  for (const other of Object.keys(given))
    if (other !== key && given[other] !== undefined)
      throw notAsExpected(`${path}.${other}`, 'not present', given[other])
  return key
}
