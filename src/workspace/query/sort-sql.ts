// Sorts as SQL terms: empties last in both directions, ties by insertion order.

import { notAsExpected, validationError } from '../api/api-error.ts'
import { arrayAt, type Json, objectAt, oneOfAt, stringAt } from '../api/check.ts'
import { findProperty, type Property } from '../schema/schema.ts'
import { kindOf } from '../values/property-types.ts'
import { facetSql } from './facet-sql.ts'
import { join, raw, type Sql, sql } from './sql.ts'

export interface SortTerm {
  sql: Sql
  direction: 'ASC' | 'DESC'
}

const TIMESTAMPS = { created_time: raw('f.created'), last_edited_time: raw('f.edited') }
const BY_INSERTION: SortTerm = { sql: raw('f.seq'), direction: 'ASC' }

export function sortTerms(sorts: unknown, schema: readonly Property[]): SortTerm[] {
  if (sorts === undefined) return [BY_INSERTION]
  const terms = arrayAt(sorts, 'body.sorts').flatMap((item, index) => {
    const path = `body.sorts[${index}]`
    return termsOf(objectAt(item, path), path, schema)
  })
  return [...terms, BY_INSERTION]
}

function termsOf(sort: Json, path: string, schema: readonly Property[]): SortTerm[] {
  const wanted = oneOfAt(sort.direction ?? 'ascending', `${path}.direction`, ['ascending', 'descending'])
  const direction = wanted === 'ascending' ? 'ASC' : 'DESC'
  if (sort.timestamp !== undefined) {
    const timestamp = oneOfAt(sort.timestamp, `${path}.timestamp`, ['created_time', 'last_edited_time'])
    return [{ sql: TIMESTAMPS[timestamp], direction }]
  }
  if (sort.property === undefined) throw notAsExpected(`${path}.property`, 'defined', undefined)
  const name = stringAt(sort.property, `${path}.property`)
  const property = findProperty(schema, name)
  if (!property) throw validationError(`Could not find property with name or id: ${name}`)
  return byProperty(property, direction)
}

function byProperty(property: Property, direction: 'ASC' | 'DESC'): SortTerm[] {
  const value = sortValue(property)
  const kind = kindOf(property.type)
  if (kind === 'checkbox' || kind === 'row') return [{ sql: value, direction }]
  return [
    { sql: sql`${value} IS NULL`, direction: 'ASC' },
    { sql: value, direction },
  ]
}

function sortValue(property: Property): Sql {
  const facet = facetSql(property)
  switch (kindOf(property.type)) {
    case 'checkbox':
      return sql`coalesce(${facet}, 0)`
    case 'option':
      return rank(facet, property)
    case 'options':
      return rank(sql`substr(${facet}, 2, instr(substr(${facet}, 2), ',') - 1)`, property)
    default:
      return facet
  }
}

/** Options sort in the order of their list. */
function rank(id: Sql, property: Property): Sql {
  const cases = (property.options ?? []).map((option, index) => sql`WHEN ${option.id} THEN ${index}`)
  return cases.length === 0 ? raw('NULL') : sql`CASE ${id} ${join(cases, ' ')} END`
}
