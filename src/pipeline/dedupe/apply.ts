// A plan is done, group by group: what a killed run began is ended first, then all that is left must be as it was planned.

import { Environment, isFault, Limited, Transient } from '../../errors.ts'
import type { DedupeGroup, DedupePlan } from '../../model/dedupe/plan.ts'
import type { DedupeRecord } from '../../model/dedupe/record.ts'
import type { DedupeContext } from './context.ts'
import { doGroup } from './do-group.ts'
import { lookAt } from './fresh.ts'
import { planGroup } from './plan-group.ts'
import { applyId, type Refusal } from './read-plan.ts'
import { unlikeIn } from './same-sound.ts'

export interface AppliedGroup {
  group: string
  label: string
  state: 'done' | 'skipped' | 'would be done'
  /** Why it was skipped, or what could not be done as meant. */
  notes: string[]
  record?: DedupeRecord
}

export interface Applied {
  /** By which it is taken back. */
  id: string
  groups: AppliedGroup[]
  /** Why it ended before its end; run again, it goes on. */
  stopped?: string
}

/** What is to be said of a plan before anything of it is done. */
export async function refusalsIn(plan: DedupePlan, context: DedupeContext): Promise<Refusal[]> {
  const refusals: Refusal[] = []
  for (const group of toBeDone(plan, context)) {
    context.signal.throwIfAborted()
    const { stale } = await lookAt(group, context)
    if (stale.length > 0) refusals.push({ group: group.id, label: group.label, because: stale })
  }
  return refusals
}

/** Those of which nothing is removed yet. */
function toBeDone(plan: DedupePlan, { tools }: DedupeContext): DedupeGroup[] {
  const id = applyId(plan)
  return plan.groups.filter(group => {
    const state = tools.deduped.group(id, group.id)?.state
    return state === undefined || state === 'begun' || state === 'undone'
  })
}

/** What an earlier run, that was killed, was about to remove: it is past turning back but by `--undo`. */
export function endBegun(plan: DedupePlan, context: DedupeContext): Promise<Applied> {
  const id = applyId(plan)
  const begun = plan.groups.filter(group => context.tools.deduped.group(id, group.id)?.state === 'gained')
  return inTurn(plan, begun, { ...context, isDry: false })
}

export async function applyPlan(plan: DedupePlan, context: DedupeContext & { isDry: boolean }): Promise<Applied> {
  const { tools, isDry } = context
  const id = applyId(plan)
  if (!isDry) await tools.store.commit(() => tools.deduped.begin(id, plan.groups.length))
  const applied = await inTurn(plan, toBeDone(plan, context), context)
  if (!isDry && applied.stopped === undefined) await tools.store.commit(() => tools.deduped.mark(id, 'applied'))
  return applied
}

async function inTurn(
  plan: DedupePlan,
  groups: readonly DedupeGroup[],
  context: DedupeContext & { isDry: boolean },
): Promise<Applied> {
  const applied: Applied = { id: applyId(plan), groups: [] }
  for (const group of groups) {
    context.signal.throwIfAborted()
    try {
      const end = await inOne(plan, group, context)
      applied.groups.push(end)
      context.log.info({ group: group.id, label: group.label, state: end.state }, 'a group of the plan was looked at')
    } catch (error) {
      context.signal.throwIfAborted()
      if (!isFault(error)) throw error
      if (error instanceof Transient || error instanceof Limited || error instanceof Environment)
        return { ...applied, stopped: error.message }
      applied.groups.push(skipped(group, [error.message]))
    }
  }
  return applied
}

async function inOne(
  plan: DedupePlan,
  group: DedupeGroup,
  context: DedupeContext & { isDry: boolean },
): Promise<AppliedGroup> {
  const { tools, isDry } = context
  const id = applyId(plan)
  const known = tools.deduped.group(id, group.id)
  const begun = known?.state === 'undone' ? undefined : known
  const position = plan.groups.indexOf(group)
  if (begun?.state === 'gained') return done(group, await doGroup({ plan: id, position, group: begun }, context))
  const { stale, rows } = await lookAt(group, context)
  if (stale.length > 0) return skipped(group, stale)
  const unlike = await unlikeIn(group, rows, context)
  if (unlike.length > 0) return skipped(group, unlike)
  const planned = await planGroup(group, rows, context)
  if (planned.stale.length > 0) return skipped(group, planned.stale)
  // what an earlier run wrote to the row that stays is taken back with the rest
  const record = begun?.record ?? planned.record
  if (isDry) return { group: group.id, label: group.label, state: 'would be done', notes: [], record }
  const job = { plan: id, position, group: { id: group.id, state: 'begun' as const, record } }
  return { ...done(group, await doGroup(job, context)), record }
}

const done = ({ id, label }: DedupeGroup, notes: string[]): AppliedGroup => ({
  group: id,
  label,
  state: 'done',
  notes,
})
const skipped = ({ id, label }: DedupeGroup, notes: string[]): AppliedGroup => ({
  group: id,
  label,
  state: 'skipped',
  notes,
})
