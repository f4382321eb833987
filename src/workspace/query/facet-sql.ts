// Where a column's comparable value is found in SQL. `f` is the row in its row table.

import type { Property, PropertyTypeName } from '../schema/schema.ts'
import type { DataSourceRecord } from '../store/records.ts'
import { facetColumn } from '../store/row-tables.ts'
import { isVolatile } from '../values/dependents.ts'
import { type ComputedKind, CREATED_BY, computedKey, EDITED_BY } from '../values/facets.ts'
import { kindOf } from '../values/property-types.ts'
import { join, raw, type Sql, sql } from './sql.ts'
import { volatileSql } from './volatile.ts'

export type Kind = 'text' | 'number' | 'checkbox' | 'option' | 'options' | 'date' | 'ids' | 'files'

/** Something a condition can be asked of. */
export interface Compared {
  kind: Kind
  /** NULL is empty. */
  value: Sql
  /** Of a text in a column of the row: the text, or when it is a long one its id in `long_text`. */
  stored?: Sql
  /** Whose options, or whose related rows, the value names. */
  property: Property
}

/** The table that is queried, and the others its columns look into. */
export interface Source {
  id: string
  schema: readonly Property[]
  schemaOf(dataSourceId: string): readonly Property[]
}

export const sourceOf = (
  { id, schema }: DataSourceRecord,
  { dataSource }: { dataSource(id: string): DataSourceRecord | undefined },
): Source => ({ id, schema, schemaOf: other => dataSource(other)?.schema ?? [] })

/** @returns undefined for types that hold nothing to compare, or that are computed */
export function comparedOf(property: Property): Compared | undefined {
  const own = OWN_VALUES[property.type]
  if (own) return { ...own, property }
  const kind = kindOf(property.type)
  if (kind === 'row' || kind === 'none' || kind === 'computed') return undefined
  const column = facet(property.id)
  if (kind === 'text') return { kind, value: textSql(column), stored: column, property }
  return { kind, value: column, property }
}

/** What a formula or rollup column came to, if it came to something of one of these kinds. */
export function computedSql(property: Property, kinds: readonly ComputedKind[], source: Source): Sql {
  const keys = kinds.map(kind => computedKey(property.id, kind))
  if (isVolatile(property, source)) return volatileSql(property, keys, source.id)
  const facets = keys.map(facet)
  return facets.length === 1 ? join(facets, '') : sql`coalesce(${join(facets, ', ')})`
}

const facet = (key: string): Sql => raw(`f.${facetColumn(key)}`)

export function textSql(column: Sql): Sql {
  return sql`iif(typeof(${column}) = 'text', ${column}, (SELECT text FROM long_text WHERE id = ${column}))`
}

/** Types whose values stand in the row itself. */
const OWN_VALUES: Partial<Record<PropertyTypeName, Pick<Compared, 'kind' | 'value'>>> = {
  created_time: { kind: 'date', value: raw('f.created') },
  last_edited_time: { kind: 'date', value: raw('f.edited') },
  unique_id: { kind: 'number', value: raw('f.number') },
  created_by: { kind: 'ids', value: facet(CREATED_BY) },
  last_edited_by: { kind: 'ids', value: facet(EDITED_BY) },
}
