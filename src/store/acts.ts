// What people ordered from outside the rows, who, when, and what became of it.

import { z } from 'zod'
import { Act, type ActAnswer, ORDERED_BY, type OrderedBy } from '../model/act.ts'
import type { Store } from './database.ts'

export interface KeptAct extends ActAnswer {
  /** Epoch ms. */
  at: number
  by: OrderedBy
  act: Act
}

export interface Acts {
  /** What became of an order that was heard before. */
  answerTo(order: string): ActAnswer | undefined
  /** Inside the commit that does it. `order`: as above; absent: it is never heard again. */
  keep(act: Act, answer: ActAnswer, given: { by: OrderedBy; order?: string }): void
  /** The newest first. */
  last(limit: number): KeptAct[]
}

const KEPT_MS = 400 * 86_400_000

const Answer = z.object({ ok: z.number().transform(Boolean), says: z.string() })
const Row = Answer.extend({
  at: z.number(),
  ordered_by: z.enum(ORDERED_BY),
  what: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(Act),
}).transform(({ ordered_by, what, ...rest }): KeptAct => ({ ...rest, by: ordered_by, act: what }))

export function openActs({ database }: Store, now: () => number): Acts {
  const find = database.prepare('select ok, says from act where known_as = ?')
  const put = database.prepare('insert into act (at, ordered_by, what, ok, says, known_as) values (?, ?, ?, ?, ?, ?)')
  const drop = database.prepare('delete from act where at < ?')
  const last = database.prepare('select at, ordered_by, what, ok, says from act order by id desc limit ?')
  return {
    answerTo(order) {
      const row = find.get(order)
      return row && Answer.parse(row)
    },
    keep(act, { ok, says }, { by, order }) {
      put.run(now(), by, JSON.stringify(act), ok ? 1 : 0, says, order ?? null)
      drop.run(now() - KEPT_MS)
    },
    last: limit => last.all(limit).map(row => Row.parse(row)),
  }
}
