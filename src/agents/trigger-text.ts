// What a trigger file is called, and what stands in it.

import type { Handoff } from '../model/agents/handoff.ts'
import type { Task } from '../model/task.ts'
import { FAILED, PROCESSED } from './boxes.ts'

/** The options of the database that stand for how a task can end. */
export interface StatusWords {
  completed: string
  failed: string
  blocked: string
}

export function fileName(task: Task, at: Date): string {
  const title = Array.from(task.title.replace(/[\s/\\]+/g, '-').replace(/\p{Cc}|\p{Cf}/gu, ''))
  return `${stampOf(at)}__HANDOFF__${title.slice(0, 50).join('')}__${idToken(task.id)}.json`
}

export function contentOf(task: Task, { agent, at }: Pick<Handoff, 'agent' | 'at'>, words: StatusWords) {
  return {
    task_id: task.id,
    agent_task_id: task.id,
    task_url: task.url,
    title: task.title,
    description: task.description ?? '',
    priority: task.priority ?? '',
    target_agent: agent,
    source_agent: 'orchestrator',
    timestamp: new Date(at).toISOString(),
    required_action: task.nextStep ?? 'Do what the description asks for.',
    success_criteria: task.successCriteria ?? '',
    handoff_instructions: `When the work is done, set the task’s Status in Notion to "${words.completed}" ("${words.failed}" when it could not be done, "${words.blocked}" when a person is needed), write what came of it into Execution-Result, and move this file to ${PROCESSED} (${FAILED} if it could not be done).`,
    chain_tracking: { agent_task_id: task.id, dedupe_key: `handoff_${task.id}`, source: 'continuous_handoff_system' },
    archive_rule: 'move_to_02_processed',
  }
}

const stampOf = (at: Date) => at.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '')
/** First and last eight hex digits: pages made in one period share their first ones. */
export const idToken = (id: string) => `${bare(id).slice(0, 8)}${bare(id).slice(-8)}`
const bare = (id: string) => id.replaceAll('-', '').toLowerCase()
