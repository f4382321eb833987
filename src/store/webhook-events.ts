// Which events of Notion were taken in: each counts once, for as long as it may come again.

import type { Store } from './database.ts'

export interface WebhookEvent {
  id: string
  type: string
  /** The page, data source or comment it is about. */
  entity: string
  /** What became of it. */
  judged: string
}

export interface WebhookEvents {
  /** On the disk when it resolves. @returns false when it was there already */
  take(event: WebhookEvent): Promise<boolean>
}

const DAY_MS = 86_400_000
/** Notion tries for about a day. */
const KEPT_MS = 30 * DAY_MS
const TRIM_EVERY_MS = DAY_MS / 24

export function openWebhookEvents(store: Store, now: () => number): WebhookEvents {
  const put = store.database.prepare(
    'insert or ignore into webhook_event (id, at, type, entity, judged) values (?, ?, ?, ?, ?)',
  )
  const trim = store.database.prepare('delete from webhook_event where at < ?')
  let trimmedAt = Number.NEGATIVE_INFINITY
  return {
    take: ({ id, type, entity, judged }) =>
      store.commit(() => {
        const at = now()
        if (Math.abs(at - trimmedAt) >= TRIM_EVERY_MS) {
          trim.run(at - KEPT_MS)
          trimmedAt = at
        }
        return put.run(id, at, type, entity, judged).changes > 0
      }),
  }
}
