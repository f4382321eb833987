// What filters and sorts compare of the rows, a table per data source with a SQL column per facet:
// a look through all rows reads little, and each value of it directly.

import type { Property } from '../schema/schema.ts'
import { floorToMinute } from '../values/date-value.ts'
import { CREATED_BY, computedKey, EDITED_BY, type Facets } from '../values/facets.ts'
import { kindOf } from '../values/property-types.ts'
import type { LongTexts } from './long-texts.ts'
import type { PageRecord } from './records.ts'
import type { Statements } from './statements.ts'

export interface RowTables {
  /** Makes the table of a data source, or gives it the columns its schema has now. */
  fit(dataSourceId: string, schema: readonly Property[]): void
  write(seq: number, row: FacetRow): void
  remove(seq: number, dataSourceId: string): void
}

export interface FacetRow {
  page: PageRecord
  dataSourceId: string
  schema: readonly Property[]
  facets: Facets
  /** By property id; they are kept apart. */
  longTexts: ReadonlyMap<string, string>
}

/** Where a row stands, in the column `state`. */
export const STATES = { live: 0, trash: 1, archive: 2 } as const

const OWN_COLUMNS = `
  seq INTEGER PRIMARY KEY, state INTEGER NOT NULL, created INTEGER NOT NULL, edited INTEGER NOT NULL, number INTEGER NOT NULL`

export const rowTable = (dataSourceId: string): string => `row_${dataSourceId.replaceAll('-', '')}`

/** SQL tells no capitals from small letters in names, ids of properties do. */
export const facetColumn = (key: string): string =>
  `"p_${key.replaceAll(/[^a-z0-9:_]/g, char => `~${char.codePointAt(0)?.toString(16)}~`)}"`

export function openRowTables({ run, rows }: Statements, longTexts: LongTexts): RowTables {
  /** Those of facets; empty also when there is no such table. */
  const columnsOf = (table: string) =>
    rows({ text: `SELECT name FROM pragma_table_info(?) WHERE name LIKE 'p~_%' ESCAPE '~'`, values: [table] }).map(
      ({ name }) => `"${name}"`,
    )

  return {
    fit(dataSourceId, schema) {
      const table = rowTable(dataSourceId)
      const wanted = facetKeys(schema).map(facetColumn)
      const there = columnsOf(table)
      if (there.length === 0) return run(`CREATE TABLE ${table} (${[OWN_COLUMNS, ...wanted]})`)
      for (const name of there) if (!wanted.includes(name)) run(`ALTER TABLE ${table} DROP COLUMN ${name}`)
      for (const name of wanted) if (!there.includes(name)) run(`ALTER TABLE ${table} ADD COLUMN ${name}`)
    },
    write(seq, { page, dataSourceId, schema, facets, longTexts: texts }) {
      const ids = longTexts.write(seq, texts)
      const keys = facetKeys(schema)
      const names = keys.map(facetColumn)
      run(
        `INSERT OR REPLACE INTO ${rowTable(dataSourceId)} (${['seq, state, created, edited, number', ...names]})
         VALUES (?, ?, ?, ?, ?${', ?'.repeat(names.length)})`,
        seq,
        stateOf(page),
        floorToMinute(page.created),
        floorToMinute(page.edited),
        page.number,
        ...keys.map(key => ids.get(key) ?? bound(facets[key])),
      )
    },
    remove(seq, dataSourceId) {
      longTexts.write(seq, new Map())
      run(`DELETE FROM ${rowTable(dataSourceId)} WHERE seq = ?`, seq)
    },
  }
}

function stateOf({ inTrash, isArchived }: PageRecord): number {
  if (inTrash) return STATES.trash
  return isArchived ? STATES.archive : STATES.live
}

/** A list of facets is kept as JSON. */
function bound(facet: Facets[string] | undefined): string | number | null {
  return typeof facet === 'object' ? JSON.stringify(facet) : (facet ?? null)
}

function facetKeys(schema: readonly Property[]): string[] {
  return [CREATED_BY, EDITED_BY, ...schema.flatMap(keysOf)]
}

function keysOf({ id, type }: Property): string[] {
  switch (kindOf(type)) {
    case 'row':
    case 'none':
      return []
    case 'computed':
      return COMPUTED_KINDS[type === 'formula' ? 'formula' : 'rollup'].map(kind => computedKey(id, kind))
    default:
      return [id]
  }
}

/** What columns of these types can come to. */
const COMPUTED_KINDS = {
  formula: ['string', 'number', 'checkbox', 'date'],
  rollup: ['number', 'date', 'array'],
} as const
