// Does what a finding says would mend it, and nothing else. Each repair looks again before it acts.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Analysis } from '../../audio/analysis/analysis.ts'
import { type FileTags, readTags } from '../../audio/tags/read.ts'
import type { TagValues } from '../../audio/tags/values.ts'
import { InputFault, isFault } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import { replaceFile } from '../../library/replace.ts'
import { moveFile, trashPlace } from '../../library/trash.ts'
import type { Repair } from '../../model/finding.ts'
import { MERGED_TAG } from '../../model/merged.ts'
import { sourceLinks, type Track } from '../../model/track.ts'
import type { FieldWrites } from '../../model/write.ts'
import type { FileRecord } from '../../store/journal.ts'
import type { Tools } from '../../tools.ts'
import { importJob } from '../eagle/wish.ts'
import { indexed } from '../recognise/entry.ts'
import { setBackSharing } from '../recognise/part-row.ts'
import { makeFolder } from '../run-key.ts'
import type { StageContext } from '../stage.ts'
import { tagValues } from '../stages/tag.ts'
import { hasSum } from '../sums.ts'
import { saysSource, sourceFor } from './check-source.ts'
import { findCover } from './find-cover.ts'
import { remakeFile } from './remake-file.ts'

export interface RepairContext extends Pick<StageContext, 'tools' | 'log' | 'signal'> {
  /** Rows that shared files that are gone. */
  setBack?: Set<string>
}

/** `undefined`: it was done. Else why not, or not yet. */
export type NotDone = string | undefined

export async function repairRow(row: Track, repair: Repair, context: RepairContext): Promise<NotDone> {
  const { tools } = context
  switch (repair.how) {
    case 'reset':
      return reset(row, repair, context)
    case 're-make':
      return remakeFile(row, repair, { ...context, keep: file => keepFile(row, file, tools) })
    case 're-write':
      return write(row, repair.fields, context)
    case 're-file':
      return refile(row, repair, context)
    case 're-tag':
      return retag(row, repair, context)
    case 're-import':
      await tools.queue.enqueue([importJob(row, { at: 0 }, { asked: true })])
      return 'it goes into Eagle in the next cycle'
  }
}

/** Rows that share the files want work again too; who shares another row's shares them no more. */
async function reset(row: Track, { fields, trash = [] }: Extract<Repair, { how: 'reset' }>, context: RepairContext) {
  const { tools } = context
  const { journal, library, merges, outbox } = tools
  if (trash.length > 0) await library.check()
  for (const path of trash) await moveFile(path, trashPlace(library.dir, path, tools.now()))
  const isSharing = merges.of(row.id) !== undefined
  const tags: FieldWrites = isSharing ? { tags: { how: 'options', add: [], remove: [MERGED_TAG] } } : {}
  const notDone = await write(row, { ...fields, ...tags }, context, () => {
    for (const { path } of journal.filesOf(row.id)) forget(path, tools)
    merges.forget(row.id)
    for (const page of setBackSharing(row.id, tools)) context.setBack?.add(page)
  })
  for (const page of context.setBack ?? []) if (outbox.isPending(page)) await outbox.deliver(page)
  return notDone
}

/** What the program knows and what the row says are one commit. */
async function write(row: Track, fields: FieldWrites, { tools }: RepairContext, also = () => {}): Promise<NotDone> {
  await tools.store.commit(() => {
    also()
    if (Object.keys(fields).length > 0) tools.outbox.add({ target: 'tracks', page: row.id, fields })
  })
  await failpoint('repair.kept')
  const delivery = await tools.outbox.deliver(row.id)
  if (delivery.kind === 'written') return delivery.kept.map(({ field }) => `${field} is a person’s`)[0]
  return delivery.reason
}

function forget(path: string, { journal, recordings }: Tools): void {
  journal.forgetFile(path)
  recordings.forgetFile(path)
}

/** In the index of recordings, where the row's is there. */
function index(file: Omit<FileRecord, 'page'>, row: Track, { recordings }: Tools): void {
  const [recording] = recordings.findBy({ page: row.id })
  const one = indexed(file)
  if (recording && one) recordings.put({ recording: recording.id, files: [one] })
}

const keepFile = (row: Track, file: FileRecord, tools: Tools): Promise<void> =>
  tools.store.commit(() => {
    tools.journal.recordFile(file)
    index(file, row, tools)
  })

async function refile(row: Track, repair: Extract<Repair, { how: 're-file' }>, context: RepairContext) {
  const { journal } = context.tools
  const { from, to, sha256, format, link, fields } = repair
  if (!(await hasSum(to, sha256))) return `${to} is not there any more, or is another file now`
  return write(row, fields, context, () => {
    forget(from, context.tools)
    journal.recordFile({ path: to, page: row.id, format, sha256, link })
    index({ path: to, format, sha256, link }, row, context.tools)
  })
}

/** Only what the file does not say. */
async function retag(row: Track, repair: Extract<Repair, { how: 're-tag' }>, context: RepairContext): Promise<NotDone> {
  const { tools } = context
  const { path, format } = repair
  await tools.library.check()
  const known = tools.journal.fileAt(path)
  if (known?.page !== row.id) return `${path} is not known as this row’s file any more`
  const dir = join(tools.stagingDir, `mend-${row.id}`)
  await makeFolder(dir)
  const picture = repair.cover ? await findCover(row, path, { ...context, dir }) : undefined
  const link = known.link || sourceLinks(row)[0]
  const measured = tools.journal.measuredOf(row.id) as Analysis | undefined
  const values = { ...tagValues({ row, measured, link }, context), picture }
  try {
    const sha256 = await replaceFile(path, async copy => {
      if (!(await hasSum(copy, repair.sha256))) throw new InputFault(`${path} was changed meanwhile`, 'Needs_Review')
      const tags = await readTags(copy)
      const madeOf = sourceFor(row.id, tags, tools)
      await tools.audio.tag(copy, format, lackedOf({ ...values, madeOf }, tags))
    })
    if (sha256 === undefined) return `${path} was changed meanwhile`
    await keepFile(row, { ...known, sha256 }, tools)
    return undefined
  } catch (error) {
    if (!isFault(error) || error.errorClass !== 'Input') throw error
    return error.message
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

function lackedOf(values: TagValues, tags: FileTags): TagValues {
  const { has, hasPicture, own } = tags
  const lacked = Object.entries(values).filter(([field]) => {
    if (field === 'picture') return !hasPicture
    if (field === 'madeOf') return !saysSource(tags)
    return field === 'own' ? !own : ![...has].some(one => one === field)
  })
  return Object.fromEntries(lacked)
}
