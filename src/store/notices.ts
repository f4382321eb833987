// What people were told of, and the notices that are still to be sent.

import { z } from 'zod'
import type { KnownCause } from '../model/notices/cause.ts'
import type { Store } from './database.ts'

export interface WaitingNotice {
  id: number
  channel: string
  title: string
  body: string
  attempts: number
  /** Epoch ms. */
  madeAt: number
}

export interface Notices {
  causes(): KnownCause[]
  /** For use inside a commit. */
  keepCause(cause: KnownCause): void
  /** Causes that are over and untold since then are of no use any more; inside a commit. */
  forgetCauses(before: number): void
  /** For use inside a commit. */
  add(notice: Pick<WaitingNotice, 'channel' | 'title' | 'body'>): void
  /** Those of a channel that may be sent now, oldest first, marked as being sent. */
  take(channel: string, limit: number): Promise<WaitingNotice[]>
  sent(ids: readonly number[]): Promise<void>
  /** They were not sent, and nothing of this channel is before `nextAt`. */
  putOff(channel: string, ids: readonly number[], nextAt: number): Promise<void>
  /** What a run that was cut off was sending; it is not sent again. @returns how many */
  dropUnsure(): Promise<number>
  /** Hand-offs that ended without an answer since then. */
  endedBadlySince(at: number): number
}

const CauseRow = z
  .object({
    key: z.string(),
    title: z.string(),
    says: z.string(),
    stands: z.number(),
    changed_at: z.number(),
    told: z.enum(['', 'began', 'over']),
    began_told_at: z.number(),
    over_told_at: z.number(),
  })
  .transform(
    ({ stands, changed_at, began_told_at, over_told_at, ...rest }): KnownCause => ({
      ...rest,
      stands: stands === 1,
      changedAt: changed_at,
      beganToldAt: began_told_at,
      overToldAt: over_told_at,
    }),
  )
const NoticeRow = z
  .object({
    id: z.number(),
    channel: z.string(),
    title: z.string(),
    body: z.string(),
    attempts: z.number(),
    made_at: z.number(),
  })
  .transform(({ made_at, ...rest }): WaitingNotice => ({ ...rest, madeAt: made_at }))

export function openNotices(store: Store, now: () => number): Notices {
  const { database } = store
  const causes = database.prepare('select * from cause order by key')
  const keep = database.prepare(
    `insert or replace into cause (key, title, says, stands, changed_at, told, began_told_at, over_told_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const forget = database.prepare(`delete from cause where stands = 0 and told <> 'began' and changed_at < ?`)
  const add = database.prepare(
    `insert into notice (channel, title, body, state, attempts, next_at, made_at) values (?, ?, ?, 'waiting', 0, ?, ?)`,
  )
  const waiting = database.prepare(`select min(next_at) as at from notice where channel = ?`)
  const due = database.prepare(`select * from notice where channel = ? and state = 'waiting' order by id limit ?`)
  const mark = database.prepare(`update notice set state = 'sending', attempts = attempts + 1 where id = ?`)
  const drop = database.prepare('delete from notice where id = ?')
  const back = database.prepare(`update notice set state = 'waiting' where id = ?`)
  const putOff = database.prepare('update notice set next_at = max(next_at, ?) where channel = ?')
  const unsure = database.prepare(`delete from notice where state = 'sending'`)
  const badly = database.prepare(
    `select count(*) as n from handoff where ended_as in ('expired', 'lost') and ended_at > ?`,
  )
  return {
    causes: () => causes.all().map(row => CauseRow.parse(row)),
    keepCause: c =>
      void keep.run(c.key, c.title, c.says, Number(c.stands), c.changedAt, c.told, c.beganToldAt, c.overToldAt),
    forgetCauses: before => void forget.run(before),
    add: ({ channel, title, body }) => void add.run(channel, title, body, earliest(channel), now()),
    take: (channel, limit) =>
      store.commit(() => {
        if (earliest(channel) > now()) return []
        const rows = due.all(channel, limit).map(row => NoticeRow.parse(row))
        for (const { id } of rows) mark.run(id)
        return rows.map(row => ({ ...row, attempts: row.attempts + 1 }))
      }),
    sent: ids =>
      store.commit(() => {
        for (const id of ids) drop.run(id)
      }),
    putOff: (channel, ids, nextAt) =>
      store.commit(() => {
        for (const id of ids) back.run(id)
        putOff.run(Math.round(nextAt), channel)
      }),
    dropUnsure: () => store.commit(() => Number(unsure.run().changes)),
    endedBadlySince: at => Number(badly.get(at)?.n),
  }

  /** A new notice waits with those before it. */
  function earliest(channel: string): number {
    return Number(waiting.get(channel)?.at ?? 0)
  }
}
