// Which kinds of work are known, and which ready tasks each would take.

import { classifyTasks } from '../orchestrator/classify-tasks.ts'
import { discoverTasks } from '../orchestrator/task-survey.ts'
import { type GlobalFlags, print, withApp } from './with-app.ts'

export function handlers(flags: GlobalFlags): Promise<number> {
  return withApp(
    flags,
    async ({ app }) => {
      const { handlers: known, refused } = app.handlers
      const { ready: tasks } = await discoverTasks(app.tools, app.config.settings.TASK_READY_STATUSES)
      const { matched, left, moved } = classifyTasks(tasks, known, app.tools)
      const rows = known.map(({ name, describe }) => ({
        name,
        describe,
        tasks: matched
          .filter(({ handler }) => handler.name === name)
          .map(({ task, match }) => ({ id: task.id, title: task.title, rule: match.rule, evidence: match.evidence })),
      }))
      const leftOut = left.map(({ task: { id, title }, because }) => ({ id, title, because }))
      const shadow = moved?.map(({ task: { id, title }, from, to, because }) => ({ id, title, from, to, because }))
      print(flags, { handlers: rows, refused, left: leftOut, shadow }, [
        ...rows.flatMap(({ name, describe, tasks: taken }) => [
          `${name.padEnd(16)} ${describe}`,
          ...taken.map(({ title, rule, evidence }) => `  would take "${title}" (${rule}: ${evidence})`),
        ]),
        ...refused.map(({ file, reason }) => `refused: ${file}: ${reason}`),
        ...leftOut.map(({ title, because }) => `nothing takes "${title}" (${because})`),
        ...shadowLines(shadow),
      ])
      return 0
    },
    { readOnly: true },
  )
}

/** What rules on trial would do. */
function shadowLines(
  moved: readonly { title: string; from: string; to: string; because: string }[] | undefined,
): string[] {
  if (!moved) return []
  return [
    `rules on trial would move ${moved.length} of these tasks; nothing is moved`,
    ...moved.map(({ title, from, to, because }) => `  "${title}": ${to} instead of ${from} (${because})`),
  ]
}
