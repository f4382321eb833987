// Columns that come to something else as time goes by: what filters compare of them is computed while a query runs.

import type { DatabaseSync } from 'node:sqlite'
import type { Property } from '../schema/schema.ts'
import type { PageStore } from '../store/pages.ts'
import { computedFacets } from '../values/facets.ts'
import { join, raw, type Sql, sql } from './sql.ts'

const FUNCTION = 'facet_now'

/** The first of these facets of the column that row `f` has. */
export function volatileSql(property: Property, keys: readonly string[], dataSourceId: string): Sql {
  const wanted = keys.map(key => sql`${key}`)
  return sql`${raw(FUNCTION)}(f.seq, ${dataSourceId}, ${property.id}, ${join(wanted, ', ')})`
}

/** Makes the function known to SQL. */
export function addVolatileFunction(database: DatabaseSync, { pageBySeq, reader }: PageStore): void {
  database.function(FUNCTION, { varargs: true }, (seq, dataSourceId, propertyId, ...keys) => {
    const schema = reader.dataSource(String(dataSourceId))?.schema ?? []
    const property = schema.find(each => each.id === propertyId)
    if (!property) return null
    const facets = computedFacets(property, { page: pageBySeq(Number(seq)), schema, reader })
    const facet = keys.map(key => facets[String(key)]).find(each => each !== undefined)
    return typeof facet === 'object' ? JSON.stringify(facet) : (facet ?? null)
  })
}
