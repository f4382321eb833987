// A plan of `dedupe` as lines for a terminal.

import { counted } from '../../model/counted.ts'
import type { DedupeGroup, DedupePlan } from '../../model/dedupe/plan.ts'
import { plain } from '../analyse/show.ts'
import { copyWords, gainWords, leftFiles, membersOf, percent, sumsOf, sumWords } from './words.ts'

export interface WrittenPlan {
  file: string
  page: string
}

interface Said {
  notes: readonly string[]
  written?: WrittenPlan | undefined
}

const MOST_NEAR = 10

export function planLines(plan: DedupePlan, { notes, written }: Said): string[] {
  const lines = [
    ...plan.groups.flatMap((group, index) => groupLines(group, index + 1)),
    ...nearLines(plan),
    ...notes.map(note => `  ${note}`),
    sumLine(plan),
    ...endLines(plan, written),
  ]
  return lines.map(plain)
}

function groupLines(group: DedupeGroup, number: number): string[] {
  const { label, why, gains } = group
  return [
    `${number}. ${label}: ${why}`,
    ...membersOf(group).flatMap(({ copy, isKeeper, evidence, stays }) => [
      `   ${isKeeper ? 'keeps ' : stays ? 'stays ' : 'goes  '}${copy.label} (${copy.page ?? copy.id}): ${copyWords(copy)}${evidence ? `; ${evidence}` : ''}${stays ? `; ${stays}` : ''}`,
    ]),
    ...gains.map(gain => `   gets  ${gainWords(gain)}`),
    ...leftFiles(group).map(file => `   left  ${file}`),
  ]
}

function nearLines({ near }: DedupePlan): string[] {
  if (near.length === 0) return []
  const shown = near.slice(0, MOST_NEAR)
  return [
    'Alike, and kept:',
    ...shown.map(
      ({ labels: [one, other], agreement, because }) => `  ${one} · ${other}: ${percent(agreement)}, ${because}`,
    ),
    ...(near.length > shown.length ? [`  … and ${near.length - shown.length} more in the plan`] : []),
  ]
}

function sumLine(plan: DedupePlan): string {
  const { rows, recordings, files, items } = plan.looked
  const looked = `${counted(recordings, 'recording')} in ${counted(files, 'file')}${items > 0 ? ` (${items} in Eagle’s library)` : ''} and ${counted(rows, 'finished row')} looked at`
  if (plan.groups.length === 0) return `${looked}: nothing to do.`
  return `${looked}: ${counted(plan.groups.length, 'group')}; would go: ${sumWords(sumsOf(plan))}.`
}

function endLines({ groups }: DedupePlan, written: WrittenPlan | undefined): string[] {
  if (groups.length === 0) return []
  if (!written) return ['Nothing was written. The plan as a file and a page: orchestrator dedupe']
  return [`Read it: ${written.page}`, `Do it: orchestrator dedupe --apply ${written.file}`]
}
