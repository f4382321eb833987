// What the row of a track is told of its import into Eagle.

import type { Kept } from '../model/write.ts'
import type { NewWrite, Outbox } from '../outbox/outbox.ts'
import type { ImportInput } from './eagle-wish.ts'

/** Between what the row says of the track and why it is not in Eagle. */
const NOT_IN_EAGLE = '; not in Eagle: '
const FAILED = 'Eagle_Import_Failed'

type Told = Pick<Outbox, 'wrote' | 'isPending'>
type Subject = Pick<ImportInput, 'pageId' | 'summary'>

/** Its item; of an earlier failure nothing is left. */
export function saidOfEagle(outbox: Told, subject: Subject, eagleId: string): NewWrite {
  const { pageId } = subject
  const mayHaveFailed = outbox.isPending(pageId) || String(outbox.wrote(pageId, 'summary')).includes(NOT_IN_EAGLE)
  const summary = mayHaveFailed ? summaryOf(outbox, subject) : undefined
  return {
    target: 'tracks',
    page: pageId,
    fields: {
      eagleId: { how: 'fill', value: eagleId },
      tags: { how: 'options', add: [], remove: [FAILED] },
      ...(summary !== undefined && { summary: { how: 'fill', value: summary } }),
    },
  }
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

function summaryOf(outbox: Told, { pageId, summary }: Subject): string | undefined {
  const wrote = outbox.wrote(pageId, 'summary')
  return summary ?? (typeof wrote === 'string' ? wrote.split(NOT_IN_EAGLE)[0] : undefined)
}

/** A person has another id there. */
export const withoutEagle = ({ field, theirs }: Kept): string[] =>
  field === 'eagleId' ? [`the row keeps another id: ${theirs}`] : []
