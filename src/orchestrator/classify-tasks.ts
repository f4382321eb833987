// Which handler each task goes to, and why.

import type { Clues, Handler, Match } from '../handler.ts'
import { isRoute, type NoRoute, type Route, routeOf } from '../model/agents/route.ts'
import { classify, type Found } from '../model/classify/classify.ts'
import type { RuleSet } from '../model/classify/rule-set.ts'
import type { Task } from '../model/task.ts'
import type { RuleBook } from '../rules/rules.ts'

export interface ClassifiedTask {
  task: Task
  handler: Handler
  match: Match
  /** The agent it would be for. */
  route?: Route
}

/** A task that nothing can do. */
export interface LeftTask {
  task: Task
  because: string
}

/** A task that the rules on trial would send elsewhere. */
export interface MovedTask {
  task: Task
  /** Handlers, or `nothing`. */
  from: string
  to: string
  because: string
}

export interface Classified {
  matched: readonly ClassifiedTask[]
  left: readonly LeftTask[]
  /** Undefined: no rules are on trial. */
  moved?: readonly MovedTask[]
}

/** How tasks are told apart: the rules, and the agent for tasks that name none. */
export interface Guidance {
  rules: { now: RuleBook }
  defaultAgent?: string
}

/** The first handler that says yes has the task. */
export function classifyTasks(tasks: readonly Task[], handlers: readonly Handler[], guidance: Guidance): Classified {
  const matched: ClassifiedTask[] = []
  const left: LeftTask[] = []
  const { shadow } = guidance.rules.now
  const moved: MovedTask[] = []
  for (const task of tasks) {
    const ended = classifyTask(task, handlers, guidance)
    if ('handler' in ended) matched.push(ended)
    else left.push(ended)
    if (shadow) moved.push(...moveOf(task, ended, classifyBy(shadow, task, handlers, guidance)))
  }
  return { matched, left, ...(shadow && { moved }) }
}

export const classifyTask = (task: Task, handlers: readonly Handler[], guidance: Guidance) =>
  classifyBy(guidance.rules.now.rules, task, handlers, guidance)

function classifyBy(
  rules: RuleSet,
  task: Task,
  handlers: readonly Handler[],
  { rules: { now }, defaultAgent }: Guidance,
): ClassifiedTask | LeftTask {
  const found = classify(task, rules)
  const routed = routeOf(task, now.agents, defaultAgent)
  const route = isRoute(routed) ? routed : undefined
  for (const handler of handlers) {
    const match = matchOf(handler, task, { defaultAgent, found, route })
    if (match) return { task, handler, match, route }
  }
  return { task, because: whyLeft(found, routed) }
}

function matchOf(handler: Handler, task: Task, clues: Clues): Match | undefined {
  if (handler.match) return handler.match(task, clues)
  const { found } = clues
  return found?.handler === handler.name ? { rule: found.rule, evidence: found.evidence, input: {} } : undefined
}

function whyLeft(found: Found | undefined, routed: Route | NoRoute | undefined): string {
  if (routed && !isRoute(routed)) return `no agent is chosen: ${routed.because}`
  const said = found ? ` (${found.rule}: ${found.evidence})` : ''
  return `no handler takes it: it names no agent and is no music task${said}`
}

function moveOf(task: Task, now: ClassifiedTask | LeftTask, then: ClassifiedTask | LeftTask): MovedTask[] {
  const [from, to] = [now, then].map(ended => ('handler' in ended ? ended.handler.name : 'nothing'))
  if (from === undefined || to === undefined || from === to) return []
  const because = 'handler' in then ? `${then.match.rule}: ${then.match.evidence}` : then.because
  return [{ task, from, to, because }]
}
