// How a job stands in the report of a cycle.

import type { Job } from '../model/job.ts'
import { pageOf } from './execute.ts'
import type { Entry } from './report.ts'

const KINDS = {
  wishes: 'wish',
  sync: 'sync',
  lists: 'playlist',
  tasks: 'task',
  tracks: 'track',
  eagle: 'eagle',
} as const

export const entryOf = (job: Job): Omit<Entry, 'outcome' | 'ms'> => ({
  kind: KINDS[job.pool],
  id: job.pool === 'sync' || job.pool === 'lists' ? job.key : pageOf(job),
  label: job.label,
  handler: job.handler,
  because: job.because,
})
