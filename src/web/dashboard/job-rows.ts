// What the queue holds, in the portions that a page shows.

import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { BY_TASK, KIND_OF, POOLS } from '../../model/job.ts'
import type { JobKind, Now } from './api.ts'

const JobRow = z.object({
  key: z.string(),
  pool: z.enum(POOLS),
  label: z.string(),
  state: z.string(),
  because: z.string(),
  reason: z.string(),
  run_at: z.number(),
  changed_at: z.number(),
  attempts: z.number(),
})
export type JobRow = z.infer<typeof JobRow>
const Counted = z.object({ state: z.string(), count: z.number() })

/** Jobs that no task tells of. */
export const OWN = `(state = 'quarantined' or because not like '${BY_TASK}%')`

export interface JobRows {
  running(): JobRow[]
  /** Those that are due first. */
  later(limit: number): JobRow[]
  /** In the order in which they have their turn. */
  next(limit: number): JobRow[]
  counts(): Now['jobs']
  /** Failed or set aside, but for tracks; the newest first. */
  broken(limit: number): JobRow[]
  tasks(limit: number): JobRow[]
  of(key: string): JobRow | undefined
}

export function openJobRows(database: DatabaseSync): JobRows {
  const columns = 'key, pool, label, state, because, reason, run_at, changed_at, attempts'
  const sql = (rest: string) => {
    const statement = database.prepare(`select ${columns} from job ${rest}`)
    return (...values: (string | number)[]) => statement.all(...values).map(row => JobRow.parse(row))
  }
  const running = sql(`where state = 'running' and ${OWN} order by changed_at, id limit 200`)
  const later = sql(`where state = 'delayed' and ${OWN} order by run_at limit ?`)
  const next = sql(`where state = 'waiting' and ${OWN} order by priority, id limit ?`)
  const broken = sql(
    `where state in ('failed', 'quarantined') and pool <> 'tracks' and ${OWN} order by changed_at desc, id desc limit ?`,
  )
  const tasks = sql("where pool = 'tasks' order by changed_at desc, id desc limit ?")
  const runningOf = sql("where key = ? and state = 'running'")
  const restingOf = sql("where key = ? and state <> 'running'")
  const counts = database.prepare(`select state, count(*) as count from job where ${OWN} group by state`)
  return {
    running: () => running(),
    later,
    next,
    broken,
    tasks,
    of: key => runningOf(key)[0] ?? restingOf(key)[0],
    counts() {
      const rows = counts.all().map(row => Counted.parse(row))
      const count = (state: string) => rows.find(row => row.state === state)?.count ?? 0
      return {
        running: count('running'),
        waiting: count('waiting'),
        later: count('delayed'),
        failed: count('failed'),
        setAside: count('quarantined'),
      }
    },
  }
}

export const kindOf = ({ pool }: Pick<JobRow, 'pool'>): JobKind => KIND_OF[pool]

const BY_KEY: Record<string, JobKind> = { track: 'track', task: 'task', eagle: 'eagle', playlist: 'playlist' }

/** By what a run was about. */
export const kindOfKey = (key: string): JobKind | undefined =>
  key === 'music-sync' ? 'sync' : BY_KEY[key.slice(0, key.indexOf(':'))]

/** The page a job is about; undefined: it is about none. */
export function pageOfKey(key: string): string | undefined {
  const [kind, ...rest] = key.split(':')
  return kind === 'track' || kind === 'task' || kind === 'eagle' ? rest.join(':') : undefined
}
