// Events on their way to the webhook, kept until they were taken in.

import { z } from 'zod'
import type { Statements } from './statements.ts'

const Delivery = z.object({
  id: z.string(),
  /** Attempts so far. */
  attempts: z.number(),
  event: z.string().transform((text): Record<string, unknown> => JSON.parse(text)),
})
export type Delivery = z.output<typeof Delivery>

/** Times are epoch milliseconds. */
export interface DeliveryStore {
  add(id: string, event: Record<string, unknown>, due: number): void
  /** Those that are due, the longest waiting first. */
  due(now: number, limit: number): Delivery[]
  postpone(id: string, attempts: number, due: number): void
  remove(id: string): void
  clear(): void
}

export function openDeliveries({ run, rows }: Statements): DeliveryStore {
  return {
    add: (id, event, due) => run('INSERT INTO delivery VALUES (?, ?, 0, ?)', id, due, JSON.stringify(event)),
    due: (now, limit) =>
      rows({
        text: 'SELECT id, attempts, event FROM delivery WHERE due <= ? ORDER BY due, rowid LIMIT ?',
        values: [now, limit],
      }).map(row => Delivery.parse(row)),
    postpone: (id, attempts, due) => run('UPDATE delivery SET attempts = ?, due = ? WHERE id = ?', attempts, due, id),
    remove: id => run('DELETE FROM delivery WHERE id = ?', id),
    clear: () => run('DELETE FROM delivery'),
  }
}
