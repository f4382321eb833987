// What the row of a track is told of its import into Eagle.

import type { Kept } from '../../model/write.ts'
import type { NewWrite, Outbox } from '../../outbox/outbox.ts'
import type { ImportInput } from './wish.ts'

/** Between what the row says of the track and why it is not in Eagle. */
const NOT_IN_EAGLE = '; not in Eagle: '
const WAITING = '; waiting for Eagle'
const FAILED = 'Eagle_Import_Failed'

type Told = Pick<Outbox, 'wrote' | 'isPending'>
type Subject = Pick<ImportInput, 'pageId' | 'summary'>

/** What the row says of a track whose import is due. */
export const waitingForEagle = (summary: string): string => `${summary || 'finished'}${WAITING}`

/** What it says of the track itself. */
export function withoutEagle(summary: string): string {
  const [own = ''] = summary.split(NOT_IN_EAGLE)
  return own.endsWith(WAITING) ? own.slice(0, -WAITING.length) : own
}

/** Its item; of an earlier failure, and of the wait, nothing is left. */
export function saidOfEagle(outbox: Told, subject: Subject, eagleId: string): NewWrite {
  const fields = { eagleId: { how: 'fill' as const, value: eagleId }, ...withoutRemark(outbox, subject) }
  return {
    target: 'tracks',
    page: subject.pageId,
    fields: { ...fields, tags: { how: 'options', add: [], remove: [FAILED] } },
  }
}

/** It does not go in, and that is no failure. @returns undefined when the row says nothing of Eagle */
export function saidNoMore(outbox: Told, subject: Subject): NewWrite | undefined {
  const fields = withoutRemark(outbox, subject)
  return fields && { target: 'tracks', page: subject.pageId, fields }
}

/** Why it did not go in, beside what is said of the track, whose files are all there. */
export function saidNotInEagle(outbox: Told, subject: Subject, reason: string): NewWrite {
  const value = `${summaryOf(outbox, subject) ?? 'finished'}${NOT_IN_EAGLE}${reason}`
  return {
    target: 'tracks',
    page: subject.pageId,
    fields: { tags: { how: 'options', add: [FAILED], remove: [] }, summary: { how: 'fill', value } },
  }
}

function withoutRemark(outbox: Told, subject: Subject) {
  const wrote = String(outbox.wrote(subject.pageId, 'summary'))
  const mayHaveOne = outbox.isPending(subject.pageId) || withoutEagle(wrote) !== wrote
  const value = mayHaveOne ? summaryOf(outbox, subject) : undefined
  return value === undefined ? undefined : { summary: { how: 'fill' as const, value } }
}

function summaryOf(outbox: Told, { pageId, summary }: Subject): string | undefined {
  const wrote = outbox.wrote(pageId, 'summary')
  return summary ?? (typeof wrote === 'string' ? withoutEagle(wrote) : undefined)
}

/** A person has another id there. */
export const saidOfKept = ({ field, theirs }: Kept): string[] =>
  field === 'eagleId' ? [`the row keeps another id: ${theirs}`] : []
