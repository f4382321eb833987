// Where a property's comparable value is found in SQL.

import type { Property } from '../schema/schema.ts'

import { kindOf } from '../values/property-types.ts'
import { raw, type Sql, sql } from './sql.ts'

export function facetSql(property: Property): Sql {
  switch (property.type) {
    case 'created_time':
      return raw('f.created')
    case 'last_edited_time':
      return raw('f.edited')
    case 'unique_id':
      return raw('f.number')
    case 'created_by':
    case 'last_edited_by':
      return raw('1')
    default:
      return kindOf(property.type) === 'text' ? textSql(property) : sql`json_extract(f.facets, ${facetPath(property)})`
  }
}

/** A number in place of a text says that the text is a long one, kept apart. */
function textSql(property: Property): Sql {
  const short = sql`json_extract(f.facets, ${facetPath(property)})`
  const long = sql`(SELECT l.text FROM long_text l WHERE l.seq = f.seq AND l.property_id = ${property.id})`
  return sql`CASE typeof(${short}) WHEN 'integer' THEN ${long} ELSE ${short} END`
}

/** Where a property's facet lies in the JSON. */
const facetPath = (property: Property): string => `$."${property.id}"`
