// Reading and writing the tables; every request is one transaction.

import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { z } from 'zod'
import type { Sql, SqlValue } from '../query/sql.ts'
import type { Property } from '../schema/schema.ts'
import { floorToMinute } from '../values/date-value.ts'
import { TYPES } from '../values/property-types.ts'
import { DatabaseRecord, DataSourceRecord, PageRecord } from './records.ts'

const KEPT_STATEMENTS = 200
/** Longer texts are kept apart from the facets. */
const LONG_TEXT = 200

export interface Store {
  transaction<T>(kind: 'read' | 'write', work: () => T): T
  setting(name: string): string | undefined
  setSetting(name: string, value: string): void
  database(id: string): DatabaseRecord | undefined
  saveDatabase(record: DatabaseRecord): void
  dataSource(id: string): DataSourceRecord | undefined
  dataSourcesOf(databaseId: string): DataSourceRecord[]
  saveDataSource(record: DataSourceRecord): void
  /** Options that are gone are taken out of the rows' facets, so that filters see those cells empty. */
  forgetOptions(dataSourceId: string, property: Property, optionIds: readonly string[]): void
  nextNumber(dataSourceId: string): number
  page(id: string): PageRecord | undefined
  pageBySeq(seq: number): PageRecord
  /** `schema` is the table's, empty for a page of its own. */
  savePage(record: PageRecord, schema: readonly Property[]): void
  rows(query: Sql): Record<string, unknown>[]
}

export function openStore(db: DatabaseSync): Store {
  const statements = new Map<string, StatementSync>()
  const prepared = (text: string) => {
    if (statements.size > KEPT_STATEMENTS) statements.clear()
    const statement = statements.get(text) ?? db.prepare(text)
    statements.set(text, statement)
    return statement
  }
  const run = (text: string, ...values: SqlValue[]) => prepared(text).run(...values)
  const column = (text: string, ...values: SqlValue[]) => Object.values(prepared(text).get(...values) ?? {})[0]
  const record = <T>(shape: z.ZodType<T>, text: string, key: SqlValue): T | undefined => {
    const found = column(text, key)
    return typeof found === 'string' ? shape.parse(JSON.parse(found)) : undefined
  }

  return {
    transaction(kind, work) {
      db.exec(kind === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN')
      try {
        const result = work()
        db.exec('COMMIT')
        return result
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
    },
    setting: name => {
      const value = column('SELECT value FROM setting WHERE name = ?', name)
      return typeof value === 'string' ? value : undefined
    },
    setSetting: (name, value) => void run('INSERT OR REPLACE INTO setting VALUES (?, ?)', name, value),

    database: id => record(DatabaseRecord, 'SELECT record FROM database WHERE id = ?', id),
    saveDatabase: kept =>
      void run(
        'INSERT INTO database VALUES (?, ?) ON CONFLICT DO UPDATE SET record = excluded.record',
        kept.id,
        JSON.stringify(kept),
      ),

    dataSource: id => record(DataSourceRecord, 'SELECT record FROM data_source WHERE id = ?', id),
    dataSourcesOf: databaseId =>
      prepared('SELECT record FROM data_source WHERE database_id = ? ORDER BY rowid')
        .all(databaseId)
        .map(row => DataSourceRecord.parse(JSON.parse(String(row.record)))),
    saveDataSource: kept =>
      void run(
        `INSERT INTO data_source (id, database_id, record) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET record = excluded.record`,
        kept.id,
        kept.databaseId,
        JSON.stringify(kept),
      ),
    forgetOptions(dataSourceId, property, optionIds) {
      const path = facetPath(property)
      for (const id of optionIds) {
        if (property.type === 'multi_select') {
          run(
            `UPDATE facet SET facets = jsonb_replace(facets, ?1, replace(json_extract(facets, ?1), ?2, ','))
             WHERE data_source_id = ?3 AND instr(json_extract(facets, ?1), ?2) > 0`,
            path,
            `,${id},`,
            dataSourceId,
          )
        }
        run(
          `UPDATE facet SET facets = jsonb_remove(facets, ?1)
           WHERE data_source_id = ?2 AND json_extract(facets, ?1) IN (?3, ',')`,
          path,
          dataSourceId,
          id,
        )
      }
    },
    nextNumber: id =>
      Number(column('UPDATE data_source SET last_number = last_number + 1 WHERE id = ? RETURNING last_number', id)),

    page: id => record(PageRecord, 'SELECT record FROM page WHERE id = ?', id),
    pageBySeq: seq => {
      const found = record(PageRecord, 'SELECT record FROM page WHERE seq = ?', seq)
      if (!found) throw new Error(`page ${seq} is in the facets and not in the pages`)
      return found
    },
    savePage(page, schema) {
      const seq = column(
        'INSERT INTO page (id, record) VALUES (?, ?) ON CONFLICT(id) DO UPDATE SET record = excluded.record RETURNING seq',
        page.id,
        JSON.stringify(page),
      )
      if (page.dataSourceId === null) return
      const { facets, longTexts } = facetsOf(page, schema)
      run('DELETE FROM long_text WHERE seq = ?', Number(seq))
      for (const [id, text] of longTexts) run('INSERT INTO long_text VALUES (?, ?, ?)', Number(seq), id, text)
      run(
        'INSERT OR REPLACE INTO facet VALUES (?, ?, ?, ?, ?, ?, jsonb(?))',
        Number(seq),
        page.dataSourceId,
        page.inTrash || page.isArchived ? 1 : 0,
        floorToMinute(page.created),
        floorToMinute(page.edited),
        page.number,
        JSON.stringify(facets),
      )
    },
    rows: query => prepared(query.text).all(...query.values),
  }
}

/** Where a property's facet lies in the JSON. */
export const facetPath = (property: Property): string => `$."${property.id}"`

/** Empty cells have no facet; in place of a long text stands its length. */
function facetsOf(page: PageRecord, schema: readonly Property[]) {
  const facets: Record<string, string | number> = {}
  const longTexts: [id: string, text: string][] = []
  for (const { id, type } of schema) {
    const facet = TYPES[type].facet?.(page.cells[id])
    const isLong = TYPES[type].kind === 'text' && typeof facet === 'string' && facet.length > LONG_TEXT
    if (isLong) longTexts.push([id, facet])
    if (facet !== undefined) facets[id] = isLong ? facet.length : facet
  }
  return { facets, longTexts }
}
