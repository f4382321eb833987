// The music sync of a cycle.

import { dueFrom } from '../model/due.ts'
import type { ClassifiedTask } from './classify-tasks.ts'
import { type Cycle, SYNC_HANDLER, timed } from './cycle-context.ts'
import { reportTask } from './report-task.ts'
import { runJob } from './run-job.ts'

/** Forced, due, or asked for by a task; several tasks share one run. */
export async function musicSync(cycle: Cycle, asked: readonly ClassifiedTask[]): Promise<void> {
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
