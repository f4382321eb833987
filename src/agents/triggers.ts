// Trigger files: how work is handed to an agent. One open file a task, written whole or not at all.

import { open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { makeFolders, sync } from '../durable-file.ts'
import { failpoint } from '../failpoint.ts'
import type { Task } from '../model/task.ts'

export interface OpenTrigger {
  path: string
  agentFolder: string
}

export interface Triggers {
  /** The open trigger of a task in any agent's inbox; with `since`, also one written from then on that was moved already. */
  find(taskId: string, since?: Date): Promise<OpenTrigger | undefined>
  write(task: Task, agent: string, at: Date): Promise<OpenTrigger>
}

const Ids = z
  .object({
    task_id: z.string().optional(),
    agent_task_id: z.string().optional(),
    chain_tracking: z.object({ agent_task_id: z.string().optional() }).optional(),
  })
  .loose()

export function openTriggers(baseDir: string): Triggers {
  return {
    find: (taskId, since) => findTrigger(baseDir, taskId, since),
    async write(task, agent, at) {
      const agentFolder = agentFolderName(agent)
      for (const box of BOXES) await makeFolders(join(baseDir, agentFolder, box))
      await sweepUnfinished(join(baseDir, agentFolder, INBOX), task.id)
      const path = join(baseDir, agentFolder, INBOX, fileName(task, at))
      await writeWhole(path, `${JSON.stringify(content(task, agent, at), null, 2)}\n`)
      return { path, agentFolder }
    },
  }
}

/** `Claude MM1 Agent` → `Claude-MM1-Agent`. */
export function agentFolderName(agent: string): string {
  return agent
    .trim()
    .replace(/[\s/\\:]+/g, '-')
    .replace(/^[.-]+/, '')
    .replace(/(-gd|-Trigger)+$/i, '')
}

async function findTrigger(baseDir: string, taskId: string, since?: Date): Promise<OpenTrigger | undefined> {
  for (const agentFolder of await list(baseDir)) {
    for (const box of since ? BOXES : [INBOX]) {
      const dir = join(baseDir, agentFolder, box)
      for (const name of await list(dir)) {
        if (!name.endsWith('.json') || !name.includes(idToken(taskId))) continue
        if (box !== INBOX && since && name < stampOf(since)) continue
        const path = join(dir, name)
        if ((await idOf(path)) === bare(taskId)) return { path, agentFolder }
      }
    }
  }
  return undefined
}

async function idOf(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8')
  try {
    const ids = Ids.parse(JSON.parse(text))
    const id = ids.task_id ?? ids.agent_task_id ?? ids.chain_tracking?.agent_task_id
    return id && bare(id)
  } catch {
    return undefined // a file by another hand that is no trigger of ours
  }
}

function fileName(task: Task, at: Date): string {
  const title = Array.from(task.title.replace(/[\s/\\]+/g, '-').replace(/\p{Cc}|\p{Cf}/gu, ''))
  return `${stampOf(at)}__HANDOFF__${title.slice(0, 50).join('')}__${idToken(task.id)}.json`
}

function content(task: Task, agent: string, at: Date) {
  return {
    task_id: task.id,
    agent_task_id: task.id,
    task_url: task.url,
    title: task.title,
    description: task.description ?? '',
    priority: task.priority ?? '',
    target_agent: agent,
    source_agent: 'orchestrator',
    timestamp: at.toISOString(),
    required_action: task.nextStep ?? 'Do what the description asks for.',
    success_criteria: task.successCriteria ?? '',
    handoff_instructions:
      'When the work is done, set the task in Notion to its completed status, write what came of it into Execution-Result, and move this file to 02_processed (03_failed if it could not be done).',
    chain_tracking: { agent_task_id: task.id, dedupe_key: `handoff_${task.id}`, source: 'continuous_handoff_system' },
    archive_rule: 'move_to_02_processed',
  }
}

/** What a killed run left on its way to this task's file. */
async function sweepUnfinished(inbox: string, taskId: string): Promise<void> {
  const isOurs = (name: string) => name.endsWith('.part') && name.includes(`__${idToken(taskId)}.json.`)
  for (const name of (await list(inbox)).filter(isOurs)) await rm(join(inbox, name), { force: true })
}

/** Beside, synced, renamed: a reader sees the whole file or none. */
async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.part`
  const file = await open(beside, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await failpoint('trigger.synced')
  await rename(beside, path).catch(async error => {
    await rm(beside, { force: true })
    throw error
  })
  await sync(dirname(path))
}

const INBOX = '01_inbox'
const BOXES = [INBOX, '02_processed', '03_failed']
const stampOf = (at: Date) => at.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '')
/** First and last eight hex digits: pages made in one period share their first ones. */
const idToken = (id: string) => `${bare(id).slice(0, 8)}${bare(id).slice(-8)}`
const bare = (id: string) => id.replaceAll('-', '').toLowerCase()
const list = (dir: string) =>
  readdir(dir).catch(error => {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return []
    throw error
  })
