// Files the finished formats in the library. Their content is written down before, so that a restart knows them again.

import { basename, dirname } from 'node:path'
import { z } from 'zod'
import type { LibraryEntry } from '../../library/library.ts'
import { AUDIO_FORMATS, endingOf } from '../../model/audio-format.ts'
import { canonicalLink } from '../../model/url/url.ts'
import type { Tools } from '../../tools.ts'
import { playlistOfRow } from '../playlist/page.ts'
import { putFiled } from '../recognise/entry.ts'
import { handOver } from '../recognise/part-row.ts'
import { type ByFormat, entriesOf, type Stage, type StageContext, type TrackWork } from '../stage.ts'
import { hasSum } from '../sums.ts'

/** Where a file is going to be, and its content. */
const Plan = z.partialRecord(z.enum(AUDIO_FORMATS), z.object({ path: z.string(), sha256: z.string() }))
type Plan = z.infer<typeof Plan>

export const file: Stage = {
  name: 'file',
  async run(work, { tools, check }) {
    const files: ByFormat<string> = {}
    const sums: ByFormat<string> = {}
    const planned = Plan.parse(tools.journal.entry({ run: work.run, stage: 'file' })?.data)
    for (const [format, output] of entriesOf(work.outputs)) {
      check()
      const there = planned[format]
      const isThere = there && !isOthers(there.path, work, tools) && (await hasSum(there.path, there.sha256))
      if (!isThere) await retireOthers(work, format, tools)
      files[format] = isThere
        ? there.path
        : await tools.library.add(placed(work, there, tools), output, endingOf(format))
      sums[format] = isThere ? there.sha256 : work.sums[format]
    }
    return { ...work, files, sums }
  },
  receipt: {
    intend: plan,
    fields: ['files', 'sums'],
    holds: filesAreWhole,
    also(work, { tools }) {
      const { row, files, sums } = work
      for (const [format, path] of entriesOf(files)) {
        if (!isShared(work, tools))
          for (const other of othersOf(work, format, tools)) tools.journal.forgetFile(other.path)
        tools.journal.recordFile({ path, page: row.id, format, sha256: sums[format] ?? '', link: linkOf(work) })
      }
      handOver(row.id, tools, linkOf(work))
      putFiled(work, tools)
    },
  },
}

/** At start: what killed runs left in the library on the way to their files. */
export async function sweepLibrary({ journal, library }: Pick<Tools, 'journal' | 'library'>): Promise<void> {
  for (const { path } of journal.begunIn('file').flatMap(({ intent }) => filesOf(intent))) await library.sweep(path)
}

/** Files that a killed run of the row placed and no run goes on with: known by their content, they are nobody's. */
export async function retireUnfinished(pageId: string, own: string | undefined, tools: Tools): Promise<void> {
  const { journal, library, store } = tools
  for (const { run, intent } of journal.begunIn('file')) {
    if (run === own || !run.startsWith(`${pageId} `)) continue
    for (const { path, sha256 } of filesOf(intent))
      if (!journal.fileAt(path) && (await hasSum(path, sha256))) await library.retire(path)
    await store.commit(() => journal.forget(run))
  }
}

const filesOf = (intent: unknown) => Object.values(Plan.safeParse(intent).data ?? {})

/** A file that was made of another link gives its place to the new one; it is kept where nobody looks for music. */
async function retireOthers(work: TrackWork, format: string, tools: Tools): Promise<void> {
  if (isShared(work, tools)) return // they are another row's from now on
  for (const { path, sha256 } of othersOf(work, format, tools)) {
    if (await hasSum(path, sha256)) await tools.library.retire(path) // one that a person changed stays
  }
}

const isShared = ({ row }: TrackWork, { merges }: Tools): boolean => merges.withOwner(row.id).length > 0

const linkOf = ({ link = '' }: TrackWork) => canonicalLink(link) ?? link

const othersOf = (work: TrackWork, format: string, { journal }: Tools) =>
  journal.filesOf(work.row.id).filter(file => file.format === format && file.link !== linkOf(work))

/** A file of this row and link that is there and whole stays the row's file, be it an earlier run's. */
async function plan(work: TrackWork, { tools }: StageContext, before: unknown): Promise<Plan> {
  const earlier = Plan.safeParse(before).data ?? {}
  const recorded = tools.journal.filesOf(work.row.id)
  const entry = { ...entryOf(work), playlist: await playlistOfRow(tools, work.row) }
  const result: Plan = {}
  for (const [format] of entriesOf(work.outputs)) {
    const candidates = [earlier[format], recorded.find(known => known.format === format && known.link === linkOf(work))]
    const kept = await firstWhole(candidates)
    const sha256 = work.sums[format] ?? ''
    result[format] = kept ?? { path: tools.library.placeOf(entry, endingOf(format)), sha256 }
  }
  return result
}

async function firstWhole(candidates: readonly ({ path: string; sha256: string } | undefined)[]) {
  for (const candidate of candidates) {
    if (candidate && (await hasSum(candidate.path, candidate.sha256)))
      return { path: candidate.path, sha256: candidate.sha256 }
  }
  return undefined
}

/** There as they were filed, and the row's still: other rows may have got them since. */
export async function filesAreWhole({ row, files, sums }: TrackWork, { tools }: StageContext): Promise<boolean> {
  const entries = entriesOf(files)
  if (entries.some(([, path]) => tools.journal.fileAt(path)?.page !== row.id)) return false
  for (const [format, path] of entries) if (!(await hasSum(path, sums[format]))) return false
  return entries.length > 0
}

/** Another row has it by what was filed: one that was handed over bears the name of the row that it was made for. */
function isOthers(path: string, { row }: TrackWork, { journal }: Tools): boolean {
  const filed = journal.fileAt(path)
  return filed !== undefined && filed.page !== row.id
}

const placed = (work: TrackWork, planned: { path: string } | undefined, tools: Tools): LibraryEntry => ({
  ...entryOf(work, planned),
  isOthers: path => isOthers(path, work, tools),
})

/** @param planned where it is going to be: its folder */
function entryOf({ row, source, facts }: TrackWork, planned?: { path: string }): LibraryEntry {
  return {
    pageId: row.id,
    playlist: planned && basename(dirname(planned.path)),
    title: row.title ?? source?.title ?? facts?.tags?.title,
    artist: row.artist ?? source?.artist ?? facts?.tags?.artist,
  }
}
