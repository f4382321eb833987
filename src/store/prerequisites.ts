// What was last read of tasks that others wait for: one that is completed need not be read again.

import { z } from 'zod'
import type { Store } from './database.ts'

export interface Prerequisite {
  title: string
  /** Empty: it has none. */
  status: string
  /** Epoch ms at which it was read. */
  at: number
}

export interface Prerequisites {
  seen(task: string): Prerequisite | undefined
  see(task: string, prerequisite: Prerequisite): Promise<void>
}

const Row = z.object({ title: z.string(), status: z.string(), at: z.number() })

export function openPrerequisites(store: Store): Prerequisites {
  const find = store.database.prepare('select title, status, at from prerequisite where task = ?')
  const put = store.database.prepare(
    'insert or replace into prerequisite (task, title, status, at) values (?, ?, ?, ?)',
  )
  return {
    seen(task) {
      const row = find.get(task)
      return row && Row.parse(row)
    },
    see: (task, { title, status, at }) => store.commit(() => void put.run(task, title, status, at)),
  }
}
