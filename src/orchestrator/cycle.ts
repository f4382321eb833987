// One cycle: the music sync, then tasks, then tracks that want work. Each row at most once.

import { processTrack } from '../pipeline/process-track.ts'
import { classifyTasks } from './classify-tasks.ts'
import { type Cycle, type CycleDeps, newCycle, SYNC_HANDLER } from './cycle-context.ts'
import { discoverTasks } from './discover.ts'
import type { CycleReport } from './report.ts'
import { musicSync } from './sync-step.ts'
import { runTasks } from './task-step.ts'
import { runTracks } from './track-step.ts'

export async function runCycle(deps: CycleDeps): Promise<CycleReport> {
  const started = performance.now()
  const cycle = newCycle(deps)
  const tasks = await cycle.step('tasks', async () => {
    const found = await discoverTasks(deps.tools, deps.settings.readyStatuses)
    return classifyTasks(found, deps.handlers, { defaultAgent: deps.tools.defaultAgent })
  })
  const asked = tasks?.matched.filter(({ handler }) => handler.name === SYNC_HANDLER) ?? []
  await cycle.step('music sync', () => musicSync(cycle, asked))
  if (tasks) await cycle.step('tasks', () => runTasks(cycle, tasks))
  await cycle.step('tracks', () => runTracks(cycle))
  cycle.report.ms = performance.now() - started
  return cycle.report
}

/** Only the tracks of a cycle. */
export async function runTrackBatch(deps: CycleDeps): Promise<CycleReport> {
  return runAlone(deps, 'tracks', runTracks)
}

/** Only the music sync of a cycle. */
export async function runSyncOnly(deps: CycleDeps): Promise<CycleReport> {
  return runAlone(deps, 'music sync', cycle => musicSync(cycle, []))
}

/** One row that a person asked for. */
export async function runOneTrack(deps: CycleDeps, pageId: string): Promise<CycleReport> {
  return runAlone(deps, 'track', async cycle => void (await processTrack(pageId, cycle.context, { asked: true })))
}

async function runAlone(deps: CycleDeps, name: string, work: (cycle: Cycle) => Promise<void>): Promise<CycleReport> {
  const started = performance.now()
  const cycle = newCycle(deps)
  await cycle.step(name, () => work(cycle))
  cycle.report.ms = performance.now() - started
  return cycle.report
}
