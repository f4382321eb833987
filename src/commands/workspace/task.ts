// workspace task: a row of Agent-Tasks.

import { UsageFault } from '../../errors.ts'
import { print, withApp } from '../with-app.ts'
import type { WorkspaceFlags } from '../workspace.ts'

export async function addTask(flags: WorkspaceFlags): Promise<number> {
  const title = flags.what.trim()
  if (title === '') throw new UsageFault('workspace task expects a title: workspace task "Review the set list"')
  const given = { title, status: flags.status, description: flags.description, agent: flags.agent }
  return withApp(
    flags,
    async ({ app }) => {
      const tasks = await app.tools.tasks()
      const task = tasks.planned(given)
      if (flags.dryRun) {
        print(flags, { would: 'add', task }, [`would add the task "${title}" (${task.status ?? 'no status'})`])
        return 0
      }
      const made = await tasks.create(task)
      const { id, status } = made
      print(flags, { id, title, status }, [`${tasks.databaseTitle}: ${title} (${status ?? 'no status'}) ${id}`])
      return 0
    },
    { beside: true },
  )
}
