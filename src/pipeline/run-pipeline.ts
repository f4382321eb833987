// Takes a track through its stages: intent, effect, receipt. A restart goes on after the last receipt that still holds.

import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { failpoint } from '../failpoint.ts'
import { done, type Outcome } from '../model/outcome.ts'
import type { Track } from '../model/track.ts'
import { stillWaits } from './recognise/wait.ts'
import { finishRefusal, giveUp, isGivenUp, refuseChoice } from './refuse-choice.ts'
import { folderOf, makeFolder, runKey } from './run-key.ts'
import { isOutcome, type Spent, type Stage, type StageContext, type TrackWork } from './stage.ts'
import { retireUnfinished } from './stages/file.ts'
import { TRACK_STAGES } from './stages.ts'

export interface PipelineContext extends Omit<StageContext, 'progress' | 'spend'> {
  onStage(name: string, fraction: number): void
}

/** @throws whatever a stage throws; what was proved until then is kept for the next run with the same input */
export async function runPipeline(row: Track, context: PipelineContext): Promise<Outcome> {
  const { tools } = context
  const run = runKey(row, tools)
  const waits = stillWaits(run, tools)
  if (waits) return waits
  const folder = join(tools.stagingDir, row.id)
  const staging = join(folder, folderOf(run))
  await dropOtherRuns(folder, folderOf(run))
  await retireUnfinished(row.id, run, tools)
  await makeFolder(staging)
  return runChoices({ row, run, staging, outputs: {}, sums: {}, files: {}, notes: [] }, context)
}

/** A recording that was found and turns out to be none is refused, and the next candidate has its turn. */
async function runChoices(start: TrackWork, context: PipelineContext): Promise<Outcome> {
  await finishRefusal(start, context)
  while (!isGivenUp(start, context.tools)) {
    try {
      return await runStages(start, context)
    } catch (error) {
      if (!(await refuseChoice(start, error, context))) throw error
    }
  }
  return giveUp(start, context.tools)
}

async function runStages(start: TrackWork, context: PipelineContext): Promise<Outcome> {
  let { work, next } = await resume(start, context)
  let before = ALL_WEIGHTS.slice(0, next).reduce((sum, weight) => sum + weight, 0)
  for (const stage of TRACK_STAGES.slice(next)) {
    context.signal.throwIfAborted()
    context.check()
    const weight = weightOf(stage)
    const at = (fraction: number) =>
      context.onStage(stage.name, (before + weight * Math.min(1, Math.max(0, fraction))) / ALL)
    at(0)
    const result = await runStage(stage, work, { ...context, progress: at, spend: () => {} })
    if (isOutcome(result)) return result
    work = result
    before += weight
  }
  return done('finished')
}

async function runStage(stage: Stage, work: TrackWork, context: StageContext): Promise<TrackWork | Outcome> {
  const { name, receipt } = stage
  if (!receipt) return stage.run(work, context)
  const { journal, costs } = context.tools
  const key = { run: work.run, stage: name }
  const begun = journal.entry(key)
  const intent = await receipt.intend?.(work, context, begun?.state === 'begun' ? begun.data : undefined)
  await journal.begin(key, intent)
  await failpoint(`${name}.begun`)
  const meter = startMeter()
  const result = await stage.run(work, { ...context, spend: meter.spend })
  if (isOutcome(result)) return result
  await failpoint(`${name}.ran`)
  context.check()
  const cost = { ...key, ...meter.read() }
  await journal.prove(key, pick(result, receipt.fields), () => {
    receipt.also?.(result, context)
    costs.record(cost)
  })
  await failpoint(`${name}.proved`)
  return result
}

function startMeter() {
  const began = performance.now()
  const total = { cpuMs: 0, bytes: 0 }
  return {
    spend({ cpuMs = 0, bytes = 0 }: Spent) {
      total.cpuMs += cpuMs
      total.bytes += bytes
    },
    read: () => ({ ...total, wallMs: performance.now() - began }),
  }
}

/** The last stage whose receipt holds, and the work as it was after it. */
async function resume(start: TrackWork, context: PipelineContext): Promise<{ work: TrackWork; next: number }> {
  const { journal } = context.tools
  const proved = TRACK_STAGES.map(({ name }) => {
    const entry = journal.entry({ run: start.run, stage: name })
    return entry?.state === 'proved' ? (entry.data as Partial<TrackWork>) : undefined
  })
  for (let index = TRACK_STAGES.length - 1; index >= 0; index -= 1) {
    if (!proved[index]) continue
    const work: TrackWork = Object.assign({}, start, ...proved.slice(0, index + 1))
    if (await TRACK_STAGES[index]?.receipt?.holds(work, { ...context, progress: () => {}, spend: () => {} }))
      return { work, next: index + 1 }
  }
  return { work: start, next: 0 }
}

/** An earlier input's files are nobody's. */
async function dropOtherRuns(folder: string, own: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) if (name !== own) await rm(join(folder, name), { recursive: true, force: true })
}

function pick(work: TrackWork, fields: readonly (keyof TrackWork)[]): Partial<TrackWork> {
  return Object.fromEntries(fields.map(field => [field, work[field]]))
}

const weightOf = ({ weight = 1 }: Stage) => weight
const ALL_WEIGHTS = TRACK_STAGES.map(weightOf)
const ALL = ALL_WEIGHTS.reduce((sum, weight) => sum + weight, 0)
