// Tasks this program made: which task each follows from, so that no chain of them grows without end.

import { z } from 'zod'
import { Refused } from '../errors.ts'
import type { Store } from './database.ts'

export interface MadeTask {
  /** Stands in the task's text, to know it again. */
  key: string
  /** Page id; empty while it is not known to be there. */
  page: string
  /** Page id of the task the chain began with. */
  root: string
  /** How many tasks stand between it and the root; 1 for the root's own. */
  depth: number
  parent: string
  title: string
}

export interface MadeTasks {
  find(key: string): MadeTask | undefined
  ofPage(page: string): MadeTask | undefined
  /**
   * Takes a task that is about to be made; for use inside a commit.
   * @throws Refused when there are too many: a chain that is too deep, a root or an hour that has too many, the same again
   */
  begin(task: MadeTask): void
  /** The page it became. */
  made(key: string, page: string): void
}

export const TASK_LIMITS = { depth: 3, perRoot: 20, perHour: 60 } as const
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const Row = z.object({
  key: z.string(),
  page: z.string(),
  root: z.string(),
  depth: z.number(),
  parent: z.string(),
  title: z.string(),
})

export function openMadeTasks({ database }: Store, now: () => number): MadeTasks {
  const find = database.prepare('select key, page, root, depth, parent, title from made_task where key = ?')
  const findPage = database.prepare('select key, page, root, depth, parent, title from made_task where page = ?')
  const put = database.prepare(
    'insert into made_task (key, page, root, depth, parent, title, at) values (?, ?, ?, ?, ?, ?, ?)',
  )
  const setPage = database.prepare('update made_task set page = ? where key = ?')
  const ofRoot = database.prepare('select count(*) as n from made_task where root = ?')
  const since = database.prepare('select count(*) as n from made_task where at > ?')
  const same = database.prepare('select count(*) as n from made_task where parent = ? and title = ? and at > ?')
  const number = (row: Record<string, unknown> | undefined) => Number(row?.n ?? 0)

  function refuseTooMany({ depth, root, parent, title }: MadeTask): void {
    if (depth > TASK_LIMITS.depth) throw new Refused(`tasks that make tasks end after ${TASK_LIMITS.depth} steps`)
    if (number(ofRoot.get(root)) >= TASK_LIMITS.perRoot)
      throw new Refused(`one task led to ${TASK_LIMITS.perRoot} others already`)
    if (number(since.get(now() - HOUR_MS)) >= TASK_LIMITS.perHour)
      throw new Refused(`${TASK_LIMITS.perHour} tasks were made within the hour`)
    if (number(same.get(parent, title, now() - DAY_MS)) > 0)
      throw new Refused(`the same task was made for the same reason within a day: "${title}"`)
  }

  return {
    find(key) {
      const row = find.get(key)
      return row && Row.parse(row)
    },
    ofPage(page) {
      const row = findPage.get(page)
      return row && Row.parse(row)
    },
    begin(task) {
      refuseTooMany(task)
      put.run(task.key, task.page, task.root, task.depth, task.parent, task.title, now())
    },
    made: (key, page) => void setPage.run(page, key),
  }
}
