// Is a row of a group as it was when the plan was made, but for what this program wrote to it?

import { InputFault, messageOf } from '../../errors.ts'
import type { DedupeCopy, DedupeGroup } from '../../model/dedupe/plan.ts'
import { eagleKey, trackKey } from '../../model/job.ts'
import { pathsOf } from '../../model/unmeasured.ts'
import type { FieldValue } from '../../model/write.ts'
import type { SeenTrack } from '../../notion/finished.ts'
import type { Tools } from '../../tools.ts'
import type { DedupeContext } from './context.ts'
import { fileKey } from './real-file.ts'

interface RowContext extends DedupeContext {
  group: DedupeGroup
  /** Takes what was seen. */
  rows: Map<string, SeenTrack>
}

export async function staleRow(copy: DedupeCopy, { tools, group, rows }: RowContext): Promise<string[]> {
  const page = copy.page ?? ''
  const about = `the row “${copy.label}” (${page})`
  const seen = await see(page, tools)
  if (typeof seen === 'string') return [`${about} is not in this workspace: ${seen}`]
  rows.set(page, seen)
  if (seen.track.inTrash) return [`${about} is in the trash or archived`]
  const busy = whyBusy(page, tools)
  if (busy) return [`${about} ${busy}`]
  if (isRefused(copy, group, tools)) return [`${about}: a person wants it to have files of its own`]
  const strange = await strangeFile(copy, seen, tools)
  if (strange) return [`${about} does not have ${strange}: the plan says so`]
  return isAsPlanned(copy, seen, tools) ? [] : [`${about} was edited since`]
}

/** Neither filed for it nor named by it; those that stay are nobody's loss. */
async function strangeFile({ files, page = '' }: DedupeCopy, { track }: SeenTrack, { journal }: Tools) {
  const own = new Set<string | undefined>()
  for (const path of [...journal.filesOf(page).map(file => file.path), ...pathsOf(track)])
    own.add(path).add(await fileKey(path))
  for (const { path, stays } of files)
    if (stays === undefined && !own.has(path) && !own.has(await fileKey(path))) return path
  return undefined
}

async function see(page: string, tools: Tools): Promise<SeenTrack | string> {
  const { finishedRows } = await tools.tracks()
  return finishedRows.see(page).catch((error: unknown) => {
    if (!(error instanceof InputFault)) throw error
    return messageOf(error)
  })
}

function whyBusy(page: string, { queue, outbox }: Tools): string | undefined {
  for (const key of [trackKey(page), eagleKey(page)]) {
    if (queue.running(key)) return 'is being worked on'
    const resting = queue.resting(key)?.state
    if (resting === 'waiting' || resting === 'delayed') return 'waits for work'
  }
  if (outbox.isRefused(page)) return 'has a write that Notion did not take'
  return outbox.isPending(page) ? 'has a write that waits for Notion' : undefined
}

/** Whichever of the two is kept. */
function isRefused({ page = '' }: DedupeCopy, { copies, recordings }: DedupeGroup, { merges }: Tools): boolean {
  const others = copies.flatMap(copy => (copy.page && copy.page !== page ? [copy.page] : []))
  return others.some(
    owner =>
      merges.isRefused(page, { recording: -1, owner }) ||
      recordings.some(recording => merges.isRefused(page, { recording, owner })),
  )
}

/** Not edited later than our last write, and no cell holds what neither the plan saw nor we wrote. */
function isAsPlanned(
  { page = '', editedAt, cells = {} }: DedupeCopy,
  { track, now }: SeenTrack,
  tools: Tools,
): boolean {
  const wroteAt = tools.outbox.wroteAt(page)
  const isByUs = wroteAt !== undefined && Date.parse(track.editedAt) <= wroteAt
  if (track.editedAt !== editedAt && !isByUs) return false
  return Object.entries(cells).every(([field, planned]) => {
    const ours: FieldValue | undefined = tools.outbox.wrote(page, field)
    if (Array.isArray(planned)) return planned.every(entry => now.options(field, [entry]).includes(entry))
    return now.holds(field, planned) || (ours !== undefined && now.holds(field, ours))
  })
}
