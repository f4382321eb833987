// Copies that are one recording, each compared with each: nothing gets into a group because of what lies between.

import { createHash } from 'node:crypto'
import { actionsOf, whyItStays } from '../../../model/dedupe/actions.ts'
import { compareCopies, whyKept } from '../../../model/dedupe/keeper.ts'
import type { DedupeCopy, DedupeEvidence, DedupeGroup, DedupePlan } from '../../../model/dedupe/plan.ts'
import type { SoundVerdict } from '../../../model/recording/verdict.ts'

export type Near = DedupePlan['near'][number]

export interface Compared {
  /** Undefined: nothing is in common. */
  verdict(one: DedupeCopy, other: DedupeCopy): SoundVerdict | undefined
  /** A person wants files for each of them. */
  isKeptApart(one: DedupeCopy, other: DedupeCopy): boolean
  recordingsOf(copy: DedupeCopy): readonly number[]
}

export function groupCopies(
  copies: readonly DedupeCopy[],
  compared: Compared,
): { groups: DedupeGroup[]; near: Near[] } {
  const groups: DedupeGroup[] = []
  const near: Near[] = []
  let left = [...copies].sort(compareCopies)
  while (left.length > 1) {
    const [keeper, ...others] = left
    if (!keeper) break
    const members = membersWith(keeper, others, compared)
    const group = groupOf(keeper, members, compared)
    if (members.length > 0 && group.removals.length > 0) groups.push(group)
    near.push(...staying(keeper, members, compared), ...besideOf(keeper, { others, members, compared }))
    left = others.filter(copy => !members.includes(copy))
  }
  return { groups, near }
}

/** The most alike first; who differs from one that is in stays out. */
function membersWith(keeper: DedupeCopy, others: readonly DedupeCopy[], compared: Compared): DedupeCopy[] {
  const isOne = (a: DedupeCopy, b: DedupeCopy) => compared.verdict(a, b)?.kind === 'same' && !compared.isKeptApart(a, b)
  const agreement = (copy: DedupeCopy) => compared.verdict(keeper, copy)?.agreement ?? 0
  const alike = others.filter(copy => isOne(keeper, copy)).sort((a, b) => agreement(b) - agreement(a))
  const members: DedupeCopy[] = []
  for (const copy of alike) if (members.every(member => isOne(member, copy))) members.push(copy)
  return members.sort(compareCopies)
}

function groupOf(keeper: DedupeCopy, members: readonly DedupeCopy[], compared: Compared): DedupeGroup {
  const copies = [keeper, ...members]
  const going = members.filter(copy => whyItStays(copy, keeper) === undefined)
  const taking = { copies, keeper: keeper.id }
  const [next = keeper] = going
  return {
    id: digest(copies.map(({ id }) => id).sort()),
    label: keeper.label,
    recordings: [...new Set(copies.flatMap(compared.recordingsOf))].sort((a, b) => a - b),
    ...taking,
    why: whyKept(keeper, next),
    evidence: members.map(copy => evidenceOf(copy, compared.verdict(keeper, copy))),
    ...actionsOf(taking),
  }
}

const evidenceOf = ({ id }: DedupeCopy, verdict: SoundVerdict | undefined): DedupeEvidence => ({
  copy: id,
  agreement: verdict?.agreement ?? 0,
  deltaSeconds: verdict?.deltaSeconds ?? 0,
  offsetSeconds: verdict?.offsetSeconds ?? 0,
  because: verdict?.because ?? '',
})

/** The same, and kept all the same. */
function staying(keeper: DedupeCopy, members: readonly DedupeCopy[], { verdict }: Compared): Near[] {
  return members.flatMap(copy => {
    const because = whyItStays(copy, keeper)
    if (because === undefined) return []
    return [
      nearOf(keeper, copy, { agreement: verdict(keeper, copy)?.agreement ?? 0, because: `the same, and ${because}` }),
    ]
  })
}

interface Beside {
  others: readonly DedupeCopy[]
  members: readonly DedupeCopy[]
  compared: Compared
}

/** Like the keeper, and not in its group. */
function besideOf(keeper: DedupeCopy, { others, members, compared }: Beside): Near[] {
  return others.flatMap(copy => {
    const verdict = compared.verdict(keeper, copy)
    if (members.includes(copy) || !verdict || verdict.kind === 'other' || compared.isKeptApart(keeper, copy)) return []
    const because =
      verdict.kind === 'same' ? 'the same as this one, and not the same as another of its group' : verdict.because
    return [nearOf(keeper, copy, { ...verdict, because })]
  })
}

const nearOf = (
  one: DedupeCopy,
  other: DedupeCopy,
  { agreement, because }: Pick<Near, 'agreement' | 'because'>,
): Near => ({
  labels: [one.label, other.label],
  agreement,
  because,
})

/** Twelve hex digits of what something says. */
const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12)
