// Takes a track's results back, and brings them again. Each step may be done twice; begun, it is ended by whoever runs it next.

import { ERROR_TAGS, isFault, UsageFault } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import { KEPT_DAYS, moveFile } from '../../library/trash.ts'
import { trackKey } from '../../model/job.ts'
import type { FieldWrites } from '../../model/write.ts'
import type { Delivery } from '../../outbox/deliver.ts'
import type { UndoneRow, UndoPlan } from '../../store/undone.ts'
import type { Tools } from '../../tools.ts'
import { refreshPlaylistFiles } from '../playlist/file.ts'
import { indexed } from '../recognise/entry.ts'
import { handAway, handBack } from './shared-files.ts'

export interface UndoContext {
  tools: Tools
  signal: AbortSignal
}

export interface Ended {
  /** Why the row does not show it yet. */
  unwritten?: string
  /** What could not be done as meant. */
  notes: string[]
}

const TAKEN_BACK = 'it was taken back by a person'

/** Files first, what is known of them last: until then the plan says what is left to do. */
export async function undo(plan: UndoPlan, context: UndoContext): Promise<Ended> {
  const { tools } = context
  const { page } = plan
  await tools.library.check()
  if (tools.undone.find(page)?.state !== 'undoing') await tools.store.commit(() => tools.undone.begin(plan))
  await failpoint('undo.begun')
  const notes: string[] = []
  for (const { path, kept } of plan.files)
    if (!(await moveFile(path, kept))) notes.push(`${path} was not there any more`)
  await failpoint('undo.moved')
  if (plan.eagle.length > 0) notes.push(...(await outOfEagle(plan, context)))
  await tools.store.commit(() => {
    for (const { path } of plan.files) {
      tools.journal.forgetFile(path)
      tools.recordings.forgetFile(path)
    }
    handAway(plan, tools)
    if (plan.merge) tools.merges.refuse(page, plan.merge)
    tools.merges.forget(page)
    for (const link of plan.links) tools.searches.refuse(page, link, TAKEN_BACK)
    tools.outbox.add({ target: 'tracks', page, fields: fieldsBack(plan) })
    tools.outbox.forgetBefore(page)
    tools.undone.mark(page, 'undone')
  })
  await failpoint('undo.kept')
  return tell(plan, context, notes)
}

/** @throws UsageFault when the row has other results by now */
export async function redo({ plan }: UndoneRow, context: UndoContext): Promise<Ended> {
  const { tools } = context
  const { page } = plan
  await tools.library.check()
  await tools.store.commit(() => tools.undone.mark(page, 'redoing'))
  await failpoint('redo.begun')
  const notes: string[] = []
  for (const { path, kept } of plan.files)
    if (!(await moveFile(kept, path))) notes.push(`${path} is not in the trash any more`)
  await failpoint('redo.moved')
  if (plan.eagle.length > 0) notes.push(...(await intoEagle(plan, context)))
  await tools.store.commit(() => {
    for (const { path, format, sha256, link } of plan.files)
      tools.journal.recordFile({ path, page, format, sha256, link })
    const [recording] = tools.recordings.findBy({ page })
    if (recording)
      tools.recordings.put({
        recording: recording.id,
        files: plan.files.flatMap(file => indexed(file) ?? []),
      })
    handBack(plan, tools)
    if (plan.merge) tools.merges.put(page, plan.merge)
    for (const link of plan.links) tools.searches.allow(page, link)
    tools.outbox.add({ target: 'tracks', page, fields: fieldsAgain(plan) })
    tools.undone.forget(page)
    tools.queue.forgive(trackKey(page))
  })
  await failpoint('redo.kept')
  return tell(plan, context, notes)
}

/** @throws UsageFault saying why it cannot be brought back */
export function requireRedo(row: UndoneRow | undefined, now: number): UndoneRow {
  if (!row) throw new UsageFault('nothing of this row was taken back')
  if (row.state === 'undoing') throw new UsageFault('it is taken back in part only: run orchestrator undo first')
  const days = (now - row.at) / 86_400_000
  if (row.state === 'undone' && days > KEPT_DAYS)
    throw new UsageFault(
      `it was taken back ${Math.floor(days)} days ago, and can be brought back for ${KEPT_DAYS} days`,
    )
  return row
}

/** Only while the cells hold what this program wrote: a person's later edits stay. */
const fieldsBack = ({ fields, lists }: UndoPlan): FieldWrites => ({
  ...Object.fromEntries(fields.map(({ field, ours, before }) => [field, { how: 'move', from: ours, value: before }])),
  ...Object.fromEntries(
    lists.map(({ field, added, removed }) => [field, { how: 'options', add: removed, remove: added, isUndo: true }]),
  ),
})

/** Over nothing but what was put back, and what the program said of the row meanwhile. */
const fieldsAgain = ({ fields, lists }: UndoPlan): FieldWrites => ({
  tags: { how: 'options', add: [], remove: ERROR_TAGS },
  ...Object.fromEntries(
    fields.map(({ field, ours, before }) => [
      field,
      before === null ? { how: 'fill', value: ours } : { how: 'move', from: before, value: ours },
    ]),
  ),
  ...Object.fromEntries(
    lists.map(({ field, added, removed }) => [
      field,
      { how: 'options', add: added, remove: field === 'tags' ? [...removed, ...ERROR_TAGS] : removed },
    ]),
  ),
})

/** Eagle away does not stop it: its items are named, to be put away by hand. */
async function outOfEagle({ page, eagle }: UndoPlan, { tools, signal }: UndoContext): Promise<string[]> {
  try {
    const result = await tools.eagle?.trash(page, eagle, signal)
    return (result?.shared ?? []).map(id => `Eagle’s item ${id} is another track’s too: it stays`)
  } catch (error) {
    signal.throwIfAborted()
    if (!isFault(error)) throw error
    return [`in Eagle it stays: ${eagle.join(', ')}: ${error.message}`]
  }
}

async function intoEagle({ page, eagle }: UndoPlan, { tools, signal }: UndoContext): Promise<string[]> {
  try {
    await tools.eagle?.restore(page, eagle, signal)
    return []
  } catch (error) {
    signal.throwIfAborted()
    if (!isFault(error)) throw error
    return [`in Eagle it is not back: ${eagle.join(', ')}: ${error.message}`]
  }
}

async function tell({ page }: UndoPlan, { tools }: UndoContext, notes: readonly string[]): Promise<Ended> {
  const delivery = await tools.outbox.deliver(page)
  const lists = await refreshPlaylistFiles(tools, [page])
  return { ...said(delivery), notes: [...notes, ...lists, ...keptIn(delivery)] }
}

const said = (delivery: Delivery) => (delivery.kind === 'written' ? {} : { unwritten: delivery.reason })

const keptIn = (delivery: Delivery): string[] =>
  delivery.kind === 'written' ? delivery.kept.map(({ field, theirs }) => `${field}: ${theirs} stays`) : []
