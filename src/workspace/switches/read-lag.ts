// The workspace as it was a while ago, for queries and search: snapshots of the file, held by open read transactions.

import { DatabaseSync } from 'node:sqlite'
import { Environment } from '../../errors.ts'
import { openStore, type Store } from '../store/store.ts'

export interface ReadLag {
  /** As of `lagMs` to twice that ago. */
  past(): Store
  close(): void
}

interface LagOptions {
  file: string
  lagMs: number
  /** Epoch milliseconds, for formulas. */
  now: () => number
}

interface Snapshot {
  store: Store
  /** Shows the file as it is now, and from here on. */
  renew(): void
  close(): void
}

/** @throws Environment for a workspace in memory: only a file has snapshots */
export function openReadLag({ file, lagMs, now }: LagOptions): ReadLag {
  if (file === ':memory:')
    throw new Environment('a read lag needs a workspace in a file; this one is in memory or only read')
  let [shown, next] = [openSnapshot(file, now), openSnapshot(file, now)]
  const turn = () => {
    ;[shown, next] = [next, shown]
    next.renew()
    timer = setTimeout(turn, lagMs).unref()
  }
  // A chain of timers, not an interval: the snapshot that is shown next is never younger than the lag.
  let timer = setTimeout(turn, lagMs).unref()
  return {
    past: () => shown.store,
    close() {
      clearTimeout(timer)
      shown.close()
      next.close()
    },
  }
}

function openSnapshot(file: string, now: () => number): Snapshot {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  const renew = () => {
    if (database.isTransaction) database.exec('COMMIT')
    // What a read transaction shows is settled by its first read.
    database.exec('BEGIN; SELECT 1 FROM setting LIMIT 1')
  }
  renew()
  return { store: openStore(database, now), renew, close: () => database.close() }
}

/**
 * What a query sees: rows of a while ago under the columns of now.
 * @param tableId of a data source, or of a database; undefined for search
 */
export function trailing(past: Store, fresh: Store, tableId: string | undefined): Store {
  if (tableId === undefined) return past
  const own = fresh.dataSource(tableId)
  const tables = own ? [own] : fresh.dataSourcesOf(tableId)
  if (tables.some(({ id }) => !past.dataSource(id))) return { ...fresh, rows: () => [] }
  const { database, dataSource, dataSourcesOf } = fresh
  // SQL names the columns of the table as it is now; while the past has others, there is no past to ask.
  const isSameTable = tables.every(({ id }) => columnsOf(past, id) === columnsOf(fresh, id))
  return isSameTable ? { ...past, database, dataSource, dataSourcesOf } : fresh
}

const columnsOf = (store: Store, id: string): string =>
  JSON.stringify(store.dataSource(id)?.schema.map(({ id: column, type }) => [column, type]))
