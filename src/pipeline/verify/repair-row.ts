// Does what a finding says would mend it, and nothing else. Each repair looks again before it acts.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Analysis } from '../../audio/analysis/analysis.ts'
import { type FileTags, readTags } from '../../audio/tags/read.ts'
import type { TagValues } from '../../audio/tags/values.ts'
import { isFault } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import { replaceFile } from '../../library/replace.ts'
import type { Repair } from '../../model/finding.ts'
import { sourceLinks, type Track } from '../../model/track.ts'
import type { FieldWrites } from '../../model/write.ts'
import type { FileRecord } from '../../store/journal.ts'
import type { Tools } from '../../tools.ts'
import { importJob } from '../eagle-wish.ts'
import { indexed } from '../recognise/entry.ts'
import { makeFolder } from '../run-key.ts'
import type { StageContext } from '../stage.ts'
import { tagValues } from '../stages/tag.ts'
import { hasSum } from '../sums.ts'
import { findCover } from './find-cover.ts'

export type RepairContext = Pick<StageContext, 'tools' | 'log' | 'signal'>

/** `undefined`: it was done. Else why not, or not yet. */
export type NotDone = string | undefined

export async function repairRow(row: Track, repair: Repair, context: RepairContext): Promise<NotDone> {
  const { tools } = context
  switch (repair.how) {
    case 'reset':
      return write(row, repair.fields, context, () => {
        for (const { path } of tools.journal.filesOf(row.id)) forget(path, tools)
      })
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
    const sha256 = await replaceFile(path, async copy =>
      tools.audio.tag(copy, format, lackedOf(values, await readTags(copy))),
    )
    if (sha256 === undefined) return `${path} was changed meanwhile`
    await tools.store.commit(() => {
      tools.journal.recordFile({ ...known, sha256 })
      index({ ...known, sha256 }, row, tools)
    })
    return undefined
  } catch (error) {
    if (!isFault(error) || error.errorClass !== 'Input') throw error
    return error.message
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

function lackedOf(values: TagValues, { has, hasPicture, own }: FileTags): TagValues {
  const lacked = Object.entries(values).filter(([field]) => {
    if (field === 'picture') return !hasPicture
    return field === 'own' ? !own : ![...has].some(one => one === field)
  })
  return Object.fromEntries(lacked)
}
