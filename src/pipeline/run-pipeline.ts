// Takes a track through its stages; leaves no working files, however it ends.

import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { done, type Outcome } from '../model/outcome.ts'
import type { Track } from '../model/track.ts'
import { isOutcome, type Stage, type StageContext, type TrackWork } from './stage.ts'
import { TRACK_STAGES } from './stages.ts'

export interface PipelineContext extends Omit<StageContext, 'progress'> {
  onStage(name: string, fraction: number): void
}

/** @throws whatever a stage throws; the staging folder is gone in any case */
export async function runPipeline(row: Track, context: PipelineContext): Promise<Outcome> {
  const staging = join(context.tools.stagingDir, row.id)
  await rm(staging, { recursive: true, force: true })
  await mkdir(staging, { recursive: true })
  try {
    return await runStages({ row, staging, outputs: {}, files: {}, notes: [] }, context)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

async function runStages(start: TrackWork, context: PipelineContext): Promise<Outcome> {
  let work = start
  let before = 0
  for (const stage of TRACK_STAGES) {
    context.signal.throwIfAborted()
    const weight = weightOf(stage)
    const at = (fraction: number) =>
      context.onStage(stage.name, (before + weight * Math.min(1, Math.max(0, fraction))) / ALL)
    at(0)
    const result = await stage.run(work, { ...context, progress: at })
    if (isOutcome(result)) return result
    work = result
    before += weight
  }
  return done('finished')
}

const weightOf = ({ weight = 1 }: Stage) => weight
const ALL = TRACK_STAGES.reduce((sum, stage) => sum + weightOf(stage), 0)
