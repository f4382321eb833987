// A workspace's file opened: what is kept in it, area by area.

import type { DatabaseSync } from 'node:sqlite'
import { openDatabase } from './open-database.ts'
import { openStore, type Store } from './store.ts'

export interface StoreFile {
  store: Store
  database: DatabaseSync
  /** Nothing may be written. */
  readOnly: boolean
  close(): void
}

/**
 * @param now epoch milliseconds, asked for whenever a formula is reckoned
 * @throws Environment when the file cannot be opened or is not a workspace
 */
export function openFile(file: string, { readOnly, now }: { readOnly: boolean; now: () => number }): StoreFile {
  const opened = openDatabase(file, readOnly, old => refacetAll(openStore(old, now)))
  return { ...opened, store: openStore(opened.database, now), close: () => close(opened) }
}

function refacetAll(store: Store): void {
  store.transaction('write', () => {
    const sources = store.databases().flatMap(database => store.dataSourcesOf(database.id))
    for (const source of sources) store.refacet(source.id)
  })
}

function close({ database, readOnly }: Pick<StoreFile, 'database' | 'readOnly'>): void {
  if (!database.isOpen) return
  // Nobody is waited for: who else has the file open puts the WAL away later.
  if (!readOnly) database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
}
