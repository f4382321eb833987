// One group, step by step. What replaces something is there before that goes; each step may be done twice, and a run that
// was killed is ended by the next.

import { lstat } from 'node:fs/promises'
import { codeOf, Environment, InputFault, Limited, messageOf, Transient } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import { moveFile } from '../../library/trash.ts'
import type { DedupeRecord } from '../../model/dedupe/record.ts'
import { MERGED_TAG } from '../../model/merged.ts'
import type { FieldWrite, FieldWrites } from '../../model/write.ts'
import type { Delivery } from '../../outbox/deliver.ts'
import type { DedupedGroup } from '../../store/deduped.ts'
import { refreshPlaylistFiles } from '../playlist/file.ts'
import type { DedupeContext } from './context.ts'
import { keepInStore } from './keep-in-store.ts'

export interface GroupJob {
  plan: string
  position: number
  group: DedupedGroup
}

/** @returns what could not be done as meant; @throws a Fault when it has to go on later */
export async function doGroup(job: GroupJob, context: DedupeContext): Promise<string[]> {
  const { record } = job.group
  if (job.group.state !== 'gained') {
    await gain(job, context)
    await share(job, context)
  }
  const notes = await tellHeirs(record, context)
  await failpoint('dedupe.shared')
  await requireKept(record, context)
  notes.push(...(await itemsToTrash(record, context)))
  await failpoint('dedupe.items')
  notes.push(...(await rowsToTrash(record, context)))
  const files = await filesToTrash(record, context)
  await failpoint('dedupe.files')
  await keepInStore({ ...job, moved: files.moved }, context)
  await failpoint('dedupe.kept')
  const pages = [record.keeper.page ?? '', ...record.heirs.map(({ page }) => page)]
  return [...notes, ...files.notes, ...(await refreshPlaylistFiles(context.tools, pages))]
}

/** Written, sent, and read again: only then anything goes. */
async function gain({ plan, position, group }: GroupJob, { tools }: DedupeContext): Promise<void> {
  const { gains, keeper, untagged } = group.record
  const page = keeper.page ?? ''
  const fields = gainWrites(gains, untagged)
  await tools.store.commit(() => {
    tools.deduped.keepGroup(plan, { ...group, state: 'begun' }, position)
    if (page && Object.keys(fields).length > 0) tools.outbox.add({ target: 'tracks', page, fields })
  })
  await failpoint('dedupe.begun')
  if (!page || Object.keys(fields).length === 0) return
  expectWritten(await tools.outbox.deliver(page))
  const { now } = await (await tools.tracks()).finishedRows.see(page)
  const lacks = gains.find(one => {
    if (one.how === 'fill') return now.isEmpty(one.field)
    const has = now.options(one.field, one.values)
    return one.values.some(value => !has.includes(value))
  })
  if (lacks) throw new InputFault(`the row that stays does not hold what it was to get: ${lacks.field}`, 'Needs_Review')
  await failpoint('dedupe.gained')
}

function gainWrites(gains: DedupeRecord['gains'], untagged: boolean): FieldWrites {
  const fields: Record<string, FieldWrite> = untagged ? { tags: { how: 'options', add: [], remove: [MERGED_TAG] } } : {}
  for (const gain of gains) {
    if (gain.how === 'fill') fields[gain.field] = { how: 'move', from: null, value: gain.value }
    else {
      const remove = untagged && gain.field === 'tags' ? [MERGED_TAG] : []
      fields[gain.field] = { how: 'options', add: gain.values, remove }
    }
  }
  return fields
}

/** From here on it is only ended or taken back. Rows that shared what goes share what stays. */
async function share({ plan, group }: GroupJob, { tools }: DedupeContext): Promise<void> {
  const { record } = group
  await tools.store.commit(() => {
    for (const { page, after, cells } of record.heirs) {
      tools.merges.put(page, after)
      const fields = cells.map(({ field, from, to }) => [field, { how: 'move', from, value: to }] as const)
      if (cells.length > 0) tools.outbox.add({ target: 'tracks', page, fields: Object.fromEntries(fields) })
    }
    tools.deduped.markGroup(plan, group.id, { state: 'gained' })
  })
  await failpoint('dedupe.sharing')
}

async function tellHeirs({ heirs }: DedupeRecord, { tools }: DedupeContext): Promise<string[]> {
  const notes: string[] = []
  for (const { page } of heirs) {
    const delivery = await tools.outbox.deliver(page)
    if (delivery.kind === 'waits') expectWritten(delivery)
    else if (delivery.kind !== 'written') notes.push(`the row ${page}, which shared its files: ${delivery.reason}`)
    else notes.push(...delivery.kept.map(({ field, theirs }) => `the row ${page} keeps ${field}: ${theirs}`))
  }
  return notes
}

/** @throws Transient, Environment or Limited while it waits; InputFault when it never comes to be */
function expectWritten(delivery: Delivery): void {
  if (delivery.kind === 'written') return
  if (delivery.kind === 'waits')
    throw delivery.everywhere ? new Limited(delivery.reason, delivery.until) : new Transient(delivery.reason)
  throw new InputFault(`a row could not be written: ${delivery.reason}`, 'Needs_Review')
}

/** A run that was killed may go on much later. */
async function requireKept({ keeper }: DedupeRecord, { tools }: DedupeContext): Promise<void> {
  await tools.library.check()
  for (const file of keeper.files)
    if (!(await isAsSeen(file)))
      throw new InputFault(
        `${file.path}, which is to be kept, is not there as it was: nothing more is removed (--undo takes it back)`,
        'Needs_Review',
      )
}

async function isAsSeen({ path, bytes, changedAt }: DedupeRecord['keeper']['files'][number]): Promise<boolean> {
  const state = await stateOf(path)
  return state?.isFile() === true && state.size === bytes && Math.floor(state.mtimeMs) === Math.floor(changedAt)
}

const stateOf = (path: string) =>
  lstat(path).catch(error => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    throw error
  })

async function itemsToTrash({ items }: DedupeRecord, { tools, signal }: DedupeContext): Promise<string[]> {
  const notes: string[] = []
  for (const { item, page } of items) {
    if (!tools.eagle) throw new Environment('Eagle is switched off, and its items are to go into its trash')
    const { shared } = await tools.eagle.trash(page, [item], signal)
    notes.push(...shared.map(id => `Eagle’s item ${id} is another track’s, too: it stays`))
    await failpoint('dedupe.item')
  }
  return notes
}

/** A row that is not there any more is gone already. */
async function rowsToTrash({ rows }: DedupeRecord, { tools }: DedupeContext): Promise<string[]> {
  const tracks = await tools.tracks()
  const notes: string[] = []
  for (const { page, label } of rows) {
    try {
      await tracks.setTrash(page, true)
    } catch (error) {
      if (!(error instanceof InputFault)) throw error
      notes.push(`the row “${label}” (${page}): ${messageOf(error)}`)
    }
    await failpoint('dedupe.row')
  }
  return notes
}

async function filesToTrash(
  { files, keeper, rows }: DedupeRecord,
  { tools, staying }: DedupeContext,
): Promise<{ moved: string[]; notes: string[] }> {
  const moved: string[] = []
  const notes: string[] = []
  const going = { pages: rows.map(({ page }) => page), kept: keeper.files.map(({ path }) => path) }
  for (const file of files) {
    const { path, kept } = file
    await tools.library.check()
    const why = await staying.why(path, going)
    if (why !== undefined) {
      notes.push(`${path} stays: ${why}`)
      continue
    }
    const isNew = (await stateOf(path)) !== undefined && !(await isAsSeen(file))
    if (isNew) {
      notes.push(`${path} has changed since: it stays`)
      if (!(await stateOf(kept))) continue
    }
    try {
      if (isNew || (await moveFile(path, kept))) moved.push(path)
      else {
        await tools.library.check() // its volume may have gone since
        moved.push(path)
        notes.push(`${path} was not there any more`)
      }
    } catch (error) {
      if (!(error instanceof InputFault)) throw error
      notes.push(messageOf(error))
    }
    await failpoint('dedupe.file')
  }
  return { moved, notes }
}
