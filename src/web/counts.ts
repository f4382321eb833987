// Counts of jobs and of runs, without reading all runs each time.

import { z } from 'zod'
import type { Store } from '../store/database.ts'

const JobCount = z.object({ pool: z.string(), state: z.string(), count: z.number() })
const RunCount = z.object({
  handler: z.string(),
  outcome: z.string(),
  count: z.number(),
  ms: z.number(),
  last: z.number(),
})

export interface RunCounted {
  handler: string
  outcome: string
  count: number
  seconds: number
}

export function jobCounts({ database }: Pick<Store, 'database'>): () => z.infer<typeof JobCount>[] {
  const counts = database.prepare('select pool, state, count(*) as count from job group by pool, state')
  return () => counts.all().map(row => JobCount.parse(row))
}

/** Of all runs there ever were; each time only those that are new are read. */
export function runCounts({ database }: Pick<Store, 'database'>): () => RunCounted[] {
  const after = database.prepare(
    `select handler, outcome, count(*) as count, sum(max(0, ended_at - started_at)) as ms, max(id) as last
     from run where id > ? group by handler, outcome`,
  )
  const known = new Map<string, RunCounted>()
  let last = 0
  return () => {
    for (const row of after.all(last).map(found => RunCount.parse(found))) {
      const key = `${row.handler} ${row.outcome}`
      const before = known.get(key)
      known.set(key, {
        handler: row.handler,
        outcome: row.outcome,
        count: (before?.count ?? 0) + row.count,
        seconds: (before?.seconds ?? 0) + row.ms / 1000,
      })
      last = Math.max(last, row.last)
    }
    return [...known.values()]
  }
}
