// About which rows services were asked, and from when on each may be asked about again.

import type { Store } from './database.ts'

export interface EnrichedRow {
  page: string
  /** What the recording was called. */
  name: string
  /** Epoch ms. */
  againAt: number
}

export interface EnrichedRows {
  /** Whether it is not to be asked about yet; by another name it is another question. */
  isResting(row: Pick<EnrichedRow, 'page' | 'name'>, now: number): boolean
  /** How many are not to be asked about yet. */
  resting(now: number): number
  /** For use inside a commit. */
  record(row: EnrichedRow): void
}

export function openEnrichedRows({ database }: Store): EnrichedRows {
  const find = database.prepare('select 1 from enriched where page = ? and name = ? and again_at > ?')
  const count = database.prepare('select count(*) as n from enriched where again_at > ?')
  const put = database.prepare('insert or replace into enriched (page, name, again_at) values (?, ?, ?)')
  return {
    isResting: ({ page, name }, now) => find.get(page, name, now) !== undefined,
    resting: now => Number(count.get(now)?.n),
    record: ({ page, name, againAt }) => void put.run(page, name, againAt),
  }
}
