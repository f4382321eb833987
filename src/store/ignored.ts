// Rows and tasks that a person wants left alone, until they take that back.

import { z } from 'zod'
import type { Store } from './database.ts'

const Row = z.object({
  page: z.string(),
  /** For people. */
  label: z.string(),
  /** How it stood with it when it was ordered. */
  reason: z.string(),
  /** Epoch ms. */
  at: z.number(),
})
export type IgnoredPage = z.infer<typeof Row>

export interface Ignored {
  has(page: string): boolean
  /** The newest first. */
  list(): IgnoredPage[]
  /** Inside a commit, as below. */
  add(page: Omit<IgnoredPage, 'at'>): void
  /** @returns whether it was ignored */
  drop(page: string): boolean
}

export function openIgnored({ database }: Store, now: () => number): Ignored {
  const find = database.prepare('select 1 from ignored where page = ?')
  const all = database.prepare('select page, label, reason, at from ignored order by at desc, page')
  const put = database.prepare('insert or ignore into ignored (page, label, reason, at) values (?, ?, ?, ?)')
  const drop = database.prepare('delete from ignored where page = ?')
  return {
    has: page => find.get(page) !== undefined,
    list: () => all.all().map(row => Row.parse(row)),
    add: ({ page, label, reason }) => void put.run(page, label, reason, now()),
    drop: page => Number(drop.run(page).changes) > 0,
  }
}
