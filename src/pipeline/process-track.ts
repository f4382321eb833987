// One row from wish to outcome. Its row is told by the outbox, its job by whoever runs it.

import { z } from 'zod'
import { InputFault, isFault } from '../errors.ts'
import { failpoint } from '../failpoint.ts'
import type { HandlerContext } from '../handler.ts'
import { type Outcome, skipped } from '../model/outcome.ts'
import { Track, trackLabel, wantsWork } from '../model/track.ts'
import { isParted, partRow } from './recognise/part-row.ts'

export const TrackInput = z.object({
  pageId: z.string(),
  /** The row as it was when it was found. */
  row: Track.optional(),
  /** Epoch ms of that. */
  rowAt: z.number().optional(),
})
type TrackInput = z.infer<typeof TrackInput>

/** A row that was listed so long ago is read anew. */
const FRESH_MS = 60_000

export async function processTrack(input: TrackInput, context: HandlerContext): Promise<Outcome> {
  const row = await parted(await currentRow(input, context), context)
  const want = wantsWork({ ...row, tags: [] }) // its job says that it is tried: an old error is no reason to leave it
  if (!want.wants) return skipped(want.because)
  const { tools, log, signal, check } = context
  const label = trackLabel(row)
  const { runPipeline } = await import('./run-pipeline.ts')
  return runPipeline(row, {
    tools,
    log,
    signal,
    check,
    onStage: (stage, fraction) => context.progress(label, stage, fraction),
  })
}

/** A person took the row out of what it was merged into: its cells are emptied for its own files. */
async function parted(row: Track, { tools }: HandlerContext): Promise<Track> {
  if (!isParted(row, tools)) return row
  const tracks = await tools.tracks()
  const now = await tracks.read(row.id) // it may be known as it was before it was merged
  if (!isParted(now, tools)) return now
  await partRow(row.id, tools)
  await failpoint('row.parted')
  await tools.outbox.deliver(row.id)
  return tracks.read(row.id)
}

/** Notion away is no reason to stand still: all but the last stages can be done on the row as it was found. */
async function currentRow({ pageId, row, rowAt = 0 }: TrackInput, { tools, log }: HandlerContext): Promise<Track> {
  if (row && Math.abs(tools.now().getTime() - rowAt) < FRESH_MS) return row
  try {
    return await (await tools.tracks()).read(pageId)
  } catch (error) {
    if (!row || !isFault(error) || error instanceof InputFault) throw error
    log.info({ track: pageId, reason: error.message }, 'Notion is away: the row is taken as it was found')
    return row
  }
}
