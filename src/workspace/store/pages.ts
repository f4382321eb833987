// Pages, and beside each row of a table what filters compare of it.

import type { Property } from '../schema/schema.ts'
import type { Reader } from '../values/computed.ts'
import { dependsOn } from '../values/dependents.ts'
import { facetsOf } from '../values/facets.ts'
import { idList } from '../values/option-types.ts'
import { type DataSourceRecord, PageRecord } from './records.ts'
import type { RowTables } from './row-tables.ts'
import type { Statements } from './statements.ts'

export interface PageStore {
  page(id: string): PageRecord | undefined
  pageBySeq(seq: number): PageRecord
  /** All rows of a table, also those in the trash, oldest first. */
  pagesOf(dataSourceId: string): Iterable<PageRecord>
  /** Also makes anew what computed columns of rows that point at this one come to. */
  savePage(page: PageRecord): void
  /** Makes the facets of all rows of a table anew, after its columns changed. */
  refacet(dataSourceId: string): void
  nextNumber(dataSourceId: string): number
  setLastNumber(dataSourceId: string, number: number): void
  /** For a computed column that depends on the time of asking. */
  readonly reader: Reader
}

interface Tables {
  rowTables: RowTables
  dataSource(id: string): DataSourceRecord | undefined
  now(): number
}

/** How far a change runs along relations: a rollup of a formula of a rollup. */
const MAX_STEPS = 3
const PORTION = 500

export function openPages(statements: Statements, { rowTables, dataSource, now }: Tables): PageStore {
  const { run, column, record, records, rows } = statements
  const seqOf = (id: string) => Number(column('SELECT seq FROM page WHERE id = ?', id))
  const page = (id: string) => record(PageRecord, 'SELECT record FROM page WHERE id = ?', id)
  const reader: Reader = {
    page,
    dataSource,
    get now() {
      return now()
    },
  }

  function writeFacets(kept: PageRecord, schema: readonly Property[]): void {
    const dataSourceId = kept.dataSourceId ?? ''
    rowTables.write(seqOf(kept.id), { page: kept, dataSourceId, schema, ...facetsOf(kept, schema, reader) })
  }

  function writeLinks(kept: PageRecord, schema: readonly Property[]): void {
    run('DELETE FROM link WHERE from_id = ?', kept.id)
    for (const property of schema) {
      if (property.type !== 'relation') continue
      for (const id of idList(kept.cells[property.id]))
        run('INSERT OR IGNORE INTO link VALUES (?, ?, ?)', id, kept.id, property.id)
    }
  }

  /** Rows that point at this page by a relation some computed column of theirs looks through. */
  function refreshDependents(id: string, steps: number): void {
    const links = rows({ text: 'SELECT from_id, property_id FROM link WHERE to_id = ?', values: [id] })
    for (const { from_id: from, property_id: relation } of links) {
      const dependent = page(String(from))
      const source = dependent?.dataSourceId ? dataSource(dependent.dataSourceId) : undefined
      if (!dependent || !source || !dependsOn(source.schema, String(relation))) continue
      writeFacets(dependent, source.schema)
      if (steps > 1) refreshDependents(dependent.id, steps - 1)
    }
  }

  function* pagesOf(dataSourceId: string): Iterable<PageRecord> {
    const next = `SELECT record FROM page WHERE data_source_id = ? AND seq > ? ORDER BY seq LIMIT ${PORTION}`
    let last = 0
    for (;;) {
      const portion = records(PageRecord, next, dataSourceId, last)
      yield* portion
      const end = portion.at(-1)
      if (!end || portion.length < PORTION) return
      last = seqOf(end.id)
    }
  }

  return {
    page,
    reader,
    pagesOf,
    pageBySeq(seq) {
      const found = record(PageRecord, 'SELECT record FROM page WHERE seq = ?', seq)
      if (!found) throw new Error(`page ${seq} is in the facets and not in the pages`)
      return found
    },
    savePage(kept) {
      const before = column('SELECT data_source_id FROM page WHERE id = ?', kept.id)
      run(
        `INSERT INTO page (id, data_source_id, record) VALUES (?, ?, ?)
         ON CONFLICT(id) DO UPDATE SET data_source_id = excluded.data_source_id, record = excluded.record`,
        kept.id,
        kept.dataSourceId,
        JSON.stringify(kept),
      )
      if (typeof before === 'string' && before !== kept.dataSourceId) forget(kept.id, before)
      const schema = kept.dataSourceId === null ? undefined : dataSource(kept.dataSourceId)?.schema
      if (!schema) return
      writeLinks(kept, schema)
      writeFacets(kept, schema)
      refreshDependents(kept.id, MAX_STEPS)
    },
    refacet(dataSourceId) {
      const schema = dataSource(dataSourceId)?.schema ?? []
      rowTables.fit(dataSourceId, schema)
      for (const kept of pagesOf(dataSourceId)) {
        writeLinks(kept, schema)
        writeFacets(kept, schema)
        refreshDependents(kept.id, MAX_STEPS)
      }
    },
    nextNumber: id =>
      Number(column('UPDATE data_source SET last_number = last_number + 1 WHERE id = ? RETURNING last_number', id)),
    setLastNumber: (id, number) =>
      run('UPDATE data_source SET last_number = max(last_number, ?) WHERE id = ?', number, id),
  }

  /** A row that was moved out of its table. */
  function forget(id: string, dataSourceId: string): void {
    rowTables.remove(seqOf(id), dataSourceId)
    run('DELETE FROM link WHERE from_id = ?', id)
  }
}
