// Which tasks may be started now, most urgent first, and why the others are not. One look at all that are not over.

import { InputFault } from '../errors.ts'
import { taskKey } from '../model/job.ts'
import { moment } from '../model/moment.ts'
import { type PrerequisiteState, whyNotReady } from '../model/ready.ts'
import { statusKind } from '../model/status-word.ts'
import { byUrgency, type Task } from '../model/task.ts'
import { LEFT_ALONE } from '../pipeline/chain/chain.ts'
import type { Prerequisite } from '../store/prerequisites.ts'
import type { Tools } from '../tools.ts'
import { isEcho } from './discover.ts'

export interface TaskSurvey {
  ready: readonly Task[]
  /** The others, with the reason. */
  left: readonly { task: Task; because: string }[]
}

interface SurveyOptions {
  /** Also those that are archived, to say so. */
  archived?: boolean
}

/** Every task that is not over. */
export async function openTasksOf(
  tools: Tools,
  readyStatuses: readonly string[],
  { archived }: SurveyOptions = {},
): Promise<readonly Task[]> {
  return (await tools.tasks()).listOpen(readyStatuses, { archived })
}

/** A look at all tasks that changes nothing. */
export async function discoverTasks(
  tools: Tools,
  readyStatuses: readonly string[],
  options: SurveyOptions = {},
): Promise<TaskSurvey> {
  const rows = await openTasksOf(tools, readyStatuses, options)
  return surveyTasks(tools, rows, { readyStatuses, readOnly: true })
}

/**
 * @param rows every task that is not over
 * @param options.readOnly nothing is kept
 */
export async function surveyTasks(
  tools: Tools,
  rows: readonly Task[],
  { readyStatuses, readOnly = false }: { readyStatuses: readonly string[]; readOnly?: boolean },
): Promise<TaskSurvey> {
  const prerequisite = await prerequisitesOf(tools, rows, { readyStatuses, readOnly })
  const rules = { readyStatuses, now: tools.now(), prerequisite }
  const ready: Task[] = []
  const left: { task: Task; because: string }[] = []
  for (const task of rows.toSorted(byUrgency)) {
    const because = whyHeld(tools, task) ?? whyNotReady(task, rules) ?? whyLater(tools, task)
    if (because === undefined) ready.push(task)
    else left.push({ task, because })
  }
  return { ready, left }
}

/** A person wants it so, or an agent has it: that its row says otherwise is seen to by who watches hand-offs. */
function whyHeld({ handoffs, ignored }: Tools, { id, status }: Task): string | undefined {
  if (ignored.has(id)) return LEFT_ALONE
  const open = handoffs.openOf(id)
  if (!open || open.state === 'begun' || statusKind(status) !== 'working') return undefined
  return `${open.agent} has it since ${moment(open.at)}`
}

/** It waits for a later try, or for Notion to show our last write. */
function whyLater(tools: Tools, { id, result }: Task): string | undefined {
  const job = tools.queue.resting(taskKey(id))
  if (job?.state === 'quarantined') return `it is set aside: ${job.reason}`
  if (job?.state === 'delayed' && job.runAt > tools.now().getTime())
    return `tried again from ${moment(job.runAt)}: ${job.reason}`
  return isEcho(tools, id, 'status', { result }) ? 'Notion does not show its last change yet' : undefined
}

/** So many are read by themselves in one look. */
const MOST_READ = 50
/** One that was not completed is read again after this long. */
const READ_AGAIN_MS = 15 * 60_000

/** Those among the rows are known; of the others, one that was completed is not read again: it would be among the rows. */
async function prerequisitesOf(
  tools: Tools,
  rows: readonly Task[],
  { readyStatuses, readOnly }: { readyStatuses: readonly string[]; readOnly: boolean },
): Promise<(id: string) => PrerequisiteState> {
  const byId = new Map(rows.map(row => [row.id, row]))
  const found = new Map<string, PrerequisiteState>()
  const now = tools.now().getTime()
  let readsLeft = MOST_READ
  const asking = rows.filter(row => statusKind(row.status, readyStatuses) === 'ready' && !row.archived)
  for (const id of new Set(asking.toSorted(byUrgency).flatMap(({ prerequisites = [] }) => prerequisites))) {
    const row = byId.get(id)
    const seen = tools.prerequisites.seen(id)
    if (row) found.set(id, stateOf({ title: row.title, status: row.status ?? '' }))
    else if (seen && (isMet(seen) || now - seen.at < READ_AGAIN_MS)) found.set(id, stateOf(seen))
    else if (readsLeft > 0) {
      readsLeft -= 1
      const read = await readPrerequisite(tools, id)
      if (!readOnly) await tools.prerequisites.see(id, read)
      found.set(id, stateOf(read))
    }
  }
  return id => found.get(id) ?? 'unknown'
}

async function readPrerequisite(tools: Tools, id: string): Promise<Prerequisite> {
  const at = tools.now().getTime()
  try {
    const { title, status = '', inTrash } = await (await tools.tasks()).read(id)
    return { title, status: inTrash ? IN_TRASH : status, at }
  } catch (error) {
    if (!(error instanceof InputFault)) throw error
    return { title: id, status: 'it cannot be read', at }
  }
}

const IN_TRASH = 'in the trash'

const stateOf = (seen: Pick<Prerequisite, 'title' | 'status'>): PrerequisiteState =>
  isMet(seen) ? 'met' : { title: seen.title, status: seen.status }

/** What is in the trash holds nothing up. */
const isMet = ({ status }: Pick<Prerequisite, 'status'>) => status === IN_TRASH || statusKind(status) === 'completed'
