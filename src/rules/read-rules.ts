// The files that say which handler and which agent a task goes to, read and checked.

import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { messageOf } from '../errors.ts'
import { type AgentBook, AgentsFile, agentBookOf, bookWithoutFile } from '../model/agents/agents.ts'
import { RuleFile, type RuleSet } from '../model/classify/rule-set.ts'
import { ruleSetOf } from '../model/classify/shipped.ts'

/** What is known about where tasks go. */
export interface RuleBook {
  rules: RuleSet
  /** Rules that only say what they would do. */
  shadow?: RuleSet
  agents: AgentBook
}

export interface RulePlace {
  path: string
  /** A person named it: it has to be there. */
  isAsked: boolean
}

export interface RulePlaces {
  classify: RulePlace
  agents: RulePlace
  /** Names of the handlers there are. */
  handlers: readonly string[]
}

/** @throws Error in one line: which file, which rule or agent, what was expected */
export function readRules({ classify, agents, handlers }: RulePlaces): RuleBook {
  const shadowPath = shadowOf(classify.path)
  const own = read(classify, RuleFile)
  const beside = read({ path: shadowPath, isAsked: false }, RuleFile)
  if (own?.shadow && beside)
    throw new Error(`${classify.path} says "shadow": true and there is ${shadowPath}: expected one of them`)
  const shadow = own?.shadow ? own : beside
  const compile = (file: RuleFile | undefined, path: string) => within(path, () => rulesFor(file, handlers))
  const file = read(agents, AgentsFile)
  return {
    rules: compile(own?.shadow ? undefined : own, classify.path),
    shadow: shadow && compile(shadow, own?.shadow ? classify.path : shadowPath),
    agents: file ? within(agents.path, () => agentBookOf(file)) : bookWithoutFile(),
  }
}

/** `classify.json` → `classify.shadow.json`. */
export const shadowOf = (path: string): string => `${path.replace(/\.json$/i, '')}.shadow.json`

function rulesFor(file: RuleFile | undefined, handlers: readonly string[]): RuleSet {
  for (const { name, handler } of file?.rules ?? []) {
    if (!handlers.includes(handler))
      throw new Error(`the rule "${name}" names the handler "${handler}": expected one of ${handlers.join(', ')}`)
  }
  return ruleSetOf(file)
}

const Named = z.looseObject({ name: z.string() })

/** @returns undefined when there is no such file, and nobody named it */
function read<T>({ path, isAsked }: RulePlace, form: z.ZodType<T>): T | undefined {
  if (!existsSync(path)) {
    if (isAsked) throw new Error(`there is no ${path}`)
    return undefined
  }
  const given: unknown = within(path, () => JSON.parse(readFileSync(path, 'utf8')))
  const parsed = form.safeParse(given)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Error(`${path}: ${placeOf(issue?.path ?? [], given)}: ${issue?.message}`)
}

/** `rules[2]` is said with the name of what stands there: `the rule "Friday", any[0]`. */
function placeOf(path: readonly PropertyKey[], given: unknown): string {
  const [list, index, ...rest] = path
  if (list === undefined) return 'the whole'
  const entries = Array.isArray(given) || typeof given !== 'object' ? undefined : Reflect.get(given ?? {}, list)
  const { success, data } = Named.safeParse(Array.isArray(entries) ? entries[Number(index)] : undefined)
  if (!success) return shown(path)
  const kind = list === 'agents' ? 'the agent' : list === 'fallbacks' ? 'the fallback' : 'the rule'
  return [`${kind} "${data.name}"`, ...(rest.length > 0 ? [shown(rest)] : [])].join(', ')
}

const shown = (path: readonly PropertyKey[]) =>
  path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('')

function within<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new Error(`${path}: ${messageOf(error)}`, { cause: error })
  }
}
