// A query's filter as SQL: the tree of and/or, and what a leaf is about.

import { notAsExpected, validationError } from '../api/api-error.ts'
import { arrayAt, type Json, objectAt, oneOfAt, onlyKeys, stringAt } from '../api/check.ts'
import { findProperty, type Property, type PropertyTypeName } from '../schema/schema.ts'
import { formulaSql, rollupSql, verificationSql } from './computed-filters.ts'
import { comparedOf } from './facet-sql.ts'
import { conditionSql, type FilterContext, oneNeeded } from './filter-conditions.ts'
import { NO_CONDITIONS } from './guesses.ts'
import { join, raw, type Sql, sql } from './sql.ts'

/** and/or may stand inside and/or, and no deeper. */
const MAX_DEPTH = 2
const TIMESTAMPS = ['created_time', 'last_edited_time'] as const

/** What a leaf may be asked by. */
const FILTER_TYPES: readonly string[] = [
  'title',
  'rich_text',
  'number',
  'checkbox',
  'select',
  'multi_select',
  'status',
  'date',
  'people',
  'files',
  'url',
  'email',
  'phone_number',
  'relation',
  'created_by',
  'created_time',
  'last_edited_by',
  'last_edited_time',
  'formula',
  'unique_id',
  'rollup',
  'verification',
]

/** Types that may also be asked for by another. */
const ALIASES: Partial<Record<PropertyTypeName, string>> = {
  created_time: 'date',
  last_edited_time: 'date',
  created_by: 'people',
  last_edited_by: 'people',
}

export function filterSql(filter: unknown, context: FilterContext): Sql {
  return filter === undefined ? raw('1') : nodeSql(filter, 'body.filter', { ...context, depth: 0 })
}

function nodeSql(value: unknown, path: string, context: FilterContext & { depth: number }): Sql {
  const node = objectAt(value, path)
  for (const operator of ['and', 'or'] as const) {
    if (node[operator] === undefined) continue
    if (context.depth === MAX_DEPTH) throw notAsExpected(`${path}.${operator}`, 'not present', node[operator])
    onlyKeys(node, [operator], path)
    const parts = arrayAt(node[operator], `${path}.${operator}`).map((part, index) =>
      nodeSql(part, `${path}.${operator}[${index}]`, { ...context, depth: context.depth + 1 }),
    )
    return parts.length === 0 ? NO_CONDITIONS : sql`(${join(parts, operator === 'and' ? ' AND ' : ' OR ')})`
  }
  if (node.timestamp !== undefined) return timestampSql(node, path, context)
  return propertySql(node, path, context)
}

function timestampSql(node: Json, path: string, context: FilterContext): Sql {
  const timestamp = oneOfAt(node.timestamp, `${path}.timestamp`, TIMESTAMPS)
  onlyKeys(node, ['timestamp', 'type', timestamp], path)
  checkType(node, timestamp, path)
  const property: Property = { id: timestamp, name: timestamp, type: timestamp, description: null }
  return comparedSql(property, node[timestamp], `${path}.${timestamp}`, context)
}

function propertySql(node: Json, path: string, context: FilterContext): Sql {
  const key = keyOf(node, path)
  if (node.property === undefined) throw notAsExpected(`${path}.property`, 'defined', undefined)
  const name = stringAt(node.property, `${path}.property`)
  const property = findProperty(context.source.schema, name)
  if (!property) throw validationError(`Could not find property with name or id: ${name}`)
  if (key !== property.type && key !== ALIASES[property.type])
    throw validationError(`database property ${property.type} does not match filter ${key}`)
  return comparedSql(property, node[key], `${path}.${key}`, context)
}

/** The one key of a leaf that holds its condition. */
function keyOf(node: Json, path: string): string {
  const given = Object.keys(node).filter(key => key !== 'property' && key !== 'type' && node[key] !== undefined)
  const [key, second] = given
  if (key === undefined || !FILTER_TYPES.includes(key)) throw oneNeeded(path, ['or', 'and', ...FILTER_TYPES])
  if (second !== undefined) throw notAsExpected(`${path}.${second}`, 'not present', node[second])
  checkType(node, key, path)
  return key
}

function checkType({ type }: Json, key: string, path: string): void {
  if (type !== undefined) oneOfAt(type, `${path}.type`, [key])
}

function comparedSql(property: Property, value: unknown, path: string, context: FilterContext): Sql {
  const given = objectAt(value, path)
  switch (property.type) {
    case 'formula':
      return formulaSql(property, given, { path, ...context })
    case 'rollup':
      return rollupSql(property, given, { path, ...context })
    case 'verification':
      return verificationSql(given, path)
    default: {
      const compared = comparedOf(property)
      if (!compared) throw validationError(`database property ${property.type} does not match filter ${property.type}`)
      return conditionSql(given, compared, { path, ...context })
    }
  }
}
