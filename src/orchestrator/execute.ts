// One started job: its row is looked at, its handler is run, and what follows for the row is named.

import { z } from 'zod'
import { Environment, isFault, messageOf } from '../errors.ts'
import type { HandlerContext } from '../handler.ts'
import { askedByTask, type Job, type NewJob } from '../model/job.ts'
import { later, type Outcome, skipped } from '../model/outcome.ts'
import { outcomeOf } from '../model/outcome-of.ts'
import { nearestOption, TASK_STATUSES, type Task } from '../model/task.ts'
import type { NewWrite } from '../outbox/outbox.ts'
import { cleanUp } from '../pipeline/clean-up.ts'
import { PlaylistInput } from '../pipeline/playlist/source.ts'
import type { Tools } from '../tools.ts'
import type { DispatchDeps, Dispatcher } from './dispatch.ts'
import { endingOf } from './imports.ts'
import { taskWrite, trackWrite } from './row-writes.ts'
import { runJob } from './run-job.ts'
import { handlerOf, PLAYLIST_HANDLER, playlistJob, SYNC_HANDLER, syncJob } from './wishes.ts'

export interface Ending {
  outcome: Outcome
  /** What the job's row is told. */
  write?: NewWrite
  /** When there will be no other run of it. */
  cleanUp?: () => Promise<void>
}

export interface ExecuteDeps extends DispatchDeps {
  run: Dispatcher['run']
}

/** Ends in an outcome whatever happens: a job must not be left running. */
export async function execute(deps: ExecuteDeps, job: Job, context: HandlerContext): Promise<Ending> {
  try {
    return await executeIn(deps, job, context)
  } catch (error) {
    if (!isFault(error)) deps.log.error({ job: job.key, error }, 'an unexpected fault')
    return { outcome: outcomeOf(error, job.attempts + 1, deps.tools.now().getTime()) }
  }
}

async function executeIn(deps: ExecuteDeps, job: Job, context: HandlerContext): Promise<Ending> {
  switch (job.pool) {
    case 'tasks':
      return executeTask(deps, job, context)
    case 'tracks':
      return executeTrack(deps, job, context)
    case 'sync':
      return executeSync(deps, job, context)
    case 'wishes':
    case 'lists':
      return { outcome: await handle(deps, job, job.input, context) }
    case 'eagle':
      return endingOf(job, await handle(deps, job, job.input, context), deps.tools)
  }
}

async function executeTrack(deps: ExecuteDeps, job: Job, context: HandlerContext): Promise<Ending> {
  const outcome = await handle(deps, job, job.input, context)
  const page = pageOf(job)
  return { outcome, write: trackWrite(page, outcome), cleanUp: () => cleanUp(page, deps.tools) }
}

async function executeSync(deps: ExecuteDeps, job: Job, context: HandlerContext): Promise<Ending> {
  const outcome = await handle(deps, job, job.input, context)
  if (outcome.kind === 'done') await deps.lastRun.write(Math.floor(deps.tools.now().getTime() / 1000))
  return { outcome }
}

const TaskInput = z.object({ taskId: z.string(), input: z.unknown() })

/** The page is read right before the work: a person may have moved the task since it was found. */
async function executeTask(deps: ExecuteDeps, job: Job, context: HandlerContext): Promise<Ending> {
  const { taskId, input } = TaskInput.parse(job.input)
  let task: Task
  try {
    const claim = await deps.tools.claims.take('tasks', taskId)
    await claim?.confirm(context.signal)
    task = await (await deps.tools.tasks()).read(taskId)
  } catch (error) {
    if (context.signal.aborted) return { outcome: later(`stopped: ${messageOf(context.signal.reason)}`) }
    return { outcome: outcomeOf(error, job.attempts + 1, deps.tools.now().getTime()) }
  }
  const moved = isWantedAgain(job, task, deps.tools) ? whyPutAway(task) : movedBy(task, deps.settings.readyStatuses)
  if (moved) return { outcome: skipped(moved) }
  const shared = sharedJob(job.handler, input, askedByTask(task.title))
  const outcome = shared ? await deps.run(shared) : await handle(deps, job, input, { ...context, task })
  return { outcome, write: taskWrite(task, outcome) }
}

/** Work that is the same whoever asks for it: one run answers all. */
function sharedJob(handler: string, input: unknown, because: string): NewJob | undefined {
  if (handler === SYNC_HANDLER) return syncJob(because)
  return handler === PLAYLIST_HANDLER ? playlistJob(PlaylistInput.parse(input), because) : undefined
}

/** It stands as this program left it, and a person asked for it since. */
function isWantedAgain({ asked }: Job, { id, status }: Task, { outbox }: Pick<Tools, 'outbox'>): boolean {
  const wrote = TASK_STATUSES.find(word => word === outbox.wrote(id, 'status'))
  return asked && wrote !== undefined && status !== undefined && nearestOption(wrote, [status]) === status
}

const whyPutAway = ({ inTrash, archived }: Task) => (inTrash || archived ? 'a person put it away' : undefined)

/** Why the task is not to be worked on any more. */
function movedBy(task: Task, ready: readonly string[]): string | undefined {
  const { status } = task
  const away = whyPutAway(task)
  if (away) return away
  const isReady = ready.some(word => word.toLowerCase() === status?.trim().toLowerCase())
  return isReady ? undefined : `a person moved it to "${status ?? 'no status'}"`
}

async function handle(deps: ExecuteDeps, job: Job, input: unknown, context: HandlerContext): Promise<Outcome> {
  const attempt = job.attempts + 1
  const handler = handlerOf(deps.handlers, job.handler)
  if (handler) return runJob(handler, input, context, attempt)
  const missing = new Environment(`there is no handler "${job.handler}" now`)
  return outcomeOf(missing, attempt, deps.tools.now().getTime())
}

/** The page id in a row's job key. */
export const pageOf = ({ key }: Pick<Job, 'key'>) => key.slice(key.indexOf(':') + 1)
