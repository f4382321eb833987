// Tasks that were handed off and whose hand-off is over: a person wants them handed off again.

import { taskKey } from '../../model/job.ts'
import type { Tools } from '../../tools.ts'
import type { Again } from './again.ts'

/** Their count begins anew, and they stand as ready again. */
export async function handedAgain(
  tools: Tools,
  keys: readonly string[],
  readyStatuses: readonly string[],
): Promise<Again[]> {
  const { handoffs, queue, outbox } = tools
  const pages = keys.filter(key => key.startsWith(taskKey(''))).map(key => key.slice(taskKey('').length))
  const over = pages.filter(page => handoffs.knows(page) && !handoffs.openOf(page) && !queue.resting(taskKey(page)))
  const found: Again[] = []
  for (const page of over) {
    const table = await tools.tasks()
    const { title, status } = await table.read(page)
    const ready = table.optionOf(readyStatuses)
    const job = { key: taskKey(page), label: title, state: 'waiting', reason: '' } as const
    if (ready === undefined) found.push({ job, commit: () => {} })
    else
      found.push({
        job,
        commit() {
          handoffs.countAnew(page)
          handoffs.say(page, 'a person asked for it again: its hand-offs are counted anew')
          outbox.add({ target: 'tasks', page, fields: { status: { how: 'move', value: ready, from: status ?? null } } })
        },
        after: () => outbox.deliver(page),
      })
  }
  return found
}
