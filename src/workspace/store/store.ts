// Everything kept in the file, area by area; every request is one transaction.

import type { DatabaseSync } from 'node:sqlite'
import type { z } from 'zod'
import type { Sql } from '../query/sql.ts'
import { addVolatileFunction } from '../query/volatile.ts'
import { type BlockStore, openBlocks } from './blocks.ts'
import { type ChangeStore, openChanges } from './changes.ts'
import { type CommentStore, openComments } from './comments.ts'
import { type DeliveryStore, openDeliveries } from './deliveries.ts'
import { openLongTexts } from './long-texts.ts'
import { openPages, type PageStore } from './pages.ts'
import { DatabaseRecord, DataSourceRecord } from './records.ts'
import { openRowTables, type RowTables } from './row-tables.ts'
import { openStatements, type Statements } from './statements.ts'
import { openUploads, type UploadStore } from './uploads.ts'

export interface Store extends PageStore {
  transaction<T>(kind: 'read' | 'write', work: () => T): T
  setting(name: string): string | undefined
  setSetting(name: string, value: string): void
  database(id: string): DatabaseRecord | undefined
  databases(): DatabaseRecord[]
  saveDatabase(record: DatabaseRecord): void
  dataSource(id: string): DataSourceRecord | undefined
  dataSourcesOf(databaseId: string): DataSourceRecord[]
  saveDataSource(record: DataSourceRecord): void
  rows(query: Sql): Record<string, unknown>[]
  readonly blocks: BlockStore
  readonly comments: CommentStore
  readonly uploads: UploadStore
  readonly changes: ChangeStore
  readonly deliveries: DeliveryStore
}

/** `now`: what formulas with now() are reckoned from. */
export function openStore(db: DatabaseSync, now: () => number): Store {
  const statements = openStatements(db)
  const rowTables = openRowTables(statements, openLongTexts(statements))
  const tables = openTables(statements, rowTables)
  const pages = openPages(statements, { rowTables, dataSource: tables.dataSource, now })
  addVolatileFunction(db, pages)
  return {
    ...tables,
    ...pages,
    transaction: (kind, work) => transaction(db, kind, work),
    rows: statements.rows,
    blocks: openBlocks(statements),
    comments: openComments(statements),
    uploads: openUploads(statements, now),
    changes: openChanges(statements),
    deliveries: openDeliveries(statements),
  }
}

function openTables({ run, column, record, records }: Statements, rowTables: RowTables) {
  const dataSource = lastRead(DataSourceRecord, id => column('SELECT record FROM data_source WHERE id = ?', id))
  return {
    setting(name: string): string | undefined {
      const value = column('SELECT value FROM setting WHERE name = ?', name)
      return typeof value === 'string' ? value : undefined
    },
    setSetting: (name: string, value: string) => run('INSERT OR REPLACE INTO setting VALUES (?, ?)', name, value),
    database: (id: string) => record(DatabaseRecord, 'SELECT record FROM database WHERE id = ?', id),
    databases: () => records(DatabaseRecord, 'SELECT record FROM database ORDER BY rowid'),
    saveDatabase: (kept: DatabaseRecord) =>
      run(
        'INSERT INTO database VALUES (?, ?) ON CONFLICT DO UPDATE SET record = excluded.record',
        kept.id,
        JSON.stringify(kept),
      ),
    dataSource,
    dataSourcesOf: (databaseId: string) =>
      records(DataSourceRecord, 'SELECT record FROM data_source WHERE database_id = ? ORDER BY rowid', databaseId),
    saveDataSource(kept: DataSourceRecord): void {
      run(
        `INSERT INTO data_source (id, database_id, record) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET database_id = excluded.database_id, record = excluded.record`,
        kept.id,
        kept.databaseId,
        JSON.stringify(kept),
      )
      rowTables.fit(kept.id, kept.schema)
    },
  }
}

/** Parses a record again only when its text changed: every row that is read or written asks for its table. */
function lastRead<T>(shape: z.ZodType<T>, read: (id: string) => unknown): (id: string) => T | undefined {
  const kept = new Map<string, { text: string; value: T }>()
  return id => {
    const text = read(id)
    if (typeof text !== 'string') return undefined
    const last = kept.get(id)
    if (last?.text === text) return last.value
    const value = shape.parse(JSON.parse(text))
    kept.set(id, { text, value })
    return value
  }
}

/** One inside another joins it. */
function transaction<T>(db: DatabaseSync, kind: 'read' | 'write', work: () => T): T {
  if (db.isTransaction) return work()
  db.exec(kind === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
