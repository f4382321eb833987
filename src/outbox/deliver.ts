// One page's writes are made: over a look at the row, and so that what an unclear attempt did is known again.

import { isDeepStrictEqual } from 'node:util'
import { Environment, InputFault, isFault, Limited, messageOf, Refused } from '../errors.ts'
import { failpoint } from '../failpoint.ts'
import type { Log } from '../log.ts'
import { backoffMs } from '../model/outcome-of.ts'
import {
  decide,
  type FieldValue,
  type FieldWrites,
  givenIn,
  type Kept,
  type RowNow,
  type RowPort,
  withoutPages,
} from '../model/write.ts'
import type { Store } from '../store/database.ts'
import type { OutboxRows, Target, WaitingWrite } from './outbox-rows.ts'

export type Delivery =
  | { kind: 'written'; kept: readonly Kept[] }
  /** It stays in the outbox; `everywhere`: so would any other write now. */
  | { kind: 'waits'; reason: string; until: number; everywhere: boolean }
  /** There is no such row any more. */
  | { kind: 'gone'; reason: string }
  /** The row asks for something else by now: the write is dropped. */
  | { kind: 'outdated'; reason: string }
  /** Notion does not take it; it is kept for a person to see. */
  | { kind: 'refused'; reason: string }

export interface DeliveryDeps {
  store: Store
  rows: OutboxRows
  ports: (target: Target) => Promise<RowPort>
  /** Says something on a page, once. */
  say: (page: string, text: string) => Promise<void>
  now: () => number
  log: Log
}

/** Fields whose other value is worth a comment. */
const OFFERED = new Set(['status', 'result', 'title', 'artist', 'album', 'tempo', 'key', 'summary'])

/** Makes the writes of a page, oldest first. */
export function openDelivery({ store, rows, ports, say, now, log }: DeliveryDeps): (page: string) => Promise<Delivery> {
  async function deliverPage(page: string): Promise<Delivery> {
    const kept: Kept[] = []
    let lost: Delivery | undefined
    for (let write = rows.firstOf(page); write; write = rows.firstOf(page)) {
      const delivery = await send(write).catch((error: unknown) => putOff(write, error))
      if (!delivery) continue
      if (delivery.kind === 'waits') return delivery
      if (delivery.kind === 'written') kept.push(...delivery.kept)
      else lost = delivery
    }
    return lost ?? { kind: 'written', kept }
  }

  /** @returns undefined when it has to be looked at again, as more was added to it meanwhile */
  async function send(write: WaitingWrite): Promise<Delivery | undefined> {
    const { id, page, fields, attempts } = write
    const port = await ports(write.target)
    const row = await port.read(page)
    if (row.inTrash) {
      await store.commit(() => rows.remove(id))
      return { kind: 'gone', reason: 'the row is in the trash: nothing is written' }
    }
    const { values, already, kept, isOutdated } = decide(fields, row, field => oursFor(write, field))
    if (isOutdated) {
      if (!(await commitUnlessGrown(write, () => rows.remove(id)))) return undefined
      return { kind: 'outdated', reason: 'the row was edited meanwhile: it asks for something else' }
    }
    if (Object.keys(values).length > 0) {
      const sending = { state: 'sending', attempts, nextAt: now(), reason: '' } as const
      const begin = () => {
        rows.mark(id, sending)
        for (const [field, before] of stoodIn(write, values, row)) rows.keepBefore(page, field, before, now())
      }
      if (!(await commitUnlessGrown(write, begin))) return undefined
      await failpoint('outbox.sending')
      await port.write(page, values, givenIn(fields))
      await failpoint('outbox.sent')
    }
    await offer(page, kept)
    // what an unclear earlier attempt may have written is ours; what else stands there as it is meant is a person's
    const mine = write.state === 'sending' ? already : []
    const record = () => {
      for (const [field, value] of Object.entries(values)) rows.remember(page, field, value, now())
      for (const field of mine) remember(page, field, fields)
      rows.remove(id)
    }
    if (!(await commitUnlessGrown(write, record))) return undefined
    await failpoint('outbox.recorded')
    for (const { field, theirs } of kept) log.info({ page, field, theirs }, 'a person’s value is kept')
    return { kind: 'written', kept }
  }

  /** A later write is merged into one that is not on its way yet, also while the row is read for it. */
  function commitUnlessGrown({ id, page, fields }: WaitingWrite, work: () => void): Promise<boolean> {
    return store.commit(() => {
      const now = rows.firstOf(page)
      if (now?.id === id && !isDeepStrictEqual(now.fields, fields)) return false
      work()
      return true
    })
  }

  /** A status that a person moved back to what we wrote before this write was made is the person's. */
  function oursFor({ page, fields, madeAt }: WaitingWrite, field: string): FieldValue | undefined {
    return fields[field]?.how === 'move' && !rows.wroteSince(page, field, madeAt) ? undefined : rows.wrote(page, field)
  }

  /** What was found for a field that a person has is said beside it. */
  async function offer(page: string, kept: readonly Kept[]): Promise<void> {
    const offered = kept.filter(({ field }) => OFFERED.has(field))
    if (offered.length === 0) return
    const parts = offered.map(({ field, theirs, ours }) => `${field}: ${ours} (here: ${theirs})`)
    await say(page, `Found, and not written over what stands here: ${parts.join('; ')}`).catch(error => {
      if (isFault(error) && error.errorClass === 'Transient') throw error
      log.info({ page, error }, 'a comment could not be made')
    })
  }

  function remember(page: string, field: string, fields: FieldWrites): void {
    const write = fields[field]
    if (write && write.how !== 'options' && write.how !== 'given') rows.remember(page, field, write.value, now())
  }

  /** @returns undefined when less is to be written instead */
  async function putOff(write: WaitingWrite, error: unknown): Promise<Delivery | undefined> {
    const reason = messageOf(error)
    if (error instanceof InputFault || error instanceof Refused) {
      const now = await stateOf(write)
      const rest = withoutPages(write.fields)
      if (rest && now === 'there') {
        await store.commit(() => rows.replace(write.id, rest))
        log.warn({ page: write.page, reason }, 'pages that a row was to lead to are not taken: the rest is written')
        return undefined
      }
      const isGone = now === 'in the trash' || (error.fields.status === 404 && now !== 'there')
      await store.commit(() =>
        isGone
          ? rows.remove(write.id)
          : rows.mark(write.id, { state: 'refused', attempts: write.attempts + 1, nextAt: 0, reason }),
      )
      log.warn({ page: write.page, reason }, 'Notion does not take a write')
      return { kind: isGone ? 'gone' : 'refused', reason }
    }
    if (!isFault(error)) throw error
    const isFree = error instanceof Limited || error instanceof Environment
    const attempts = isFree ? write.attempts : write.attempts + 1
    const until = error instanceof Limited ? error.until : now() + backoffMs(attempts)
    const state = rows.firstOf(write.page)?.state ?? write.state
    await store.commit(() => rows.mark(write.id, { state, attempts, nextAt: until, reason }))
    return { kind: 'waits', reason, until, everywhere: isFree }
  }

  /** A row that went into the trash between the look and the write refuses it; so does a page that it was to lead to. */
  async function stateOf({ target, page }: WaitingWrite): Promise<'there' | 'in the trash' | 'unknown'> {
    const port = await ports(target)
    return port.read(page).then(
      ({ inTrash }) => (inTrash ? 'in the trash' : 'there'),
      () => 'unknown', // its own fault is said when it is tried again
    )
  }

  return deliverPage
}

/** What is written over, for an undo: nothing, or entries; what is this program's own was kept when that was written. */
function stoodIn(
  { target, fields }: WaitingWrite,
  values: Readonly<Record<string, FieldValue>>,
  row: RowNow,
): [string, FieldValue][] {
  if (target !== 'tracks') return []
  return Object.keys(values).flatMap((field): [string, FieldValue][] => {
    const write = fields[field]
    if (write?.how === 'options') return write.isUndo ? [] : [[field, row.options(field, write.add)]]
    return row.isEmpty(field) ? [[field, null]] : []
  })
}
