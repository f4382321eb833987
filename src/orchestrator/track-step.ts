// The tracks of a cycle: all rows that want work, some at once.

import PQueue from 'p-queue'
import { messageOf } from '../errors.ts'
import type { Handler } from '../handler.ts'
import { type Track, trackLabel } from '../model/track.ts'
import { type Cycle, TRACK_HANDLER } from './cycle-context.ts'
import { discoverTracks, rememberPass } from './discover.ts'
import { runJob } from './run-job.ts'

export async function runTracks(cycle: Cycle): Promise<void> {
  const passStart = cycle.tools.now()
  const handler = cycle.handlers.find(({ name }) => name === TRACK_HANDLER)
  const { ready, waiting } = await discoverTracks(cycle.tools)
  cycle.report.waiting = waiting.map(({ track, because }) => ({ id: track.id, label: trackLabel(track), because }))
  const chosen = ready.slice(0, cycle.settings.trackLimit)
  cycle.view.expect(chosen.length)
  const queue = new PQueue({ concurrency: cycle.settings.concurrency })
  for (const track of chosen) {
    void queue
      .add(() => (handler && !cycle.signal.aborted ? runTrack(cycle, handler, track) : undefined))
      .catch(error => {
        cycle.report.problems.push({ step: 'tracks', reason: messageOf(error), mends: true })
      })
  }
  await queue.onIdle()
  if (chosen.length === ready.length && !cycle.signal.aborted) rememberPass(cycle.tools, passStart)
}

async function runTrack(cycle: Cycle, handler: Handler, track: Track): Promise<void> {
  const started = performance.now()
  const outcome = await runJob(handler, { pageId: track.id }, cycle.context, 1)
  if (cycle.report.entries.some(entry => entry.id === track.id)) return
  cycle.context.trackEnded(track.id, trackLabel(track), outcome, performance.now() - started)
}
