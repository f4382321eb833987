// What a row is told of how its work ended.

import { ERROR_TAGS } from '../errors.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Task, TaskStatus } from '../model/task.ts'
import type { FieldWrite } from '../model/write.ts'
import type { NewWrite } from '../outbox/outbox.ts'

/** A track that is done has been told by its pipeline; one that failed is told why, in words and by its tag. */
export function trackWrite(page: string, outcome: Outcome): NewWrite | undefined {
  if (outcome.kind !== 'failed') return undefined
  const tag = outcome.tag ?? 'Unknown_Error'
  return {
    target: 'tracks',
    page,
    fields: {
      tags: { how: 'options', add: [tag], remove: ERROR_TAGS.filter(other => other !== tag) },
      summary: { how: 'fill', value: outcome.text },
    },
  }
}

/** A task's status moves from where it was when the work began; a person's move in between stays. */
export function taskWrite(task: Task, outcome: Outcome): NewWrite | undefined {
  const end = endOf(outcome)
  if (!end) return undefined
  const fields: Record<string, FieldWrite> = {
    status: { how: 'move', value: end.status, from: task.status ?? null },
    result: { how: 'fill', value: end.result },
  }
  if (outcome.kind === 'done' && outcome.assigned) {
    const { agent, page } = outcome.assigned
    fields.assignedAgent = { how: 'fill', value: page === undefined ? [agent] : [agent, page] }
  }
  if (end.blockingReason !== undefined) fields.blockingReason = { how: 'fill', value: end.blockingReason }
  return { target: 'tasks', page: task.id, fields }
}

function endOf(outcome: Outcome): { status: TaskStatus; result: string; blockingReason?: string } | undefined {
  switch (outcome.kind) {
    case 'done':
      return {
        status: outcome.status ?? 'Completed',
        result: outcome.text,
        ...(outcome.status === 'Blocked' && { blockingReason: outcome.text }),
      }
    case 'skipped':
      return { status: 'Completed', result: outcome.text }
    case 'failed':
      return { status: 'Failed', result: `Failed: ${outcome.text}`, blockingReason: outcome.text }
    case 'retry':
    case 'blocked':
      return undefined
  }
}
