// When each row was verified last and what was found, and which findings were told to people.

import { z } from 'zod'
import { FINDING_KINDS } from '../model/finding.ts'
import type { Store } from './database.ts'

/** A finding without its repair: what is to be done is decided anew. */
const Kept = z.array(z.object({ kind: z.enum(FINDING_KINDS), about: z.string(), says: z.string(), mends: z.boolean() }))
export type KeptFinding = z.infer<typeof Kept>[number]

export interface Verified {
  /** For use inside a commit. */
  record(page: string, findings: readonly KeptFinding[]): void
  /** What was found after this time; undefined: it was not looked at since. */
  since(page: string, at: number): KeptFinding[] | undefined
  /** What was found last, and when (epoch ms); undefined: it was never looked at. */
  lastLook(page: string): { at: number; findings: KeptFinding[] } | undefined
  /** Rows with findings of their last look. */
  standing(): { rows: number; findings: number }
  /** Pages whose files were made in this time. */
  madeBetween(from: number, to: number): string[]
  /** Every page that is known here: by its files, or because it was verified. */
  known(): IterableIterator<string>
  knownCount(): number
  /** The page that tells people of a finding. */
  reported(key: string): string | undefined
  report(key: string, page: string): Promise<void>
}

export function openVerified(store: Store, now: () => number): Verified {
  const { database } = store
  const put = database.prepare('insert or replace into verified (page, at, findings) values (?, ?, ?)')
  const find = database.prepare('select findings from verified where page = ? and at > ?')
  const last = database.prepare('select at, findings from verified where page = ?')
  const standing = database.prepare(
    `select count(*) as rows, total(json_array_length(findings)) as findings from verified where findings <> '[]'`,
  )
  const made = database.prepare('select distinct page from file where at >= ? and at < ? order by page')
  const every = 'select page from file union select page from verified'
  const known = database.prepare(every)
  const count = database.prepare(`select count(*) as n from (${every})`)
  const told = database.prepare('select page from reported where key = ?')
  const tell = database.prepare('insert or ignore into reported (key, page, at) values (?, ?, ?)')
  return {
    record: (page, findings) => void put.run(page, now(), JSON.stringify(findings)),
    since(page, at) {
      const row = find.get(page, at)
      return row && Kept.safeParse(JSON.parse(String(row.findings))).data
    },
    lastLook(page) {
      const row = last.get(page)
      return row && { at: Number(row.at), findings: Kept.safeParse(JSON.parse(String(row.findings))).data ?? [] }
    },
    standing() {
      const row = standing.get()
      return { rows: Number(row?.rows), findings: Number(row?.findings) }
    },
    madeBetween: (from, to) => made.all(from, to).map(row => String(row.page)),
    *known() {
      for (const row of known.iterate()) yield String(row.page)
    },
    knownCount: () => Number(count.get()?.n),
    reported(key) {
      const page = told.get(key)?.page
      return typeof page === 'string' ? page : undefined
    },
    report: (key, page) => store.commit(() => void tell.run(key, page, now())),
  }
}
