// What a handler is given for one job.

import { failpoint } from '../failpoint.ts'
import type { Effect, HandlerContext } from '../handler.ts'
import type { Log } from '../log.ts'
import type { Job, NewJob } from '../model/job.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Lease } from '../queue/leases.ts'
import type { Tools } from '../tools.ts'
import { makeTask } from './make-task.ts'
import type { View } from './view.ts'
import { trackJob } from './wishes.ts'

export interface JobContextDeps {
  tools: Tools
  log: Log
  signal: AbortSignal
  view: View
  run(job: NewJob): Promise<Outcome>
}

export function jobContext({ tools, log, signal, view, run }: JobContextDeps, job: Job, lease: Lease): HandlerContext {
  return {
    tools,
    log,
    signal: AbortSignal.any([signal, lease.signal]),
    asked: job.asked,
    check: lease.check,
    // a list is known by its job, which is what ends
    progress: (subject, ...more) => view.progress(job.pool === 'lists' ? job.label : subject, ...more),
    expect: view.expect,
    effect: (name, effect) => once(tools, { run: effectsOf(job), stage: name }, effect, lease),
    runTrack: row => run(trackJob(row, { asked: true, because: `for "${job.label}"` })),
    makeTask: task => makeTask(tools, job, task),
  }
}

/** Under which its effects stand in the journal. */
export const effectsOf = (job: Pick<Job, 'key' | 'wish'>) => `${job.key} ${job.wish}`

async function once<T>(
  { journal }: Tools,
  key: { run: string; stage: string },
  effect: Effect<T>,
  lease: Lease,
): Promise<T> {
  const entry = journal.entry(key)
  if (entry?.state === 'proved') return effect.form.parse(entry.data)
  const found = await effect.probe(entry?.at)
  if (found !== undefined) {
    await journal.prove(key, found)
    return found
  }
  await journal.begin(key, undefined)
  await failpoint(`effect.${key.stage}.begun`)
  lease.check()
  const result = await effect.run()
  await failpoint(`effect.${key.stage}.ran`)
  await journal.prove(key, result)
  await failpoint(`effect.${key.stage}.proved`)
  return result
}
