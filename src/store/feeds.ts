// Lists that are looked at by themselves, and what was seen of them.

import { z } from 'zod'
import type { FeedTimes } from '../model/feed.ts'
import type { Store } from './database.ts'

export interface KeptFeed extends FeedTimes {
  name: string
  /** What it held, in the form of its kind; undefined: it was never seen. */
  mark: unknown
  /** Epoch ms of the last change that was seen; 0: none was. */
  changedAt: number
  /** What the last look took. */
  requests: number
  /** Why it could not be looked at; empty: it could. */
  trouble: string
}

export interface Feeds {
  find(name: string): KeptFeed | undefined
  /** Inside a commit, like all below. */
  keep(feed: KeptFeed): void
  /** Requests of that day. */
  spent(lane: string, day: string): number
  spend(lane: string, day: string, count: number): void
  /** Keys of playlists that are looked at, oldest first. */
  watched(): string[]
  /** From now on or no more; `ifNew`: only where nobody said so before. */
  watch(key: string, isOn: boolean, options?: { ifNew?: boolean }): void
}

const Row = z
  .object({
    name: z.string(),
    mark: z.string(),
    looked_at: z.number(),
    due_at: z.number(),
    changed_at: z.number(),
    quiet: z.number(),
    failures: z.number(),
    requests: z.number(),
    trouble: z.string(),
  })
  .transform(({ mark, looked_at: lookedAt, due_at: dueAt, changed_at: changedAt, ...rest }): KeptFeed => {
    const parsed: unknown = mark === '' ? undefined : JSON.parse(mark)
    return { ...rest, mark: parsed, lookedAt, dueAt, changedAt }
  })

export function openFeeds({ database }: Store, now: () => number): Feeds {
  const find = database.prepare('select * from feed where name = ?')
  const keep = database.prepare(
    `insert or replace into feed (name, mark, looked_at, due_at, changed_at, quiet, failures, requests, trouble)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const spent = database.prepare('select count from feed_spent where lane = ? and day = ?')
  const spend = database.prepare(
    `insert into feed_spent (lane, day, count) values (?1, ?2, ?3)
     on conflict (lane) do update set count = ?3 + case when day = ?2 then count else 0 end, day = ?2`,
  )
  const watched = database.prepare('select key from watched_list where is_on = 1 order by at, key')
  const watch = database.prepare(
    `insert into watched_list (key, is_on, at) values (?, ?, ?)
     on conflict (key) do update set is_on = excluded.is_on`,
  )
  const watchNew = database.prepare('insert or ignore into watched_list (key, is_on, at) values (?, ?, ?)')
  return {
    find(name) {
      const row = find.get(name)
      return row && Row.parse(row)
    },
    keep({ name, mark, lookedAt, dueAt, changedAt, quiet, failures, requests, trouble }) {
      const text = mark === undefined ? '' : JSON.stringify(mark)
      keep.run(name, text, lookedAt, dueAt, changedAt, quiet, failures, requests, trouble)
    },
    spent: (lane, day) => Number(spent.get(lane, day)?.count ?? 0),
    spend: (lane, day, count) => void spend.run(lane, day, count),
    watched: () => watched.all().map(({ key }) => String(key)),
    watch: (key, isOn, { ifNew = false } = {}) => void (ifNew ? watchNew : watch).run(key, isOn ? 1 : 0, now()),
  }
}
