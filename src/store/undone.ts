// Rows whose results were taken back, with all that is needed to bring them again.

import { z } from 'zod'
import type { Store } from './database.ts'

const Value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])

const KnownFile = z.object({ path: z.string(), format: z.string(), sha256: z.string(), link: z.string() })
const MovedFile = KnownFile.extend({ kept: z.string() })

const UndoPlan = z.object({
  page: z.string(),
  label: z.string(),
  /** Where each file was, and where it is kept. */
  files: z.array(MovedFile),
  /** Files that rows share which have them from then on. */
  handed: z.array(KnownFile).default([]),
  /** Of these, in the index. */
  recording: z.number().optional(),
  /** What the row held of ours, and what it held before. */
  fields: z.array(z.object({ field: z.string(), ours: Value, before: Value })),
  /** Entries that came and went: error tags, artists' pages. */
  lists: z.array(z.object({ field: z.string(), added: z.array(z.string()), removed: z.array(z.string()) })),
  /** Never taken for this row again. */
  links: z.array(z.string()),
  eagle: z.array(z.string()),
  /** The row whose files it shared. */
  merge: z.object({ recording: z.number(), owner: z.string() }).optional(),
})
export type UndoPlan = z.infer<typeof UndoPlan>

/** `undoing`, `redoing`: it was begun and is not done yet. */
export type UndoState = 'undoing' | 'undone' | 'redoing'

export interface UndoneRow {
  state: UndoState
  plan: UndoPlan
  /** Epoch ms of when it was taken back. */
  at: number
}

export interface Undone {
  find(page: string): UndoneRow | undefined
  /** Inside a commit, as below. */
  begin(plan: UndoPlan): void
  mark(page: string, state: UndoState): void
  forget(page: string): void
  /** Those that were begun and not ended. */
  unfinished(): string[]
}

const Row = z.object({ state: z.enum(['undoing', 'undone', 'redoing']), plan: z.string(), at: z.number() })

export function openUndone({ database }: Store, now: () => number): Undone {
  const find = database.prepare('select state, plan, at from undone where page = ?')
  const put = database.prepare("insert or replace into undone (page, state, plan, at) values (?, 'undoing', ?, ?)")
  const mark = database.prepare('update undone set state = ? where page = ?')
  const forget = database.prepare('delete from undone where page = ?')
  const unfinished = database.prepare("select page from undone where state <> 'undone' order by at")
  return {
    find(page) {
      const row = find.get(page)
      if (!row) return undefined
      const { state, plan, at } = Row.parse(row)
      return { state, plan: UndoPlan.parse(JSON.parse(plan)), at }
    },
    begin: plan => void put.run(plan.page, JSON.stringify(plan), now()),
    mark: (page, state) => void mark.run(state, page),
    forget: page => void forget.run(page),
    unfinished: () => unfinished.all().map(row => String(row.page)),
  }
}
