// All that hand-offs need: the boxes of the agents, the record of what they have, the limits.

import type { AgentBook } from '../model/agents/agents.ts'
import type { HandoffLimits } from '../model/agents/handoff.ts'
import { type HandoffSettings, handoffLimits } from '../model/agents/handoff-settings.ts'
import type { Task } from '../model/task.ts'
import type { Store } from '../store/database.ts'
import { type Handoffs, openHandoffs } from '../store/handoffs.ts'
import { openPrerequisites, type Prerequisites } from '../store/prerequisites.ts'
import { type AgentPlace, expectProgram, runOn } from './run/place.ts'
import type { AgentRun } from './run/run-agent.ts'
import { openTriggers, type Triggers } from './triggers.ts'

export interface AgentTools {
  /** Runs the program of an agent that has one. @throws InputFault when it has none; see runAgent */
  runAgent(task: Task, agent: string, signal: AbortSignal): Promise<AgentRun>
  triggers: Triggers
  /** Tasks that agents have or had, and every decision about them. */
  handoffs: Handoffs
  handoffLimits: HandoffLimits
  /** What was last read of tasks that others wait for. */
  prerequisites: Prerequisites
}

export function openAgents(deps: {
  triggersDir: string
  settings: HandoffSettings
  store: Store
  now: () => number
  /** Where agents are run, and what stays hidden from them. */
  place: AgentPlace
  /** The agents as they are known now. */
  book: () => AgentBook
}): AgentTools {
  const { triggersDir, settings, store, now, book, place } = deps
  return {
    runAgent: (task, name, signal) => runOn(task, expectProgram(book(), name), { place, signal, now }),
    triggers: openTriggers(triggersDir, book),
    handoffs: openHandoffs(store, now),
    handoffLimits: handoffLimits(settings, agent => book().named(agent)?.handoffsAtOnce),
    prerequisites: openPrerequisites(store),
  }
}
