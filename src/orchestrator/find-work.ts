// Rows that want something become jobs: on the disk before anything is done about them.

import { counted } from '../model/counted.ts'
import { knownLast, timesDue } from '../model/due.ts'
import { taskKey } from '../model/job.ts'
import type { Task } from '../model/task.ts'
import { type ClassifiedTask, classifyTasks } from './classify-tasks.ts'
import type { Cycle } from './cycle-context.ts'
import { discoverTracks, rememberPass } from './discover.ts'
import { originOf } from './make-task.ts'
import type { CycleReport } from './report.ts'
import { type Turns, takeTurns } from './take-turns.ts'
import { openTasksOf, surveyTasks } from './task-survey.ts'
import { keepWaiting, wantsUnlinked } from './waiting-rows.ts'
import { watchHandoffs } from './watch-handoffs.ts'
import { handlerOf, SYNC_HANDLER, syncJob, taskJob, trackJob } from './wishes.ts'

/** @returns the tasks that ask for the music sync */
export async function findTasks(cycle: Cycle): Promise<readonly ClassifiedTask[]> {
  const { tools, handlers, settings, report } = cycle
  tools.rules.refresh()
  const rows = await watchedRows(cycle)
  const { ready } = await surveyTasks(tools, rows, settings)
  const { matched, left, moved } = classifyTasks(ready, handlers, tools)
  const isSync = ({ handler }: ClassifiedTask) => handler.name === SYNC_HANDLER
  const unanswered = settings.sync === 'off' ? matched.filter(isSync) : []
  report.leftAlone = [
    ...left.map(({ task: { id, title }, because }) => ({ id, title, because })),
    ...unanswered.map(({ task: { id, title } }) => ({ id, title, because: 'the music sync is switched off' })),
  ]
  report.wouldMove = moved?.map(({ task, from, to, because }) => ({
    id: task.id,
    title: task.title,
    from,
    to,
    because,
  }))
  const { taken, waiting } = takeTurns(
    tools,
    matched.filter(task => !unanswered.includes(task)),
  )
  report.waiting.push(...waitingByAgent(waiting))
  await tools.queue.enqueue(
    taken.map(one => ({ ...taskJob(one), ...originOf(tools, one.task), asked: wasSetBack(tools, one.task.id) })),
  )
  return taken.filter(isSync)
}

/** Every task that is not over, as it is after what agents did was seen to. */
async function watchedRows(cycle: Cycle): Promise<readonly Task[]> {
  const { tools, settings } = cycle
  const rows = await openTasksOf(tools, settings.readyStatuses)
  const told = await cycle.step('hand-offs', () => watchHandoffs(cycle, rows))
  const table = await tools.tasks()
  return Promise.all(rows.map(row => (told?.has(row.id) ? table.read(row.id) : row)))
}

/** One line an agent. */
function waitingByAgent(waiting: Turns['waiting']): CycleReport['waiting'] {
  return [...Map.groupBy(waiting, ({ agent }) => agent)].map(([agent, tasks]) => ({
    id: agent,
    label: `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'} for ${agent}`,
    because: tasks[0]?.because ?? '',
  }))
}

/** A task that failed, was told so, and stands as ready again: a person wants it again. */
function wasSetBack({ queue, outbox }: Cycle['tools'], id: string): boolean {
  const isTold = outbox.wrote(id, 'status') === 'Failed' && !outbox.isRefused(id)
  return isTold && queue.resting(taskKey(id))?.state === 'failed'
}

/** Forced or due; tasks that ask for it share that run. */
export async function findSync(cycle: Cycle, asked: readonly ClassifiedTask[]): Promise<void> {
  const because = await syncReason(cycle)
  if (because && asked.length === 0 && handlerOf(cycle.handlers, SYNC_HANDLER))
    await cycle.tools.queue.enqueue([syncJob(because)])
}

async function syncReason({ settings, tools, lastRun }: Cycle): Promise<string | undefined> {
  if (settings.sync === 'force') return 'forced by --music-sync'
  if (settings.sync === 'off') return undefined
  const now = tools.now().getTime() / 1000
  const times = timesDue(knownLast(await lastRun.read(), now), settings.syncRepeat, now)
  if (times === 0) return undefined
  return times === 1
    ? 'it is due'
    : `it is due, and ${counted(times - 1, 'time before was', 'times before were')} missed: once makes good for all`
}

export async function findTracks({ tools, report, settings, view }: Cycle): Promise<void> {
  const passStart = tools.now()
  const unlinked = wantsUnlinked(tools)
  const found = await discoverTracks(tools, { unlinked })
  const { ready, freed } = found
  report.waiting.push(...keepWaiting(tools, found, unlinked))
  await tools.queue.enqueue(ready.map(row => trackJob(row, { at: passStart.getTime(), asked: freed.has(row.id) })))
  rememberPass(tools, found)
  view.expect(Math.min(tools.queue.count('waiting', 'tracks'), settings.trackLimit ?? Number.POSITIVE_INFINITY))
}
