// Writes that wait for Notion, and what was written last, as rows of the store.

import { z } from 'zod'
import { type FieldValue, type FieldWrites, mergeWrites } from '../model/write.ts'
import type { Store } from '../store/database.ts'

/** Which database a page belongs to. */
export const TARGETS = ['tasks', 'tracks'] as const
export type Target = (typeof TARGETS)[number]

export interface WaitingWrite {
  id: number
  target: Target
  page: string
  fields: FieldWrites
  /** `sending`: it may have been made already. `refused`: Notion will not have it. */
  state: 'waiting' | 'sending' | 'refused'
  attempts: number
  /** Epoch ms. */
  nextAt: number
  reason: string
  madeAt: number
}

const Value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])
const Fields = z.record(
  z.string(),
  z.discriminatedUnion('how', [
    z.object({
      how: z.literal('fill'),
      value: Value,
      wasSet: z.boolean().optional(),
      decides: z.boolean().optional(),
    }),
    z.object({ how: z.literal('given'), value: Value }),
    z.object({ how: z.literal('move'), value: Value, from: Value, decides: z.boolean().optional() }),
    z.object({
      how: z.literal('options'),
      add: z.array(z.string()),
      remove: z.array(z.string()),
      isUndo: z.boolean().optional(),
    }),
  ]),
)
const Row = z
  .object({
    id: z.number(),
    target: z.enum(TARGETS),
    page: z.string(),
    fields: z.string(),
    state: z.enum(['waiting', 'sending', 'refused']),
    attempts: z.number(),
    next_at: z.number(),
    reason: z.string(),
    made_at: z.number(),
  })
  .transform(
    ({ fields, next_at, made_at, ...rest }): WaitingWrite => ({
      ...rest,
      fields: Fields.parse(JSON.parse(fields)),
      nextAt: next_at,
      madeAt: made_at,
    }),
  )

export type OutboxRows = ReturnType<typeof outboxRows>

/** One field of a page that this program wrote. */
export interface Written {
  field: string
  ours: FieldValue
  /** Undefined: it is not known. */
  before?: FieldValue
}

/** The statements of the outbox; none of them opens a transaction. */
export function outboxRows({ database }: Store) {
  const columns = 'id, target, page, fields, state, attempts, next_at, reason, made_at'
  const unsent = database.prepare(
    `select ${columns} from outbox where page = ? and state = 'waiting' order by id desc limit 1`,
  )
  const first = database.prepare(
    `select ${columns} from outbox where page = ? and state <> 'refused' order by id limit 1`,
  )
  const insert = database.prepare(
    `insert into outbox (target, page, fields, state, attempts, next_at, reason, made_at)
     values (?, ?, ?, 'waiting', 0, ?, '', ?)`,
  )
  const merge = database.prepare('update outbox set fields = ? where id = ?')
  const mark = database.prepare('update outbox set state = ?, attempts = ?, next_at = ?, reason = ? where id = ?')
  const refused = database.prepare("select 1 from outbox where page = ? and state = 'refused' limit 1")
  const remove = database.prepare('delete from outbox where id = ?')
  const all = database.prepare(`select ${columns} from outbox order by id limit ?`)
  const pages = database.prepare(
    "select page, min(id) as first from outbox where state <> 'refused' group by page order by first limit ?",
  )
  const counts = database.prepare("select count(*) as n from outbox where state <> 'refused'")
  const again = database.prepare(
    "update outbox set next_at = ?, attempts = 0, state = iif(state = 'refused', 'waiting', state)",
  )
  const putWrote = database.prepare('insert or replace into wrote (page, field, value, at) values (?, ?, ?, ?)')
  const getWrote = database.prepare('select value, at from wrote where page = ? and field = ?')
  const wroteSince = database.prepare('select 1 from wrote where page = ? and field = ? and at >= ?')
  const lastWrote = database.prepare('select max(at) as at from wrote where page = ?')
  const written = database.prepare(
    `select wrote.field, wrote.value, stood.value as before from wrote
     left join stood on stood.page = wrote.page and stood.field = wrote.field where wrote.page = ? order by wrote.field`,
  )
  const putStood = database.prepare('insert or ignore into stood (page, field, value, at) values (?, ?, ?, ?)')
  const dropStood = database.prepare('delete from stood where page = ?')

  return {
    /** An unsent write to the same page is the one that goes, with the later values. */
    add(write: Pick<WaitingWrite, 'target' | 'page' | 'fields'>, now: number): void {
      const earlier = unsent.get(write.page)
      if (!earlier) {
        insert.run(write.target, write.page, JSON.stringify(write.fields), now, now)
        return
      }
      const { id, fields } = Row.parse(earlier)
      merge.run(JSON.stringify(mergeWrites(fields, write.fields)), id)
    },
    firstOf(page: string): WaitingWrite | undefined {
      const row = first.get(page)
      return row && Row.parse(row)
    },
    mark: (id: number, to: Pick<WaitingWrite, 'state' | 'attempts' | 'nextAt' | 'reason'>) =>
      void mark.run(to.state, to.attempts, to.nextAt, to.reason, id),
    replace: (id: number, fields: FieldWrites) => void merge.run(JSON.stringify(fields), id),
    isRefused: (page: string) => refused.get(page) !== undefined,
    remove: (id: number) => void remove.run(id),
    /** Refused ones too, oldest first. */
    list: (limit: number) => all.all(limit).map(row => Row.parse(row)),
    pages: (limit: number) => pages.all(limit).map(row => String(row.page)),
    count: () => Number(counts.get()?.n),
    again: (now: number) => void again.run(now),
    remember(page: string, field: string, value: FieldValue, now: number) {
      putWrote.run(page, field, JSON.stringify(value), now)
    },
    wrote(page: string, field: string): FieldValue | undefined {
      const row = getWrote.get(page, field)
      return row && Value.parse(JSON.parse(String(row.value)))
    },
    /** What was written to a page last, field by field, and what stood there before the first of it. */
    writtenTo: (page: string): Written[] =>
      written.all(page).map(row => ({
        field: String(row.field),
        ours: Value.parse(JSON.parse(String(row.value))),
        ...(row.before !== null && { before: Value.parse(JSON.parse(String(row.before))) }),
      })),
    /** Only the first time counts. */
    keepBefore(page: string, field: string, value: FieldValue, now: number) {
      putStood.run(page, field, JSON.stringify(value), now)
    },
    forgetBefore: (page: string) => void dropStood.run(page),
    wroteSince: (page: string, field: string, at: number) => wroteSince.get(page, field, at) !== undefined,
    lastWroteAt(page: string): number | undefined {
      const at = lastWrote.get(page)?.at
      return typeof at === 'number' ? at : undefined
    },
  }
}
