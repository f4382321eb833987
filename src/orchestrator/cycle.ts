// One cycle: the music sync, then tasks, then tracks that want work. Each row at most once.

import PQueue from 'p-queue'
import { isFault, messageOf } from '../errors.ts'
import type { Handler, HandlerContext } from '../handler.ts'
import type { Log } from '../log.ts'
import { dueFrom, type Repeat } from '../model/due.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Track } from '../model/track.ts'
import { trackLabel } from '../model/track.ts'
import { processTrack } from '../pipeline/process-track.ts'
import type { Tools } from '../tools.ts'
import { type Classified, type ClassifiedTask, classifyTasks } from './classify-tasks.ts'
import { discoverTasks, discoverTracks, rememberPass } from './discover.ts'
import type { LastRun } from './last-run.ts'
import { type CycleReport, type Entry, emptyReport } from './report.ts'
import { reportTask } from './report-task.ts'
import { runJob } from './run-job.ts'
import type { View } from './view.ts'

export interface CycleDeps {
  tools: Tools
  handlers: readonly Handler[]
  lastRun: LastRun
  log: Log
  signal: AbortSignal
  view: View
  settings: CycleSettings
}

export interface CycleSettings {
  readyStatuses: readonly string[]
  /** `force`: now; `due`: when its interval has passed; `off`: not in this run. */
  sync: 'force' | 'due' | 'off'
  syncRepeat: Repeat
  concurrency: number
  /** Most tracks of one cycle; default all. */
  trackLimit?: number
}

export const SYNC_HANDLER = 'music-sync'
export const TRACK_HANDLER = 'track'

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

interface Cycle extends CycleDeps {
  report: CycleReport
  context: HandlerContext
  /** Runs a step; one that fails is reported and the others go on. */
  step<T>(name: string, work: () => Promise<T>): Promise<T | undefined>
}

function newCycle(deps: CycleDeps): Cycle {
  const { tools, log, signal, view } = deps
  const report = emptyReport()
  const claimed = new Set<string>()
  const claimRow = (id: string) => !claimed.has(id) && Boolean(claimed.add(id))
  const trackEnded: HandlerContext['trackEnded'] = (id, label, outcome, ms) =>
    record(deps, report, {
      kind: 'track',
      id,
      label,
      handler: TRACK_HANDLER,
      because: 'the row wants work',
      outcome,
      ms,
    })
  const context: HandlerContext = { tools, log, signal, claimRow, trackEnded, progress: view.progress }
  return {
    ...deps,
    report,
    context,
    async step(name, work) {
      if (signal.aborted) return undefined
      try {
        return await work()
      } catch (error) {
        if (signal.aborted) return undefined
        if (!isFault(error)) log.error({ step: name, error }, 'an unexpected fault')
        report.problems.push({
          step: name,
          reason: messageOf(error),
          mends: isFault(error) && error.errorClass !== 'Input',
        })
        return undefined
      }
    },
  }
}

/** Forced, due, or asked for by a task; several tasks share one run. */
async function musicSync(cycle: Cycle, asked: readonly ClassifiedTask[]): Promise<void> {
  const because = await syncReason(cycle, asked)
  const handler = cycle.handlers.find(({ name }) => name === SYNC_HANDLER)
  if (!because || !handler) return
  const outcome = await timed(
    cycle,
    { kind: 'sync', id: SYNC_HANDLER, label: 'music sync', handler: SYNC_HANDLER, because },
    () => runJob(handler, {}, cycle.context, 1),
  )
  if (outcome.kind === 'done') await cycle.lastRun.write(Math.floor(cycle.tools.now().getTime() / 1000))
  for (const { task, match } of asked) {
    const entry = {
      kind: 'task' as const,
      id: task.id,
      label: task.title,
      handler: SYNC_HANDLER,
      because: `${match.rule}: ${match.evidence}`,
    }
    await timed(cycle, entry, () => reportTask(cycle.tools, task, outcome))
  }
}

async function syncReason(
  { settings, tools, lastRun }: Cycle,
  asked: readonly ClassifiedTask[],
): Promise<string | undefined> {
  if (settings.sync === 'force') return 'forced by --music-sync'
  if (settings.sync === 'off') return undefined
  if (asked.length > 0) return `asked for by "${asked[0]?.task.title}"`
  const due = dueFrom(await lastRun.read(), settings.syncRepeat) <= tools.now().getTime() / 1000
  return due ? 'it is due' : undefined
}

async function runTasks(cycle: Cycle, tasks: Classified): Promise<void> {
  cycle.report.leftAlone = tasks.left.map(({ id, title }) => ({ id, title }))
  for (const { task, handler, match } of tasks.matched) {
    if (handler.name === SYNC_HANDLER || cycle.signal.aborted || !cycle.context.claimRow(task.id)) continue
    const attempt = (cycle.tools.ledger.attempt(task.id)?.attempts ?? 0) + 1
    const entry = {
      kind: 'task' as const,
      id: task.id,
      label: task.title,
      handler: handler.name,
      because: `${match.rule}: ${match.evidence}`,
    }
    await timed(cycle, entry, async () =>
      reportTask(cycle.tools, task, await runJob(handler, match.input, cycle.context, attempt)),
    )
  }
}

async function runTracks(cycle: Cycle): Promise<void> {
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

async function timed(
  cycle: Cycle,
  entry: Omit<Entry, 'outcome' | 'ms'>,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const started = performance.now()
  const outcome = await work()
  record(cycle, cycle.report, { ...entry, outcome, ms: performance.now() - started })
  return outcome
}

function record({ view }: CycleDeps, report: CycleReport, entry: Entry): void {
  report.entries.push(entry)
  view.ended(entry)
}
