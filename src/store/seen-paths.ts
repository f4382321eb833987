// Which file a row named in the course of one look at all of them. Kept by SQLite, so that memory does not grow with the library.

import type { Store } from './database.ts'

export interface Owner {
  page: string
  label: string
}

export interface SeenPaths extends Disposable {
  /** Who named this file before; the first to name it stays its owner. */
  ownerOf(key: string, row: Owner): Owner | undefined
}

/** Nothing of it is in the program's state: a run that only looks may do it too. */
export function openSeenPaths({ database }: Store): SeenPaths {
  database.exec('create temp table if not exists seen_path (key text primary key, page text, label text)')
  database.exec('delete from temp.seen_path')
  const put = database.prepare('insert or ignore into temp.seen_path (key, page, label) values (?, ?, ?)')
  const find = database.prepare('select page, label from temp.seen_path where key = ?')
  return {
    ownerOf(key, { page, label }) {
      put.run(key, page, label)
      const row = find.get(key)
      return row && row.page !== page ? { page: String(row.page), label: String(row.label) } : undefined
    },
    [Symbol.dispose]: () => database.exec('delete from temp.seen_path'),
  }
}
