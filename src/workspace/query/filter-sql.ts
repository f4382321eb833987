// A query's filter as SQL: the tree of and/or, and which column a leaf is about.

import { notAsExpected, validationError } from '../api/api-error.ts'
import { arrayAt, type Json, objectAt, oneOfAt, onlyKeys, stringAt } from '../api/check.ts'
import { findProperty, type Property } from '../schema/schema.ts'
import { kindOf } from '../values/property-types.ts'
import { facetSql } from './facet-sql.ts'
import { type Condition, conditionSql } from './filter-conditions.ts'
import { join, raw, type Sql, sql } from './sql.ts'

/** and/or may stand inside and/or, and no deeper. */
const MAX_DEPTH = 2
const TIMESTAMPS = ['created_time', 'last_edited_time'] as const

export interface FilterContext {
  schema: readonly Property[]
  now: number
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
    return parts.length === 0 ? raw('1') : sql`(${join(parts, operator === 'and' ? ' AND ' : ' OR ')})`
  }
  if (node.timestamp !== undefined) return timestampSql(node, path, context)
  return propertySql(node, path, context)
}

function timestampSql(node: Json, path: string, { now }: FilterContext): Sql {
  const timestamp = oneOfAt(node.timestamp, `${path}.timestamp`, TIMESTAMPS)
  onlyKeys(node, ['timestamp', timestamp], path)
  const column = raw(timestamp === 'created_time' ? 'f.created' : 'f.edited')
  return conditionSql(conditionAt(node[timestamp], `${path}.${timestamp}`), { kind: 'date', value: column, now })
}

function propertySql(node: Json, path: string, { schema, now }: FilterContext): Sql {
  if (node.property === undefined) throw notAsExpected(`${path}.property`, 'defined', undefined)
  const name = stringAt(node.property, `${path}.property`)
  const property = findProperty(schema, name)
  if (!property) throw validationError(`Could not find property with name or id: ${name}`)
  const given = Object.keys(node).filter(key => key !== 'property' && key !== 'type' && node[key] !== undefined)
  const key = given[0]
  if (key === undefined) throw notAsExpected(`${path}.${property.type}`, 'defined', undefined)
  if (given.length > 1) throw notAsExpected(`${path}.${given[1]}`, 'not present', node[given[1] ?? ''])
  if (!answersTo(property, key))
    throw validationError(`database property ${property.type} does not match filter ${key}`)
  const condition = conditionAt(node[key], `${path}.${key}`)
  return conditionSql(condition, { kind: comparedAs(property), value: facetSql(property), property, now })
}

/** Times of the page may be asked for as dates too. */
const answersTo = (property: Property, key: string): boolean =>
  key === property.type || (key === 'date' && TIMESTAMPS.some(type => type === property.type))

function comparedAs(property: Property) {
  switch (property.type) {
    case 'created_time':
    case 'last_edited_time':
      return 'date' as const
    case 'unique_id':
      return 'number' as const
    case 'created_by':
    case 'last_edited_by':
      return 'author' as const
    default:
      return kindOf(property.type)
  }
}

function conditionAt(value: unknown, path: string): Condition {
  const given = Object.entries(objectAt(value, path)).filter(([, wanted]) => wanted !== undefined)
  const [first, second] = given
  if (!first) throw notAsExpected(`${path}.is_empty`, 'defined', undefined)
  if (second) throw notAsExpected(`${path}.${second[0]}`, 'not present', second[1])
  return { name: first[0], wanted: first[1], path: `${path}.${first[0]}` }
}
