// Which kinds of work are known, and which ready tasks each would take.

import { classifyTasks } from '../orchestrator/classify-tasks.ts'
import { discoverTasks } from '../orchestrator/discover.ts'
import { type GlobalFlags, print, withApp } from './with-app.ts'

export function handlers(flags: GlobalFlags): Promise<number> {
  return withApp(
    flags,
    async ({ app }) => {
      const { handlers: known, refused } = app.handlers
      const tasks = await discoverTasks(app.tools, app.config.settings.TASK_READY_STATUSES)
      const { matched, left } = classifyTasks(tasks, known, { defaultAgent: app.tools.defaultAgent })
      const rows = known.map(({ name, describe }) => ({
        name,
        describe,
        tasks: matched
          .filter(({ handler }) => handler.name === name)
          .map(({ task, match }) => ({ id: task.id, title: task.title, rule: match.rule, evidence: match.evidence })),
      }))
      print(flags, { handlers: rows, refused, left: left.map(({ id, title }) => ({ id, title })) }, [
        ...rows.flatMap(({ name, describe, tasks: taken }) => [
          `${name.padEnd(16)} ${describe}`,
          ...taken.map(({ title, rule, evidence }) => `  would take "${title}" (${rule}: ${evidence})`),
        ]),
        ...refused.map(({ file, reason }) => `refused: ${file}: ${reason}`),
        ...left.map(({ title }) => `nothing takes "${title}"`),
      ])
      return 0
    },
    { readOnly: true },
  )
}
