// A row of a recording that is there already: it shares the files of the row that has them. Those are never touched.

import { ERROR_TAGS } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import { trackKey } from '../../model/job.ts'
import { MERGED_TAG } from '../../model/merged.ts'
import { keyName } from '../../model/musical-key.ts'
import { later, type Outcome } from '../../model/outcome.ts'
import type { FieldValue, FieldWrite, FieldWrites } from '../../model/write.ts'
import type { Tools } from '../../tools.ts'
import { confirmInput } from '../confirm-input.ts'
import { waitingForEagle } from '../eagle/told.ts'
import { type EagleWish, eagleWishOf, importJob } from '../eagle/wish.ts'
import { measuredValues } from '../measured-values.ts'
import { valuesOfPerson } from '../person-values.ts'
import { isOutcome, type StageContext, type TrackWork } from '../stage.ts'
import { deliver } from '../stages/deliver.ts'
import type { Owner } from './owner.ts'
import { waitFor } from './wait.ts'

export async function mergeInto(
  work: TrackWork,
  { owner, because, isHint = false }: { owner: Owner; because: string; isHint?: boolean },
  context: StageContext,
): Promise<Outcome> {
  const { tools } = context
  const confirmed = await confirmInput(work, context)
  if (isOutcome(confirmed)) return confirmed
  const { row } = confirmed
  const forEagle = await wishOf(confirmed, owner, context)
  const summary = `the same recording as “${owner.label}” (${owner.page}), whose files it shares: ${because}`
  const said = forEagle ? waitingForEagle(summary) : summary
  const written = writesFor(confirmed, { owner, summary: said }, tools)
  const at = tools.now().getTime()
  const isMerged = await tools.store.commit(() => {
    if (!isStill(owner, tools)) return false
    tools.recordings.put({ recording: owner.recording, keys: { pages: [row.id], ...(isHint ? {} : linkOf(work)) } })
    tools.merges.put(row.id, { recording: owner.recording, owner: owner.page })
    tools.merges.giveBack(row.id)
    if (owner.measured) tools.journal.recordMeasured(row.id, owner.measured)
    tools.outbox.add({ target: 'tracks', page: row.id, fields: written })
    if (forEagle) tools.queue.add(importJob({ id: row.id, ...forEagle }, { wish: forEagle, at, summary }))
    return true
  })
  if (!isMerged) {
    const because = `the files of “${owner.label}” may become others`
    return (await waitFor(work.run, { page: owner.page, because }, tools)) ?? later(`${because}: it is looked at again`)
  }
  await failpoint('row.merged')
  const delivered = { ...confirmed, written, isWaiting: true, files: {}, notes: [], proof: undefined }
  return (await deliver.run(delivered, context)) as Outcome
}

/** Nothing was fetched from a link that was only a hint: other rows are not judged by it. What lies there was heard, or is what the other row has. */
const linkOf = ({ link, choice, source }: TrackWork) => (link && (source || !choice) ? { links: [link] } : {})

/** The files that were found whole are its files still, and nobody is about to put others in their place. */
function isStill({ page, files }: Owner, { journal, queue }: Tools): boolean {
  if (queue.running(trackKey(page))) return false
  const now = journal.filesOf(page)
  return files.every(({ path, sha256 }) => now.some(file => file.path === path && file.sha256 === sha256))
}

/** It shows the same item, which gets the tag of this row too. Undefined: Eagle is not wanted. */
async function wishOf(
  { row, link }: TrackWork,
  { title, artist, measured }: Owner,
  { tools, signal }: StageContext,
): Promise<EagleWish | undefined> {
  if (!(await tools.eagle?.isWanted(signal))) return undefined
  const wish = await eagleWishOf(tools, { ...row, title: row.title || title, artist: row.artist || artist }, link)
  const key = measured?.key && keyName(measured.key.key)
  return { ...wish, tempo: wish.tempo ?? measured?.tempo?.bpm, key: wish.key ?? key }
}

function writesFor({ row }: TrackWork, found: { owner: Owner; summary: string }, tools: Tools): FieldWrites {
  const { owner, summary } = found
  const pathOf = (format: string) => owner.files.find(file => file.format === format)?.path
  const theirs = valuesOfPerson(row, tools.outbox)
  const values: Record<string, FieldValue | undefined> = {
    downloaded: true,
    title: row.title ? undefined : owner.title,
    artist: row.artist ? undefined : owner.artist,
    m4aPath: pathOf('m4a'),
    wavPath: pathOf('wav'),
    aiffPath: pathOf('aiff'),
    ...(owner.measured && measuredValues(owner.measured, theirs.key !== undefined)),
    ...owner.source,
    processedAt: tools.now().toISOString(),
    summary,
  }
  const wasSet: Record<string, boolean> = { tempo: theirs.tempo !== undefined, key: theirs.key !== undefined }
  const fields: Record<string, FieldWrite> = { tags: { how: 'options', add: [MERGED_TAG], remove: ERROR_TAGS } }
  for (const [field, value] of Object.entries(values))
    if (value !== undefined) fields[field] = { how: 'fill', value, ...(wasSet[field] ? { wasSet: true } : {}) }
  for (const field of ['sourceUrl', 'soundcloudUrl', 'youtubeUrl'] as const)
    fields[field] = { how: 'given', value: row[field] ?? null }
  return fields
}
