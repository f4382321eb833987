// Tells a task how its work ended.

import type { Outcome } from '../model/outcome.ts'
import type { Task, TaskChanges } from '../model/task.ts'
import type { Tools } from '../tools.ts'

/** Writes status and result where they change; remembers when to try again. */
export async function reportTask(tools: Tools, task: Task, outcome: Outcome): Promise<Outcome> {
  const changes = changesAfter(outcome)
  if (changes) {
    await (await tools.tasks()).update(task.id, changes)
    tools.ledger.forget(task.id)
  } else {
    const isFree = outcome.kind === 'blocked' || (outcome.kind === 'retry' && outcome.free)
    const attempts = (tools.ledger.attempt(task.id)?.attempts ?? 0) + (isFree ? 0 : 1)
    const notBefore = outcome.kind === 'retry' ? (outcome.notBefore ?? 0) : 0
    const at = tools.now().getTime()
    tools.ledger.recordAttempt({
      rowId: task.id,
      input: task.title,
      attempts,
      outcome: outcome.kind,
      reason: outcome.text,
      notBefore,
      at,
    })
  }
  return outcome
}

function changesAfter(outcome: Outcome): TaskChanges | undefined {
  switch (outcome.kind) {
    case 'done':
      return { status: outcome.status ?? 'Completed', result: outcome.text }
    case 'skipped':
      return { status: 'Completed', result: outcome.text }
    case 'failed':
      return { status: 'Failed', result: `Failed: ${outcome.text}`, blockingReason: outcome.text }
    case 'retry':
    case 'blocked':
      return undefined
  }
}
