// Once a cycle: what became of each task that an agent has. The agent moved its file, returned something, set the task's
// status, or did nothing for too long.

import { ARCHIVE, FAILED, INBOX, PROCESSED } from '../agents/boxes.ts'
import type { TriggerFile } from '../agents/triggers.ts'
import { InputFault } from '../errors.ts'
import { agentKey, type Handoff, writtenElsewhere } from '../model/agents/handoff.ts'
import { type Ending, endingOf, type Whereabouts } from '../model/agents/handoff-ending.ts'
import { isRoute, routeOf } from '../model/agents/route.ts'
import { counted } from '../model/counted.ts'
import { taskKey } from '../model/job.ts'
import type { Task } from '../model/task.ts'
import type { TaskTable } from '../notion/tasks.ts'
import type { Tools } from '../tools.ts'
import { clearLeftBehind } from './clear-left-behind.ts'
import type { Cycle } from './cycle-context.ts'
import { endHandoff, resumeEnd } from './end-handoff.ts'
import { readInboxes, taskOf } from './read-inboxes.ts'

interface Watched {
  tools: Tools
  table: TaskTable
  readyStatuses: readonly string[]
  /** By id: every task that is not over. */
  rows: ReadonlyMap<string, Task>
  /** By task. */
  returns: ReadonlyMap<string, TriggerFile>
  /** Those whose folder is not seen here. */
  elsewhere: Handoff[]
}

/**
 * @param rows every task that is not over
 * @returns the pages whose tasks were told something
 */
export async function watchHandoffs(cycle: Cycle, rows: readonly Task[]): Promise<ReadonlySet<string>> {
  const { tools, settings, report } = cycle
  await clearLeftBehind(tools)
  const { files, told } = await readInboxes(tools, report)
  const returned = files.filter(({ message }) => message.kind === 'return' && message.task !== undefined)
  const watched: Watched = {
    tools,
    table: await tools.tasks(),
    readyStatuses: settings.readyStatuses,
    rows: new Map(rows.map(row => [row.id, row])),
    returns: new Map(returned.map(file => [taskOf(file) ?? '', file])),
    elsewhere: [],
  }
  for (const handoff of tools.handoffs.open()) {
    cycle.signal.throwIfAborted()
    const says = await watchOne(watched, handoff)
    if (says === undefined) continue
    told.add(handoff.task)
    report.handoffs.push({ id: handoff.task, label: handoff.title, text: says })
    cycle.log.info({ task: handoff.task, agent: handoff.agent, says }, 'a hand-off has ended')
  }
  report.waiting.push(...unseenByAgent(watched.elsewhere.filter(({ task }) => !told.has(task))))
  for (const page of told) await tools.outbox.deliver(page)
  return told
}

/** One line for all that an agent has from one machine. */
function unseenByAgent(elsewhere: readonly Handoff[]): Cycle['report']['waiting'] {
  const alike = Map.groupBy(elsewhere, handoff => `handed to ${handoff.agent} ${writtenElsewhere(handoff)}`)
  return [...alike].map(([because, handoffs]) => ({
    id: handoffs[0]?.agent ?? '',
    label: counted(handoffs.length, 'task'),
    because,
  }))
}

/** @returns how it ended, in words; undefined: it goes on */
async function watchOne(watched: Watched, handoff: Handoff): Promise<string | undefined> {
  const { tools, table, rows, returns, elsewhere, readyStatuses } = watched
  if (handoff.state === 'closing') return resumeEnd(tools, handoff)
  if (handoff.state === 'begun' && isBeingWritten(tools, handoff)) return undefined
  const seen = await look(tools, handoff)
  if (seen.place === 'elsewhere') elsewhere.push(handoff)
  const returned = returns.get(handoff.task)
  if (tools.outbox.isPending(handoff.task) || !decide(watched, seen, rows.get(handoff.task), returned)) return undefined
  const task = await readTask(table, handoff.task) // a query may show the row as it was
  const ending = decide(watched, seen, task, returned)
  if (!ending) return undefined
  await endHandoff(tools, { handoff, ending, task, returned, readyWord: table.optionOf(readyStatuses) })
  return ending.says
}

/** Its job will write the file. */
function isBeingWritten({ queue }: Tools, { task }: Handoff): boolean {
  const job = queue.running(taskKey(task)) ?? queue.resting(taskKey(task))
  return job !== undefined && job.state !== 'failed' && job.state !== 'quarantined'
}

interface Seen {
  handoff: Handoff
  place: Whereabouts
  note?: string
}

const NAMES = { [INBOX]: 'inbox', [PROCESSED]: 'processed', [FAILED]: 'failed', [ARCHIVE]: 'archive' } as const

/** A file that looks otherwise than it was written was taken up by its agent. */
async function look({ triggers, handoffs, store, now }: Tools, handoff: Handoff): Promise<Seen> {
  const place = await triggers.where(handoff)
  if (typeof place === 'string') return { handoff, place }
  const note = place.box === INBOX ? undefined : await triggers.note(place)
  const isTouched = place.box === INBOX && (await triggers.look(place)) !== handoff.look && handoff.look !== ''
  if (!isTouched || handoff.acknowledgedAt !== undefined) return { handoff, place: NAMES[place.box], note }
  const acknowledgedAt = now().getTime()
  await store.commit(() => {
    handoffs.acknowledge(handoff.id, acknowledgedAt)
    handoffs.say(handoff.task, `${handoff.agent} took its trigger file up`)
  })
  return { handoff: { ...handoff, acknowledgedAt }, place: NAMES[place.box], note }
}

function decide(
  { tools, table, readyStatuses }: Watched,
  { handoff, place, note }: Seen,
  task: Task | undefined,
  returned: TriggerFile | undefined,
): Ending | undefined {
  return endingOf({
    handoff,
    place,
    note,
    task,
    returned: returned?.message.kind === 'return' ? returned.message : undefined,
    hasResult: task?.result !== undefined && !tools.outbox.isOurs(task.id, 'result', task.result),
    assignedElse: task && assignedElse(tools, task, handoff),
    limits: tools.handoffLimits,
    now: tools.now().getTime(),
    readyStatuses,
    words: table.statusWords,
  })
}

/** The row assigns it to another agent by now. */
function assignedElse({ rules }: Tools, task: Task, { agent }: Handoff): string | undefined {
  const { agents } = rules.now
  const route = routeOf(task, agents)
  if (!isRoute(route) || !route.isAssigned) return undefined
  const nameOf = (name: string) => agentKey(agents.named(name)?.name ?? name)
  return nameOf(route.agent) === nameOf(agent) ? undefined : route.agent
}

async function readTask(table: TaskTable, id: string): Promise<Task | undefined> {
  try {
    return await table.read(id)
  } catch (error) {
    if (error instanceof InputFault) return undefined
    throw error
  }
}
