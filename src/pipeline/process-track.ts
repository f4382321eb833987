// One row from wish to outcome: read it, run it, remember how it ended, tell the row when its input is at fault.

import { messageOf } from '../errors.ts'
import type { HandlerContext } from '../handler.ts'
import { type Blocked, type Failed, later, type Outcome, type Retry, skipped } from '../model/outcome.ts'
import { outcomeOf } from '../model/outcome-of.ts'
import { errorTagsOf, inputOf, type Track, trackLabel, wantsWork } from '../model/track.ts'
import type { TrackTable } from '../notion/tracks.ts'
import type { Attempt, Ledger } from '../store/ledger.ts'
import { runPipeline } from './run-pipeline.ts'

export interface TrackResult {
  label: string
  outcome: Outcome
}

/** Work that waits for its surroundings is looked at again after this long. */
const BLOCKED_WAIT_MS = 15 * 60_000

export interface ProcessOptions {
  /** A person asked for this very row: an earlier failure is no reason to leave it. */
  asked?: boolean
}

export async function processTrack(
  rowId: string,
  context: HandlerContext,
  options: ProcessOptions = {},
): Promise<TrackResult> {
  if (!context.claimRow(rowId)) return { label: rowId, outcome: skipped('it was already worked on in this cycle') }
  const { ledger, now } = context.tools
  const startedAt = now().getTime()
  let label = rowId
  let outcome: Outcome
  try {
    const tracks = await context.tools.tracks()
    const row = await tracks.read(rowId)
    label = trackLabel(row)
    outcome = await workOn(row, tracks, context, options)
  } catch (error) {
    outcome = endOf(error, rowId, context)
  }
  const endedAt = now().getTime()
  ledger.recordRun({
    handler: 'track',
    subject: rowId,
    label,
    outcome: outcome.kind,
    reason: outcome.text,
    startedAt,
    endedAt,
  })
  context.trackEnded(rowId, label, outcome, endedAt - startedAt)
  return { label, outcome }
}

async function workOn(
  row: Track,
  tracks: TrackTable,
  context: HandlerContext,
  options: ProcessOptions,
): Promise<Outcome> {
  const { ledger, now } = context.tools
  const before = ledger.attempt(row.id)
  const want = options.asked
    ? wantsWork({ ...row, tags: [] })
    : wantsWork(row, before?.outcome === 'failed' ? before.input : undefined)
  if (!want.wants) return skipped(want.because)
  const input = inputOf(row)
  const attempt = before?.input === input && before.outcome !== 'failed' ? before.attempts + 1 : 1
  const outcome = await attemptRow(await withoutOldTags(row, tracks), tracks, attempt, context)
  if (outcome.kind === 'failed') await markFailed(tracks, row, outcome)
  remember(ledger, { rowId: row.id, input, at: now().getTime() }, attempt, outcome)
  return outcome
}

/** How the attempt ended, and from when the next one makes sense. */
function remember(
  ledger: Ledger,
  about: Pick<Attempt, 'rowId' | 'input' | 'at'>,
  attempt: number,
  outcome: Outcome,
): void {
  if (outcome.kind === 'done' || outcome.kind === 'skipped') {
    ledger.forget(about.rowId)
    return
  }
  const next = nextTry(outcome, attempt, about.at)
  ledger.recordAttempt({ ...about, ...next, outcome: outcome.kind, reason: outcome.text })
}

function nextTry(outcome: Failed | Retry | Blocked, attempt: number, now: number) {
  switch (outcome.kind) {
    case 'failed':
      return { attempts: attempt, notBefore: 0 }
    case 'retry':
      return { attempts: outcome.free ? attempt - 1 : attempt, notBefore: outcome.notBefore ?? 0 }
    case 'blocked':
      return { attempts: attempt - 1, notBefore: now + BLOCKED_WAIT_MS }
  }
}

/** An error tag speaks of an earlier input: it goes before the new one is tried, so that a later cycle still finds the row. */
async function withoutOldTags(row: Track, tracks: TrackTable): Promise<Track> {
  const old = errorTagsOf(row)
  return old.length === 0 ? row : tracks.update(row.id, { tags: row.tags.filter(tag => !old.includes(tag)) })
}

async function attemptRow(row: Track, tracks: TrackTable, attempt: number, context: HandlerContext): Promise<Outcome> {
  const { tools, log, signal } = context
  const label = trackLabel(row)
  try {
    return await runPipeline(row, {
      tools,
      tracks,
      log,
      signal,
      onStage: (stage, fraction) => context.progress(label, stage, fraction),
    })
  } catch (error) {
    if (wasStopped(signal)) return stopped(signal)
    const outcome = outcomeOf(error, attempt, tools.now().getTime())
    log.debug({ track: row.id, error }, 'a track ended with an error')
    return outcome
  }
}

/** The row says why, in words and by its tag; a person's own tags stay. */
async function markFailed(tracks: TrackTable, row: Track, outcome: Failed): Promise<void> {
  const own = row.tags.filter(tag => !errorTagsOf(row).includes(tag))
  await tracks.update(row.id, { tags: [...own, outcome.tag ?? 'Unknown_Error'], summary: outcome.text })
}

function endOf(error: unknown, rowId: string, { signal, log, tools }: HandlerContext): Outcome {
  if (wasStopped(signal)) return stopped(signal)
  log.debug({ track: rowId, error }, 'a row could not be read or written')
  return outcomeOf(error, 1, tools.now().getTime())
}

/** The program is ending; a handler whose own time was up has spent its attempt. */
const wasStopped = ({ aborted, reason }: AbortSignal) =>
  aborted && !(reason instanceof DOMException && reason.name === 'TimeoutError')
const stopped = (signal: AbortSignal) => later(`stopped: ${messageOf(signal.reason)}`)
