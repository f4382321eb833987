// Writes to Notion: kept with the result that caused them, made in order per page, over nothing that a person edited.

import type { FieldValue, FieldWrites } from '../model/write.ts'
import { type Delivery, type DeliveryDeps, openDelivery } from './deliver.ts'
import { outboxRows, type Target, type WaitingWrite, type Written } from './outbox-rows.ts'

export interface NewWrite {
  target: Target
  page: string
  fields: FieldWrites
}

export interface Outbox {
  /** Takes a write; for use inside a commit, with what caused it. */
  add(write: NewWrite): void
  /** Makes the writes of one page, oldest first. */
  deliver(page: string): Promise<Delivery>
  /** Makes all writes that are due, page by page in their order; ends early when Notion is away. */
  drain(signal: AbortSignal): Promise<{ written: number; waiting: number; reason?: string }>
  /** Something is written to a field beside the outbox: it is ours. */
  remember(page: string, field: string, value: FieldValue): Promise<void>
  /** What this program wrote to a field last. */
  wrote(page: string, field: string): FieldValue | undefined
  /** All that this program wrote to a page last, and what stood there before. */
  writtenTo(page: string): Written[]
  /** What stood there before is of no use any more; inside a commit. */
  forgetBefore(page: string): void
  /** Whether it wrote this very value there last: it may be replaced, and its echo is no edit. */
  isOurs(page: string, field: string, value: FieldValue): boolean
  /** Epoch ms of the last write to the page; undefined: there was none. */
  wroteAt(page: string): number | undefined
  /** Whether a write to the page is still to be made. */
  isPending(page: string): boolean
  /** Whether Notion did not take a write to the page. */
  isRefused(page: string): boolean
  /** Whether a query may still show the page as it was before our last write. */
  isSettling(page: string): boolean
  waiting(limit: number): WaitingWrite[]
  /** A person wants all of them tried again now, refused ones too. */
  again(): Promise<void>
  count(): number
}

export interface OutboxDeps extends Omit<DeliveryDeps, 'rows'> {
  /** How long a query may show a page as it was before a write. */
  settleMs: number
}

const MOST_PAGES = 1000
/** So many pages in a row that cannot be written: Notion is away. */
const MOST_FAILURES = 3

export function openOutbox({ settleMs, ...deps }: OutboxDeps): Outbox {
  const { store, now } = deps
  const rows = outboxRows(store)
  const deliverPage = openDelivery({ ...deps, rows })
  const inTurn = new Map<string, Promise<unknown>>()

  /** One delivery a page at a time: a second asks again when the first is done. */
  async function deliver(page: string): Promise<Delivery> {
    const before = inTurn.get(page) ?? Promise.resolve()
    const mine = before.catch(() => {}).then(() => deliverPage(page))
    inTurn.set(page, mine)
    try {
      return await mine
    } finally {
      if (inTurn.get(page) === mine) inTurn.delete(page)
    }
  }

  return {
    add: write => rows.add(write, now()),
    deliver,
    async drain(signal) {
      let written = 0
      let failuresInARow = 0
      let reason: string | undefined
      for (const page of rows.pages(MOST_PAGES)) {
        signal.throwIfAborted()
        if ((rows.firstOf(page)?.nextAt ?? 0) > now()) continue
        const delivery = await deliver(page)
        if (delivery.kind === 'waits') {
          reason = delivery.reason
          failuresInARow += 1
          if (delivery.everywhere || failuresInARow === MOST_FAILURES) break
        } else {
          written += 1
          failuresInARow = 0
        }
      }
      return { written, waiting: rows.count(), reason }
    },
    remember: (page, field, value) => store.commit(() => rows.remember(page, field, value, now())),
    wrote: rows.wrote,
    writtenTo: rows.writtenTo,
    forgetBefore: rows.forgetBefore,
    isOurs: (page, field, value) => JSON.stringify(rows.wrote(page, field)) === JSON.stringify(value),
    wroteAt: rows.lastWroteAt,
    isPending: page => rows.firstOf(page) !== undefined,
    isRefused: rows.isRefused,
    isSettling(page) {
      const at = rows.lastWroteAt(page)
      return at !== undefined && Math.abs(now() - at) < settleMs
    },
    waiting: rows.list,
    again: () => store.commit(() => rows.again(now())),
    count: rows.count,
  }
}
