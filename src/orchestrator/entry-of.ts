// How a job stands in the report of a cycle.

import { type Job, KIND_OF } from '../model/job.ts'
import { pageOf } from './execute.ts'
import type { Entry } from './report.ts'

export const entryOf = (job: Job): Omit<Entry, 'outcome' | 'ms'> => ({
  kind: KIND_OF[job.pool],
  id: job.pool === 'sync' || job.pool === 'lists' ? job.key : pageOf(job),
  label: job.label,
  handler: job.handler,
  because: job.because,
})
