// The tasks of a cycle, but for those that the music sync answers.

import type { Classified } from './classify-tasks.ts'
import { type Cycle, SYNC_HANDLER, timed } from './cycle-context.ts'
import { reportTask } from './report-task.ts'
import { runJob } from './run-job.ts'

export async function runTasks(cycle: Cycle, tasks: Classified): Promise<void> {
  const unanswered =
    cycle.settings.sync === 'off' ? tasks.matched.filter(({ handler }) => handler.name === SYNC_HANDLER) : []
  const left = [...tasks.left, ...unanswered.map(({ task }) => task)]
  cycle.report.leftAlone = left.map(({ id, title }) => ({ id, title }))
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
