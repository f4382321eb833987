// What applying a plan, and taking it back, did or would do, as lines for a terminal.

import { counted } from '../../model/counted.ts'
import type { DedupeRecord } from '../../model/dedupe/record.ts'
import { shownValue } from '../../model/write.ts'
import type { Applied, AppliedGroup } from '../../pipeline/dedupe/apply.ts'
import type { Refusal } from '../../pipeline/dedupe/read-plan.ts'
import type { TakenBack } from '../../pipeline/dedupe/take-back.ts'
import type { DedupedGroup, DedupedPlan } from '../../store/deduped.ts'
import { plain } from '../analyse/show.ts'

export function appliedLines({ id, groups, stopped }: Applied, isDry: boolean): string[] {
  const of = (state: AppliedGroup['state']) => groups.filter(group => group.state === state).length
  const [done, skipped] = [of(isDry ? 'would be done' : 'done'), of('skipped')]
  const lines = [
    ...groups.flatMap(group => groupLines(group, isDry ? 'would be' : 'is')),
    `${counted(done, 'group')} ${isDry ? 'would be done' : 'done'}${skipped > 0 ? `, ${skipped} skipped` : ''}.`,
    ...(stopped === undefined ? [] : [`Stopped before the end, run it again to go on: ${stopped}`]),
    ...(isDry || done === 0 ? [] : [`Within 30 days it is taken back by: orchestrator dedupe --undo ${id}`]),
  ]
  return lines.map(plain)
}

function groupLines({ label, state, notes, record }: AppliedGroup, word: string): string[] {
  return [
    `${state}: ${label}`,
    ...(record ? stepLines(record, word) : []),
    ...notes.map(note => `  ${state === 'skipped' ? 'because' : 'note'}: ${note}`),
  ]
}

function stepLines({ keeper, gains, heirs, items, rows, files }: DedupeRecord, word: string): string[] {
  return [
    ...gains.map(gain => {
      const value = gain.how === 'fill' ? gain.value : gain.values
      return `  the row ${keeper.page} gets ${gain.field}: ${shownValue(value)}`
    }),
    ...heirs.map(({ page }) => `  the row ${page} shares what stays from then on`),
    ...items.map(({ item }) => `  Eagle’s item ${item} ${word} moved to its trash`),
    ...rows.map(({ page, label }) => `  the row “${label}” (${page}) ${word} moved to Notion’s trash`),
    ...files.map(({ path, kept }) => `  ${path} ${word} moved to ${kept}`),
  ]
}

export function refusalLines(refusals: readonly Refusal[], ended: Applied | undefined): string[] {
  const begun = ended?.groups ?? []
  return [
    ...begun.map(({ label, state }) => `${state}, as an earlier run had begun it: ${label}`),
    'The plan does not fit any more: have it made anew with orchestrator dedupe.',
    ...refusals.flatMap(({ label, because }) => [label, ...because.map(text => `  ${text}`)]),
    begun.length > 0 ? 'Nothing else was done.' : 'Nothing was done.',
  ].map(plain)
}

export function takenBackLines({ id, groups, left, unwritten }: TakenBack): string[] {
  return [
    ...groups.flatMap(({ label, notes }) => [`taken back: ${label}`, ...notes.map(note => `  note: ${note}`)]),
    ...unwritten.map(text => `  not yet: ${text}`),
    ...left.map(text => `  left: ${text}`),
    `${counted(groups.length, 'group')} of the plan ${id} taken back.`,
    ...(left.length > 0 ? [`For what is left, run it again: orchestrator dedupe --undo ${id}`] : []),
  ].map(plain)
}

export function wouldComeBack(groups: readonly DedupedGroup[]): string[] {
  return [
    ...groups.flatMap(({ record: { label, rows, files, items } }) => [
      `would be taken back: ${label}`,
      ...rows.map(row => `  the row “${row.label}” (${row.page}) out of Notion’s trash`),
      ...files.map(({ path, kept }) => `  ${path} from ${kept}`),
      ...items.map(({ item }) => `  Eagle’s item ${item} out of its trash`),
    ]),
    `${counted(groups.length, 'group')} would be taken back.`,
  ].map(plain)
}

const SAID = {
  applying: 'applied in part: --apply with its plan goes on, --undo takes it back',
  applied: 'applied',
  undoing: 'taken back in part: --undo goes on',
  undone: 'taken back',
} as const
const DAY_MS = 86_400_000

export function listLines(plans: readonly DedupedPlan[], now: number): string[] {
  if (plans.length === 0) return ['No plan was applied.']
  return plans.map(({ id, state, groups, at }) => {
    const days = Math.max(0, Math.floor((now - at) / DAY_MS))
    return `${id}  ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}  ${counted(groups, 'group')}  ${SAID[state]}${days > 0 ? ` (${counted(days, 'day')} ago)` : ''}`
  })
}
