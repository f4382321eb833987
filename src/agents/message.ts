// What a file in an agent's box says: a trigger, a return, something else, or nothing that can be read.

import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'
import { toPageId } from '../model/page-id.ts'

/** What an agent reports of a task. */
export interface ReturnMessage {
  kind: 'return'
  /** Page id, with dashes; undefined: it names none. */
  task?: string
  agent?: string
  /** As the agent words it. */
  status?: string
  /** One text for people. */
  summary: string
}

export type Message =
  | { kind: 'trigger'; task: string; agent?: string }
  | ReturnMessage
  /** Of another hand, and left alone. */
  | { kind: 'foreign' }
  /** It should be JSON and is not. */
  | { kind: 'broken'; changedAt: number }

/** So much is read of one file. */
const MOST_BYTES = 2_000_000

const text = z.string().trim().min(1)
/** Agents are not strict: a list may be one text, an entry an object. */
const Lines = z
  .union([z.array(z.unknown()), z.unknown()])
  .transform(value => (Array.isArray(value) ? value : [value]).flatMap(lineOf))
const About = z
  .object({
    task_id: text.optional(),
    agent_task_id: text.optional(),
    status_update: text.optional(),
    status: text.optional(),
  })
  .partial()
  .loose()
const Form = z
  .object({
    type: text.optional(),
    task_id: text.optional(),
    agent_task_id: text.optional(),
    chain_tracking: About.optional(),
    original_task: About.optional(),
    original_handoff: About.optional(),
    target_agent: text.optional(),
    agent: text.optional(),
    assigned_agent: text.optional(),
    agent_name: text.optional(),
    executing_agent: text.optional(),
    status_update: text.optional(),
    status: text.optional(),
    execution_summary: z.unknown().optional(),
    summary: z.unknown().optional(),
    next_steps: Lines.optional(),
  })
  .loose()

/** @returns undefined when the file is gone */
export async function readMessage(path: string): Promise<Message | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) return undefined
  if (!/\.json$/i.test(path) || found.size > MOST_BYTES) return { kind: 'foreign' }
  const json = parse(await readFile(path, 'utf8').catch(() => undefined))
  if (json === undefined) return { kind: 'broken', changedAt: found.mtimeMs }
  return messageIn(json.value, path)
}

function parse(content: string | undefined): { value: unknown } | undefined {
  try {
    return content === undefined ? undefined : { value: JSON.parse(content) }
  } catch {
    return undefined
  }
}

function messageIn(json: unknown, path: string): Message {
  const { success, data } = Form.safeParse(json)
  if (!success) return { kind: 'foreign' }
  const about = data.original_task ?? data.original_handoff
  const task = taskIn(data) ?? (about && taskIn(about))
  if (/__RETURN__[^/\\]*$/.test(path) || /^return/i.test(data.type ?? '')) {
    const status = about?.status_update ?? data.status_update ?? about?.status ?? data.status
    return { kind: 'return', task, agent: data.executing_agent ?? data.agent, status, summary: summaryOf(data) }
  }
  if (task === undefined) return { kind: 'foreign' }
  return { kind: 'trigger', task, agent: data.target_agent ?? data.agent ?? data.assigned_agent ?? data.agent_name }
}

function taskIn(data: { task_id?: string; agent_task_id?: string; chain_tracking?: { agent_task_id?: string } }) {
  const id = data.task_id ?? data.agent_task_id ?? data.chain_tracking?.agent_task_id
  return id === undefined ? undefined : toPageId(id)
}

const Summary = z
  .object({ work_completed: Lines, deliverables: Lines, findings: Lines, recommendations: Lines, issues_found: Lines })
  .partial()

function summaryOf({ execution_summary: given, summary, next_steps: next = [] }: z.infer<typeof Form>): string {
  const { success, data } = Summary.safeParse(given)
  const parts: [string, readonly string[]][] = [
    ['', [...(typeof given === 'string' ? [given] : []), ...(typeof summary === 'string' ? [summary] : [])]],
    ['Done', success ? (data.work_completed ?? []) : []],
    ['Made', success ? (data.deliverables ?? []) : []],
    ['Found', success ? (data.findings ?? []) : []],
    ['Recommended', success ? (data.recommendations ?? []) : []],
    ['Trouble', success ? (data.issues_found ?? []) : []],
    ['Next', next],
  ]
  const said = parts
    .filter(([, lines]) => lines.length > 0)
    .map(([name, lines]) => `${name ? `${name}: ` : ''}${lines.join('; ')}`)
  return clipped(said.join('. '))
}

function lineOf(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim().replace(/[.;]+$/, '')]
  if (typeof value !== 'object' || value === null) return value === undefined || value === null ? [] : [String(value)]
  return [
    Object.values(value)
      .filter(part => typeof part === 'string' && part.trim() !== '')
      .join(' '),
  ].filter(Boolean)
}

const LONGEST = 1500
const clipped = (words: string) => (words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words)
