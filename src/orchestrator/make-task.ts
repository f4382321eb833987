// A task that follows from another: made once, counted before it is made, known again by a key in its text.

import { createHash } from 'node:crypto'
import type { Job } from '../model/job.ts'
import type { NewTask, Task } from '../model/task.ts'
import type { Tools } from '../tools.ts'

/**
 * @param name by which it is the same task, whatever its title
 * @throws Refused when the chain is too deep or too many were made: nothing is made then
 */
export async function makeTask(
  tools: Tools,
  job: Pick<Job, 'key' | 'root' | 'depth'>,
  task: NewTask,
  name = task.title,
): Promise<Task> {
  const key = keyOf(job.key, name)
  const tasks = await tools.tasks()
  const begun = tools.madeTasks.find(key)
  if (begun?.page) return tasks.read(begun.page)
  if (!begun) {
    const { root, depth } = job
    await tools.store.commit(() =>
      tools.madeTasks.begin({ key, page: '', root, depth: depth + 1, parent: job.key, title: task.title }),
    )
  }
  const marked = { ...task, description: [task.description, `(${key})`].filter(Boolean).join('\n') }
  // begun by a run that was killed: it may be there
  const made = (begun && (await tasks.findMarked(key))) ?? (await tasks.create(marked))
  await tools.store.commit(() => tools.madeTasks.made(key, made.id))
  return made
}

/** What is known of a task that this program made. */
export function originOf(tools: Pick<Tools, 'madeTasks'>, task: Task): { root: string; depth: number } | undefined {
  const key = MARK.exec(task.description ?? '')?.[1]
  const made = (key === undefined ? undefined : tools.madeTasks.find(key)) ?? tools.madeTasks.ofPage(task.id)
  return made && { root: made.root, depth: made.depth }
}

const MARK = /\((task-[0-9a-f]{16})\)/

function keyOf(parent: string, title: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([parent, title]))
    .digest('hex')
  return `task-${hash.slice(0, 16)}`
}
