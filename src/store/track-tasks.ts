// Tasks that stand for tracks on the board, and what each was told last.

import { z } from 'zod'
import type { Store } from './database.ts'

const Row = z.object({
  /** Of the track. */
  page: z.string(),
  /** Stands in the task's text, to know it again. */
  mark: z.string(),
  /** Page of the task; empty while it is not known to be there. */
  task: z.string(),
  told: z.enum(['', 'open', 'failed', 'done']),
})
export type TrackTask = z.infer<typeof Row>

export interface TrackTasks {
  of(page: string): TrackTask | undefined
  /** Those that are not done. */
  open(): TrackTask[]
  /** For use inside a commit, as below. */
  begin(page: string, mark: string): void
  made(page: string, task: string): void
  tell(page: string, told: TrackTask['told']): void
  forget(page: string): void
}

export function openTrackTasks({ database }: Store, now: () => number): TrackTasks {
  const sql = (text: string) => database.prepare(text)
  const find = sql('select page, mark, task, told from track_task where page = ?')
  const open = sql("select page, mark, task, told from track_task where told <> 'done' order by at, page")
  const begin = sql("insert or ignore into track_task (page, mark, task, told, at) values (?, ?, '', '', ?)")
  const made = sql("update track_task set task = ?, told = 'open' where page = ?")
  const tell = sql('update track_task set told = ? where page = ?')
  const forget = sql('delete from track_task where page = ?')
  return {
    of(page) {
      const row = find.get(page)
      return row && Row.parse(row)
    },
    open: () => open.all().map(row => Row.parse(row)),
    begin: (page, mark) => void begin.run(page, mark, now()),
    made: (page, task) => void made.run(task, page),
    tell: (page, told) => void tell.run(told, page),
    forget: page => void forget.run(page),
  }
}
