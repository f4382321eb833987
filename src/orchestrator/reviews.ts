// A finished task that asks for a review gets a task for it: one, ever. Reviews are for people: nothing hands them over.

import { Refused } from '../errors.ts'
import { taskKey } from '../model/job.ts'
import { reviewAsked } from '../model/review.ts'
import type { Task } from '../model/task.ts'
import type { Tools } from '../tools.ts'
import type { Cycle } from './cycle-context.ts'
import { makeTask } from './make-task.ts'

const LOOKED = 'reviews: looked at'
/** Notion's times have no seconds, and its queries lag. */
const AGAIN_MS = 5 * 60_000
const LONGEST_RESULT = 800
const LONGEST_TITLE = 200

export async function makeReviews({ tools, settings, begunAt, signal, log }: Cycle): Promise<void> {
  if (!settings.reviews) return
  const now = tools.now()
  const from = Number(tools.ledger.fact(LOOKED) ?? begunAt.getTime())
  const tasks = await tools.tasks()
  for (const task of await tasks.completedSince(new Date(from - AGAIN_MS))) {
    signal.throwIfAborted()
    const because = reviewAsked(task)
    if (because === undefined || isMade(tools, task)) continue
    try {
      await makeReview(tools, task, because)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      log.warn({ task: task.id, reason: error.message }, 'no review task was made')
    }
  }
  tools.ledger.setFact(LOOKED, String(now.getTime()))
}

/** Of a task that was made by this program it is known; one begun and not ended is ended by making it again. */
const isMade = ({ ledger }: Tools, { id }: Task) => ledger.fact(madeFact(id)) !== undefined
const madeFact = (id: string) => `reviews: made for ${id}`

async function makeReview(tools: Tools, task: Task, because: string): Promise<void> {
  const key = taskKey(task.id)
  const review = {
    title: `Review: ${task.title}`.slice(0, LONGEST_TITLE),
    description: [
      `“${task.title}” is completed, and ${because}.`,
      task.url,
      ...(task.successCriteria ? [`It was to be: ${task.successCriteria}`] : []),
      ...(task.result ? [`It says: ${task.result}`] : []),
    ]
      .join('\n')
      .slice(0, LONGEST_RESULT),
  }
  await makeTask(tools, { key, root: key, depth: 0 }, review, 'review')
  tools.ledger.setFact(madeFact(task.id), 'yes')
}
