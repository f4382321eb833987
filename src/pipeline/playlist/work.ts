// Has the rows of a playlist worked on through the queue, some at once; a service that wants a pause is left alone.

import { setTimeout as sleep } from 'node:timers/promises'
import type { HandlerContext } from '../../handler.ts'
import { laneOfLink } from '../../model/lane-of.ts'
import type { Outcome, OutcomeKind } from '../../model/outcome.ts'
import { sourceLinks, type Track } from '../../model/track.ts'
import { linkKind } from '../../model/url/url.ts'
import type { Tools } from '../../tools.ts'

export interface Worked {
  counts: Partial<Record<OutcomeKind, number>>
  /** Rows that were not begun, and why. */
  notBegun: { row: Track; why: string }[]
}

interface WorkContext extends Pick<HandlerContext, 'signal' | 'runTrack' | 'expect' | 'progress'> {
  tools: { now: Tools['now']; lanes: Pick<Tools['lanes'], 'closed' | 'parkedUntil' | 'status'> }
}

/** Beside what runs, as many stand ready as keep the places filled. */
const AT_ONCE = 8
/** A pause that is over so soon is waited for. */
const PATIENCE_MS = 60_000
const LOOK_AGAIN_MS = 500

/** @throws the signal's reason when the work is stopped: what was not begun waits as it was */
export async function workOn(rows: readonly Track[], label: string, context: WorkContext): Promise<Worked> {
  const worked: Worked = { counts: {}, notBegun: [] }
  const waiting = rows.values()
  let ended = 0
  context.expect(rows.length)

  async function workAlong(): Promise<void> {
    for (const row of waiting) {
      const outcome = await workOne(row, context)
      if (typeof outcome === 'string') worked.notBegun.push({ row, why: outcome })
      else worked.counts[outcome.kind] = (worked.counts[outcome.kind] ?? 0) + 1
      ended += 1
      context.progress(label, `${ended} of ${rows.length}`, ended / rows.length)
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, workAlong))
  context.signal.throwIfAborted()
  return worked
}

/** @returns how it ended, or why it was not begun */
async function workOne(row: Track, context: WorkContext): Promise<Outcome | string> {
  const { signal, runTrack, tools } = context
  for (;;) {
    const why = await laneIsShut(row, context)
    if (why !== undefined) return why
    const outcome = await runTrack(row)
    if (outcome.kind !== 'retry' || !outcome.free || outcome.notBefore === undefined || signal.aborted) return outcome
    const wait = outcome.notBefore - tools.now().getTime()
    if (wait > PATIENCE_MS) return outcome
    await sleep(Math.max(wait, LOOK_AGAIN_MS), undefined, { signal })
  }
}

/** Waits while the service of a row is busy. @returns why it is to be left alone for longer */
async function laneIsShut(row: Track, { tools, signal }: WorkContext): Promise<string | undefined> {
  const link = sourceLinks(row).find(candidate => linkKind(candidate) !== 'spotify')
  const name = link && laneOfLink(link)
  while (name && tools.lanes.closed().has(name)) {
    signal.throwIfAborted()
    const until = tools.lanes.parkedUntil(name)
    if (until !== undefined && until - tools.now().getTime() > PATIENCE_MS)
      return tools.lanes.status().find(lane => lane.name === name)?.reason ?? `${name} wants a pause`
    await sleep(LOOK_AGAIN_MS, undefined, { signal })
  }
  signal.throwIfAborted()
  return undefined
}
