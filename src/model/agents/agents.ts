// The agents that work can be given to: their form in agents.json, and the book they are looked up in.

import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { toPageId } from '../page-id.ts'
import { compilePhrase, type Lists, type Phrase } from '../phrases/phrase.ts'
import { whyNoCommand } from './command.ts'
import { folderNameOf } from './folder.ts'
import { agentKey } from './handoff.ts'
import { KNOWN_AGENTS } from './known-agents.ts'

const words = () => z.string().trim().min(1).max(300)
const phrases = () => z.array(words()).min(1).max(500)
const place = () =>
  words().refine(
    path => isAbsolute(path) || path.startsWith('~/'),
    'expected an absolute path, or one that begins with ~/',
  )
const pageId = () =>
  z.string().transform((word, context) => {
    const id = toPageId(word)
    if (id) return id
    context.addIssue({ code: 'custom', message: 'expected 32 hex digits (dashes allowed) or a Notion URL' })
    return z.NEVER
  })

const AgentForm = z.strictObject({
  name: words(),
  /** Of its trigger files; default: its name with hyphens. */
  folder: z
    .string()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u, 'expected the name of a folder: letters, digits, blanks, . _ -')
    .optional(),
  aliases: z.array(words()).max(50).default([]),
  /** Its pages in the database of agents. */
  pages: z.array(pageId()).max(20).default([]),
  /** Words and phrases of what it is good at. */
  capabilities: z.array(words()).max(100).default([]),
  /** `cloud`: its folder is in `cloudDir`. */
  base: z.enum(['local', 'cloud'], 'expected local or cloud').default('local'),
  /** A program and its arguments, with slots: it is run in place of a hand-off. */
  command: z
    .array(z.string().min(1).max(10_000), 'expected a list of words, such as ["claude", "-p", "{prompt}"]')
    .min(1)
    .max(100)
    .optional(),
  /** How long a run may take. */
  minutes: z.number().positive().max(1440).default(30),
  /** Files and folders it may read, and change; `~/` is the home folder. */
  reads: z.array(place()).max(100).default([]),
  writes: z.array(place()).max(100).default([]),
  /** Variables of the environment that it is given beside PATH, HOME and the language. */
  env: z
    .array(z.string().regex(/^[A-Za-z_]\w{0,99}$/, 'expected the name of a variable'))
    .max(50)
    .default([]),
  /** False: it reaches no network, and no port of this machine. */
  network: z.boolean().default(true),
  /** False: it sees and changes all that this user does. */
  shutIn: z.boolean().default(true),
  /** Most hand-offs it has at a time; default: AGENT_HANDOFFS_AT_ONCE. */
  handoffsAtOnce: z.int().min(1).max(1000).optional(),
})

const RuleForm = z.strictObject({
  name: words(),
  agent: words(),
  /** One of them stands in the title, the description, the type or the next step. */
  any: phrases(),
  /** One of them as well. */
  and: phrases().optional(),
  none: phrases().optional(),
})

export const AgentsFile = z.strictObject({
  /** Where the folders of cloud agents are. */
  cloudDir: z.string().refine(isAbsolute, 'expected an absolute path').optional(),
  /** What comes first wins where two fit equally. */
  agents: z.array(AgentForm).min(1).max(200),
  lists: z.record(words(), z.array(words()).max(500)).default({}),
  rules: z.array(RuleForm).max(500).default([]),
  /** Asked after the capabilities. */
  fallbacks: z.array(RuleForm).max(500).default([]),
  /** DEFAULT_AGENT counts before it. */
  default: words().optional(),
})
export type AgentsFile = z.infer<typeof AgentsFile>

export interface Agent {
  name: string
  /** A name in AGENT_TRIGGERS_DIR, or an absolute path: of a cloud agent. */
  folder: string
  pages: readonly string[]
  capabilities: readonly { word: string; phrase: Phrase }[]
  /** Its own, which is run; absent: it gets trigger files. */
  program?: AgentProgram
  handoffsAtOnce?: number
}

export type AgentProgram = Required<
  Pick<z.infer<typeof AgentForm>, 'command' | 'minutes' | 'reads' | 'writes' | 'env' | 'network' | 'shutIn'>
>

export interface AgentRule {
  name: string
  agent: Agent
  any: readonly Phrase[]
  and?: readonly Phrase[]
  none?: readonly Phrase[]
}

export interface AgentBook {
  /** Work can be given to them without their being named. */
  agents: readonly Agent[]
  rules: readonly AgentRule[]
  fallbacks: readonly AgentRule[]
  default?: Agent
  /** By any spelling of its name or folder. */
  named(name: string): Agent | undefined
  onPage(id: string): Agent | undefined
  /** Where the trigger files of an agent are, also of one that is not known. */
  folderOf(name: string): string
}

/** @throws Error that says which agent or rule is wrong and how */
export function agentBookOf(file: AgentsFile): AgentBook {
  const byKey = new Map<string, Agent>()
  for (const form of file.agents) {
    const { name, folder = name, aliases } = form
    const agent = toAgent(form, file)
    for (const key of new Set([name, folder, ...aliases].map(agentKey))) {
      const other = byKey.get(key)
      if (other) throw new Error(`"${other.name}" and "${name}" share a name, an alias or a folder`)
      byKey.set(key, agent)
    }
  }
  const agents = [...new Set(byKey.values())]
  const named = (name: string) => byKey.get(agentKey(name))
  const expectAgent = (name: string, where: string): Agent => {
    const agent = named(name)
    if (agent) return agent
    throw new Error(`${where} names "${name}", which is no agent of the file`)
  }
  const toRules = (forms: AgentsFile['rules']) =>
    forms.map(form => toRule(form, file.lists, expectAgent(form.agent, `the rule "${form.name}"`)))
  return {
    agents,
    rules: toRules(file.rules),
    fallbacks: toRules(file.fallbacks),
    default: file.default === undefined ? undefined : expectAgent(file.default, '"default"'),
    named,
    onPage: id => agents.find(({ pages }) => pages.includes(id)),
    folderOf: name => named(name)?.folder ?? folderNameOf(name),
  }
}

/** Without a file nothing is routed by rules; the folders of known names are known. */
export function bookWithoutFile(): AgentBook {
  const known = agentBookOf(AgentsFile.parse({ agents: KNOWN_AGENTS }))
  return { ...known, agents: [], named: name => known.named(name), onPage: () => undefined }
}

function toAgent(form: AgentsFile['agents'][number], { cloudDir, lists }: AgentsFile): Agent {
  const { name, base, folder = folderNameOf(name), pages, handoffsAtOnce } = form
  if (base === 'cloud' && cloudDir === undefined)
    throw new Error(`the agent "${name}" is in the cloud: expected "cloudDir", the absolute path of its folder’s place`)
  const where = `"capabilities" of the agent "${name}"`
  return {
    name,
    folder: base === 'cloud' && cloudDir !== undefined ? join(cloudDir, folder) : folder,
    pages,
    capabilities: form.capabilities.map(word => ({ word, phrase: compiled(word, lists, where) })),
    program: programOf(form),
    handoffsAtOnce,
  }
}

function programOf(form: AgentsFile['agents'][number]): AgentProgram | undefined {
  const { name, command, minutes, reads, writes, env, network, shutIn } = form
  if (command === undefined) return undefined
  const because = whyNoCommand(command)
  if (because) throw new Error(`"command" of the agent "${name}": ${because}`)
  return { command, minutes, reads, writes, env, network, shutIn }
}

function toRule(form: AgentsFile['rules'][number], lists: Lists, agent: Agent): AgentRule {
  const all = (part: 'any' | 'and' | 'none') =>
    form[part]?.map(source => compiled(source, lists, `"${part}" of the rule "${form.name}"`))
  return { name: form.name, agent, any: all('any') ?? [], and: all('and'), none: all('none') }
}

function compiled(source: string, lists: Lists, where: string): Phrase {
  try {
    return compilePhrase(source, lists)
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : error}`)
  }
}
