// Which agent a task is for, and why: the one it is assigned to, else a rule's, else the one that is best at it, else the default.

import { findAny, type Phrase } from '../phrases/phrase.ts'
import { type Words, wordsOf } from '../phrases/words.ts'
import type { Task } from '../task.ts'
import type { Agent, AgentBook, AgentRule } from './agents.ts'

export interface Route {
  agent: string
  /** The way it was found, for people, and what decided. */
  rule: string
  evidence: string
  /** It is what the row says already. */
  isAssigned: boolean
  /** Its page in the database of agents, where that is known. */
  page?: string
  /** It has a program of its own, which is run. */
  isRun?: true
}

/** Nobody is to be chosen in the place of the one who is meant. */
export interface NoRoute {
  because: string
}

export type RoutedTask = Pick<
  Task,
  'title' | 'description' | 'taskType' | 'nextStep' | 'assignedAgent' | 'assignedPages' | 'isAssignedToPeople'
>

/** @param defaultAgent DEFAULT_AGENT. @returns undefined when no agent is meant */
export function routeOf(task: RoutedTask, book: AgentBook, defaultAgent?: string): Route | NoRoute | undefined {
  const assigned = assignedTo(task, book)
  if (assigned) return assigned
  const texts = [task.title, task.description, task.taskType, task.nextStep].map(text => wordsOf(text ?? ''))
  return (
    byRule(book.rules, texts, 'the rule') ??
    byCapabilities(book.agents, texts) ??
    byRule(book.fallbacks, texts, 'the fallback') ??
    byDefault(book, defaultAgent)
  )
}

export const isRoute = (routed: Route | NoRoute | undefined): routed is Route =>
  routed !== undefined && 'agent' in routed

function assignedTo(task: RoutedTask, book: AgentBook): Route | NoRoute | undefined {
  const { assignedAgent, assignedPages = [], isAssignedToPeople } = task
  const onPage = assignedPages.map(page => book.onPage(page)).find(agent => agent !== undefined)
  const known = onPage ?? (assignedAgent === undefined ? undefined : book.named(assignedAgent))
  if (known) return { ...toRoute(known, 'assigned agent', assignedAgent ?? known.name), isAssigned: true }
  if (assignedAgent !== undefined && isAssignedToPeople)
    return { because: `it is assigned to ${assignedAgent}, who is no agent of agents.json` }
  if (assignedAgent !== undefined) {
    const rule = book.agents.length > 0 ? 'assigned agent, which is not in agents.json' : 'assigned agent'
    return { agent: assignedAgent, rule, evidence: assignedAgent, isAssigned: true }
  }
  if (assignedPages.length === 0) return undefined
  return {
    because: `the page it is assigned to (${assignedPages[0]}) cannot be read: share the database of agents with the connection, or put the page’s id into agents.json`,
  }
}

const toRoute = ({ name, pages, program }: Agent, rule: string, evidence: string): Route => ({
  agent: name,
  rule,
  evidence,
  isAssigned: false,
  ...(pages[0] !== undefined && { page: pages[0] }),
  ...(program && { isRun: true }),
})

function byRule(rules: readonly AgentRule[], texts: readonly Words[], kind: string): Route | undefined {
  for (const { name, agent, any, and, none } of rules) {
    const evidence = findIn(texts, any)
    const also = and && findIn(texts, and)
    if (evidence === undefined || (and && also === undefined) || (none && findIn(texts, none) !== undefined)) continue
    return toRoute(agent, `${kind} "${name}"`, also === undefined ? evidence : `${evidence}, ${also}`)
  }
  return undefined
}

/** The one with the most of its words in the task; of equals the first. */
function byCapabilities(agents: readonly Agent[], texts: readonly Words[]): Route | undefined {
  let best: { agent: Agent; found: string[] } | undefined
  for (const agent of agents) {
    const found = agent.capabilities.filter(({ phrase }) => findIn(texts, [phrase]) !== undefined)
    if (found.length > (best?.found.length ?? 0)) best = { agent, found: found.map(({ word }) => word) }
  }
  return best && toRoute(best.agent, 'capabilities', best.found.join(', '))
}

function byDefault(book: AgentBook, defaultAgent: string | undefined): Route | undefined {
  if (defaultAgent !== undefined) {
    const known = book.named(defaultAgent)
    if (known) return toRoute(known, 'DEFAULT_AGENT', defaultAgent)
    return { agent: defaultAgent, rule: 'DEFAULT_AGENT', evidence: defaultAgent, isAssigned: false }
  }
  return book.default && toRoute(book.default, 'the default of agents.json', book.default.name)
}

function findIn(texts: readonly Words[], phrases: readonly Phrase[]): string | undefined {
  for (const words of texts) {
    const evidence = findAny(phrases, words)
    if (evidence !== undefined) return evidence
  }
  return undefined
}
