// In which order tasks are started: the most urgent first, among those each agent in turn, and no agent more than it may have.

import { z } from 'zod'
import { agentKey } from '../model/agents/handoff.ts'
import type { Job } from '../model/job.ts'
import { taskKey } from '../model/job.ts'
import { urgencyOf } from '../model/task.ts'
import type { Tools } from '../tools.ts'
import type { ClassifiedTask } from './classify-tasks.ts'

export const HANDOFF_HANDLER = 'agent-handoff'

export interface Turns {
  taken: readonly ClassifiedTask[]
  /** Tasks whose agent has as many as it may have. */
  waiting: readonly { task: ClassifiedTask; agent: string; because: string }[]
}

/** @param tasks most urgent first */
export function takeTurns(
  tools: Pick<Tools, 'handoffs' | 'handoffLimits' | 'queue'>,
  tasks: readonly ClassifiedTask[],
): Turns {
  const room = openRoom(tools)
  const taken: ClassifiedTask[] = []
  const waiting: { task: ClassifiedTask; agent: string; because: string }[] = []
  for (const task of inTurns(tasks)) {
    const agent = agentOf(task)
    const because = agent === undefined ? undefined : room.whyNone(agent, task.task.id)
    if (agent !== undefined && because !== undefined) waiting.push({ task, agent, because })
    else taken.push(task)
  }
  return { taken, waiting }
}

const AgentInput = z.object({ agent: z.string() })
const JobInput = z.object({ input: AgentInput })

/** Undefined: no agent does it. */
export const agentOf = ({ handler, match }: ClassifiedTask): string | undefined =>
  handler.name === HANDOFF_HANDLER ? AgentInput.safeParse(match.input).data?.agent : undefined

/** Within one urgency the agents take turns; what needs no agent counts as one of them. */
function inTurns(tasks: readonly ClassifiedTask[]): ClassifiedTask[] {
  const levels = Map.groupBy(tasks, ({ task }) => urgencyOf(task))
  return [...levels].toSorted(([a], [b]) => a - b).flatMap(([, level]) => roundRobin(level))
}

function roundRobin(level: readonly ClassifiedTask[]): ClassifiedTask[] {
  const queues = [...Map.groupBy(level, task => agentKey(agentOf(task) ?? task.handler.name)).values()]
  const longest = Math.max(0, ...queues.map(queue => queue.length))
  return Array.from({ length: longest }, (_, turn) => queues.flatMap(queue => queue.slice(turn, turn + 1))).flat()
}

/** How many more each agent may have; what is handed off already, or about to be, has its place. */
function openRoom({ handoffs, handoffLimits, queue }: Pick<Tools, 'handoffs' | 'handoffLimits' | 'queue'>) {
  const held = new Map<string, number>()
  const placed = new Set<string>()
  const place = (agent: string, task: string) => {
    if (placed.has(task)) return
    placed.add(task)
    held.set(agentKey(agent), (held.get(agentKey(agent)) ?? 0) + 1)
  }
  for (const { agent, task } of handoffs.open()) place(agent, task)
  const jobs = queue.list(['waiting', 'delayed', 'running']).filter(({ handler }) => handler === HANDOFF_HANDLER)
  for (const job of jobs) place(agentIn(job), job.key.slice(taskKey('').length))
  return {
    /** Why the agent cannot have this task now; undefined: it has its place from now on. */
    whyNone(agent: string, task: string): string | undefined {
      const count = held.get(agentKey(agent)) ?? 0
      const most = handoffLimits.perAgent(agent)
      if (!placed.has(task) && count >= most) return `${agent} has ${count} tasks (most at a time: ${most})`
      place(agent, task)
      return undefined
    },
  }
}

const agentIn = ({ input }: Job): string => JobInput.safeParse(input).data?.input.agent ?? ''
