// Sorts as SQL terms: by value, ties by insertion order. People and related rows sort by the name of the first.

import { notAsExpected, validationError } from '../api/api-error.ts'
import { arrayAt, type Json, objectAt, oneOfAt, onlyKeys, stringAt } from '../api/check.ts'
import { BOT, PERSON } from '../api/identity.ts'
import { findProperty, type Property, TITLE_ID } from '../schema/schema.ts'
import { facetColumn, rowTable } from '../store/row-tables.ts'
import { resultOf, targetOf } from './computed-filters.ts'
import { comparedOf, computedSql, type Kind, type Source, textSql } from './facet-sql.ts'
import { folded, SORTED_LENGTH } from './guesses.ts'
import { join, raw, type Sql, sql } from './sql.ts'

export interface SortTerm {
  /** NULL is empty. */
  sql: Sql
  direction: 'ASC' | 'DESC'
}

const TIMESTAMPS = { created_time: raw('f.created'), last_edited_time: raw('f.edited') }
const BY_INSERTION: SortTerm = { sql: raw('f.seq'), direction: 'ASC' }

export function sortTerms(sorts: unknown, source: Source): SortTerm[] {
  const given = sorts === undefined ? [] : arrayAt(sorts, 'body.sorts')
  return [...given.map((item, index) => termAt(item, `body.sorts[${index}]`, source)), BY_INSERTION]
}

function termAt(item: unknown, path: string, source: Source): SortTerm {
  const sort = objectAt(item, path)
  const wanted = oneOfAt(sort.direction ?? 'ascending', `${path}.direction`, ['ascending', 'descending'])
  const direction = wanted === 'ascending' ? 'ASC' : 'DESC'
  if (sort.timestamp !== undefined) {
    onlyKeys(sort, ['timestamp', 'direction'], path)
    const timestamp = oneOfAt(sort.timestamp, `${path}.timestamp`, ['created_time', 'last_edited_time'])
    return { sql: TIMESTAMPS[timestamp], direction }
  }
  onlyKeys(sort, ['property', 'direction'], path)
  return { sql: sortedBy(propertyAt(sort, path, source), source), direction }
}

function propertyAt(sort: Json, path: string, { schema }: Source): Property {
  if (sort.property === undefined) throw notAsExpected(`${path}.property`, 'defined', undefined)
  const name = stringAt(sort.property, `${path}.property`)
  const property = findProperty(schema, name)
  if (!property) throw validationError(`Could not find sort property with name or id: ${name}`)
  return property
}

const unsortable = ({ name, type }: Property) =>
  validationError(`Could not sort by property ${name}: sorting by ${type} is not supported.`)

function sortedBy(property: Property, source: Source): Sql {
  if (property.type === 'formula') return computedSql(property, ['number', 'date', 'checkbox', 'string'], source)
  if (property.type === 'rollup') return rolledUp(property, source)
  const compared = comparedOf(property)
  if (!compared) throw unsortable(property)
  return sortValue(compared.kind, compared.value, property)
}

/** A rollup that is a list sorts by the first related row's cell. */
function rolledUp(property: Property, source: Source): Sql {
  const result = resultOf(property)
  if (result === 'unsupported') throw unsortable(property)
  const value = computedSql(property, [result], source)
  if (result !== 'array') return value
  const target = targetOf(property, source)
  const first = sql`json_extract(${value}, '$[0]')`
  const kind = target && comparedOf(target)?.kind
  return target && kind ? sql`iif(${value} IS NULL, NULL, ${sortValue(kind, first, target)})` : first
}

function sortValue(kind: Kind, value: Sql, property: Property): Sql {
  switch (kind) {
    case 'text':
      return sql`substr(${value}, 1, ${SORTED_LENGTH})`
    case 'checkbox':
      return sql`coalesce(${value}, 0)`
    case 'option':
      return rank(value, property)
    case 'options':
      return rank(firstOf(value), property)
    case 'ids':
      return property.type === 'relation' ? titleOf(firstOf(value), property) : nameOf(firstOf(value))
    default:
      return value
  }
}

/** Of `,id,id,` the first. */
const firstOf = (list: Sql): Sql => sql`substr(${list}, 2, instr(substr(${list}, 2), ',') - 1)`

/** Options sort in the order of their list. */
const rank = (id: Sql, { options = [] }: Property): Sql =>
  cases(
    id,
    options.map((option, index) => [option.id, index]),
  )

const nameOf = (id: Sql): Sql =>
  cases(
    id,
    [BOT, PERSON].map(user => [user.id, folded(user.name)]),
  )

function titleOf(id: Sql, { target }: Property): Sql {
  if (!target) return raw('NULL')
  const title = raw(`related.${facetColumn(TITLE_ID)}`)
  return sql`(SELECT substr(${textSql(title)}, 1, ${SORTED_LENGTH}) FROM page
    JOIN ${raw(rowTable(target.dataSourceId))} related USING (seq) WHERE page.id = ${id})`
}

function cases(value: Sql, known: readonly (readonly [string, string | number])[]): Sql {
  const whens = known.map(([from, to]) => sql`WHEN ${from} THEN ${to}`)
  return whens.length === 0 ? raw('NULL') : sql`CASE ${value} ${join(whens, ' ')} END`
}
