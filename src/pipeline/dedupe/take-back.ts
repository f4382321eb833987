// Takes an applied plan back, the last group first. Each step may be done twice; begun, it is ended by whoever runs it next.

import { InputFault, isFault, messageOf, UsageFault } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import { KEPT_DAYS, moveFile } from '../../library/trash.ts'
import type { DedupeRecord } from '../../model/dedupe/record.ts'
import type { DedupedGroup, DedupedPlan } from '../../store/deduped.ts'
import type { Tools } from '../../tools.ts'
import { refreshPlaylistFiles } from '../playlist/file.ts'
import type { DedupeContext } from './context.ts'
import { forgetInStore, type ItemLeft } from './keep-in-store.ts'

export interface TakenBack {
  id: string
  groups: { group: string; label: string; notes: string[] }[]
  /** What is not back yet and may come when it is run again. */
  left: string[]
  /** Rows that do not show it yet: that follows by itself. */
  unwritten: string[]
}

/** @throws UsageFault saying why there is nothing to take back */
export function planToTakeBack(id: string | undefined, { deduped, now }: Tools): DedupedPlan {
  const all = deduped.list()
  const plan = id ? deduped.find(id) : (all.find(({ state }) => state === 'undoing') ?? all.find(isThere))
  if (!plan)
    throw new UsageFault(id ? `no plan ${id} was applied: --undo list shows those that were` : 'no plan was applied')
  if (plan.state === 'undone') throw new UsageFault(`the plan ${plan.id} was taken back already`)
  const days = (now().getTime() - plan.at) / 86_400_000
  if (plan.state !== 'undoing' && days > KEPT_DAYS)
    throw new UsageFault(
      `the plan ${plan.id} was applied ${Math.floor(days)} days ago, and can be taken back for ${KEPT_DAYS} days`,
    )
  return plan
}

const isThere = ({ state }: DedupedPlan) => state !== 'undone'

export const groupsToTakeBack = (plan: string, { deduped }: Tools): DedupedGroup[] =>
  deduped
    .groups(plan)
    .filter(({ state }) => state !== 'undone')
    .reverse()

export async function takeBack({ id }: DedupedPlan, context: DedupeContext): Promise<TakenBack> {
  const { tools, signal } = context
  await tools.library.check()
  await tools.store.commit(() => tools.deduped.mark(id, 'undoing'))
  await failpoint('dedupe.back.begun')
  const taken: TakenBack = { id, groups: [], left: [], unwritten: [] }
  for (const group of groupsToTakeBack(id, tools)) {
    signal.throwIfAborted()
    const { notes, items, unwritten } = await takeGroupBack(id, group, context)
    taken.groups.push({ group: group.id, label: group.record.label, notes })
    taken.left.push(...items.map(({ because }) => because))
    taken.unwritten.push(...unwritten)
  }
  if (taken.left.length === 0) await tools.store.commit(() => tools.deduped.mark(id, 'undone'))
  return taken
}

async function takeGroupBack(plan: string, group: DedupedGroup, context: DedupeContext) {
  const { tools } = context
  const { record } = group
  const rows = await rowsBack(record, context)
  const files = await filesBack(record, context)
  await failpoint('dedupe.back.files')
  const items = await itemsBack(record, context)
  await failpoint('dedupe.back.items')
  await forgetInStore({ plan, position: 0, group, back: files.back, itemsLeft: items.left }, context)
  await failpoint('dedupe.back.kept')
  const pages = [record.keeper.page ?? '', ...record.heirs.map(({ page }) => page)].filter(Boolean)
  const told = await tell(pages, context)
  const lists = await refreshPlaylistFiles(tools, [...pages, ...record.rows.map(({ page }) => page)])
  const notes = [...rows, ...files.notes, ...items.notes, ...told.notes, ...lists]
  return { notes, items: items.left, unwritten: told.unwritten }
}

async function rowsBack({ rows }: DedupeRecord, { tools }: DedupeContext): Promise<string[]> {
  const tracks = await tools.tracks()
  const notes: string[] = []
  for (const { page, label } of rows) {
    try {
      await tracks.setTrash(page, false)
    } catch (error) {
      if (!(error instanceof InputFault)) throw error
      notes.push(`the row “${label}” (${page}) does not come back: ${messageOf(error)}`)
    }
    await failpoint('dedupe.back.row')
  }
  return notes
}

async function filesBack(
  { files }: DedupeRecord,
  { tools }: DedupeContext,
): Promise<{ back: string[]; notes: string[] }> {
  const back: string[] = []
  const notes: string[] = []
  for (const { path, kept } of files) {
    await tools.library.check()
    try {
      if (await moveFile(kept, path)) back.push(path)
      else {
        await tools.library.check() // its volume may have gone since
        notes.push(`${path} is not in the trash any more`)
      }
    } catch (error) {
      if (!(error instanceof InputFault)) throw error
      notes.push(`${error.message}; what was there before lies at ${kept}`)
    }
    await failpoint('dedupe.back.file')
  }
  return { back, notes }
}

/** Eagle away, or one that leaves that to a person's hand: the rest is taken back, and it is asked again next time. */
async function itemsBack(
  { items }: DedupeRecord,
  { tools, signal }: DedupeContext,
): Promise<{ notes: string[]; left: ItemLeft[] }> {
  const notes: string[] = []
  const left: ItemLeft[] = []
  for (const { item, page } of items) {
    try {
      if (!tools.eagle) throw new InputFault('Eagle is switched off (EAGLE_ENABLED)', 'Needs_Review')
      const now = await tools.eagle.item(item, signal)
      if (!now) notes.push(`Eagle’s item ${item} is not in its trash any more`)
      else if (now.isDeleted) await tools.eagle.restore(page, [item], signal)
    } catch (error) {
      signal.throwIfAborted()
      if (!isFault(error)) throw error
      left.push({ item, page, because: `Eagle’s item ${item} is not back: ${error.message}` })
    }
  }
  return { notes, left }
}

async function tell(pages: readonly string[], { tools }: DedupeContext) {
  const notes: string[] = []
  const unwritten: string[] = []
  for (const page of pages) {
    const delivery = await tools.outbox.deliver(page)
    if (delivery.kind !== 'written') unwritten.push(`the row ${page} does not show it yet: ${delivery.reason}`)
    else notes.push(...delivery.kept.map(({ field, theirs }) => `the row ${page} keeps ${field}: ${theirs}`))
  }
  return { notes, unwritten }
}
