// A plan of `dedupe` that was read is done, or an applied one is taken back.

import { UsageFault } from '../errors.ts'
import type { DedupePlan } from '../model/dedupe/plan.ts'
import { type Applied, applyPlan, endBegun, refusalsIn } from '../pipeline/dedupe/apply.ts'
import type { DedupeContext } from '../pipeline/dedupe/context.ts'
import { unconfirmed } from '../pipeline/dedupe/guard.ts'
import { applyId, misfitsOf, type Refusal, readPlan } from '../pipeline/dedupe/read-plan.ts'
import { openStaying } from '../pipeline/dedupe/staying.ts'
import { groupsToTakeBack, planToTakeBack, takeBack } from '../pipeline/dedupe/take-back.ts'
import { appliedLines, listLines, refusalLines, takenBackLines, wouldComeBack } from './dedupe/applied-lines.ts'
import { type GlobalFlags, print, type RunningApp } from './with-app.ts'

interface ApplyFlags extends GlobalFlags {
  /** So many removals were confirmed. */
  yesRemove?: number
}

const REFUSED = 2
const UNCONFIRMED = 3

export async function applyDedupe(flags: ApplyFlags, planPath: string, running: RunningApp): Promise<number> {
  const { library, deduped } = running.app.tools
  const plan = await readPlan(planPath, library.dir)
  const context = contextOf(running, plan)
  const misfits = misfitsOf(plan, library.dir)
  if (misfits.length > 0) return refuse(flags, misfits)
  await library.check()
  const state = deduped.find(applyId(plan))?.state
  if (state === 'undoing') throw new UsageFault('it is being taken back: run orchestrator dedupe --undo first')
  if (state === 'applied' && isAllDone(plan, context)) return say(flags, plan, 'It was applied already.')
  if (plan.groups.length === 0) return say(flags, plan, 'The plan has nothing to do.')
  const question = unconfirmed(plan, flags.yesRemove, context.tools.recordings.sizes())
  if (question && !flags.dryRun) return ask(flags, plan, question)
  return doPlan(flags, plan, { ...context, question })
}

async function doPlan(flags: ApplyFlags, plan: DedupePlan, context: DedupeContext & { question?: string | undefined }) {
  if (!flags.dryRun) await sendFirst(plan, context)
  const ended = flags.dryRun ? undefined : await endBegun(plan, context)
  if (ended?.stopped !== undefined) return report(flags, ended, context.question)
  const refusals = await refusalsIn(plan, context)
  if (refusals.length > 0) return refuse(flags, refusals, ended)
  const applied = await applyPlan(plan, { ...context, isDry: flags.dryRun })
  return report(flags, { ...applied, groups: [...(ended?.groups ?? []), ...applied.groups] }, context.question)
}

export async function undoDedupe(flags: GlobalFlags, planId: string | undefined, running: RunningApp): Promise<number> {
  const context = contextOf(running)
  const { tools } = context
  if (planId === 'list') {
    const plans = tools.deduped.list()
    print(flags, { plans }, listLines(plans, tools.now().getTime()))
    return 0
  }
  const plan = planToTakeBack(planId || undefined, tools)
  if (flags.dryRun) {
    const groups = groupsToTakeBack(plan.id, tools)
    print(
      flags,
      { id: plan.id, groups: groups.map(({ id, record }) => ({ group: id, record })) },
      wouldComeBack(groups),
    )
    return 0
  }
  const taken = await takeBack(plan, context)
  const exitCode = taken.left.length + taken.unwritten.length > 0 ? 1 : 0
  print(flags, { exitCode, ...taken }, takenBackLines(taken))
  return exitCode
}

const contextOf = ({ app: { tools, log }, signal }: RunningApp, plan?: DedupePlan): DedupeContext => ({
  ...{ tools, log, signal },
  staying: openStaying(tools, plan?.groups ?? []),
})

const isAllDone = (plan: DedupePlan, { tools }: DedupeContext): boolean =>
  plan.groups.every(({ id }) => tools.deduped.group(applyId(plan), id)?.state === 'done')

/** What was not told to a row yet cannot be told from what a person wrote. */
async function sendFirst({ groups }: DedupePlan, { tools }: DedupeContext): Promise<void> {
  const pages = groups.flatMap(({ copies }) => copies.flatMap(({ page }) => page ?? []))
  for (const page of pages) if (tools.outbox.isPending(page)) await tools.outbox.deliver(page)
}

function say(flags: ApplyFlags, plan: DedupePlan, text: string): number {
  print(flags, { exitCode: 0, id: applyId(plan), groups: [], text }, [text])
  return 0
}

function ask(flags: ApplyFlags, plan: DedupePlan, question: string): number {
  print(flags, { exitCode: UNCONFIRMED, id: applyId(plan), question }, [question, 'Nothing was done.'])
  return UNCONFIRMED
}

/** Nothing but what an earlier run had begun was done. */
function refuse(flags: ApplyFlags, refusals: readonly Refusal[], ended?: Applied): number {
  print(flags, { exitCode: REFUSED, refused: refusals, ended: ended?.groups ?? [] }, refusalLines(refusals, ended))
  return REFUSED
}

function report(flags: ApplyFlags, applied: Applied, question: string | undefined): number {
  const isWhole = applied.stopped === undefined && applied.groups.every(({ state }) => state !== 'skipped')
  const exitCode = isWhole ? 0 : 1
  const lines = appliedLines(applied, flags.dryRun)
  print(flags, { exitCode, ...applied, question }, question ? [...lines, question] : lines)
  return exitCode
}
