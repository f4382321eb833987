// Which handler each task goes to, and why.

import type { Handler, Match } from '../handler.ts'
import type { Task } from '../model/task.ts'

export interface ClassifiedTask {
  task: Task
  handler: Handler
  match: Match
}

export interface Classified {
  matched: readonly ClassifiedTask[]
  /** Tasks that nothing can do. */
  left: readonly Task[]
}

/** The first handler that says yes has the task. */
export function classifyTasks(
  tasks: readonly Task[],
  handlers: readonly Handler[],
  settings: { defaultAgent?: string },
): Classified {
  const matched: ClassifiedTask[] = []
  const left: Task[] = []
  for (const task of tasks) {
    const found = classifyTask(task, handlers, settings)
    if (found) matched.push(found)
    else left.push(task)
  }
  return { matched, left }
}

export function classifyTask(
  task: Task,
  handlers: readonly Handler[],
  settings: { defaultAgent?: string },
): ClassifiedTask | undefined {
  for (const handler of handlers) {
    const match = handler.match?.(task, settings)
    if (match) return { task, handler, match }
  }
  return undefined
}
