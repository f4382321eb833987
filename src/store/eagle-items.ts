// Items of an Eagle library on the disk that were looked at, and the file of each that is in the index of recordings.

import { z } from 'zod'
import type { Store } from './database.ts'

export interface SeenItem {
  id: string
  /** When what is known of it was written, epoch ms. */
  changedAt: number
  /** Its file in the index; empty: it has none there. */
  path: string
}

export interface EagleItems {
  find(library: string, id: string): SeenItem | undefined
  /** In their order, after this one. */
  after(library: string, id: string, limit: number): SeenItem[]
  /** Inside a commit, as below. */
  put(library: string, item: SeenItem): void
  forget(library: string, id: string): void
}

const ItemRow = z
  .object({ id: z.string(), changed_at: z.number(), path: z.string() })
  .transform(({ changed_at, ...rest }): SeenItem => ({ ...rest, changedAt: changed_at }))

export function openEagleItems({ database }: Pick<Store, 'database'>): EagleItems {
  const find = database.prepare('select id, changed_at, path from eagle_item where library = ? and id = ?')
  const after = database.prepare(
    'select id, changed_at, path from eagle_item where library = ? and id > ? order by id limit ?',
  )
  const put = database.prepare('insert or replace into eagle_item (library, id, changed_at, path) values (?, ?, ?, ?)')
  const drop = database.prepare('delete from eagle_item where library = ? and id = ?')
  return {
    find: (library, id) => ItemRow.optional().parse(find.get(library, id)),
    after: (library, id, limit) => after.all(library, id, limit).map(row => ItemRow.parse(row)),
    put: (library, { id, changedAt, path }) => void put.run(library, id, changedAt, path),
    forget: (library, id) => void drop.run(library, id),
  }
}
