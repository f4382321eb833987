// Tasks that were handed off and whose hand-off is over: a person wants them handed off again.

import { taskKey } from '../model/job.ts'
import type { Tools } from '../tools.ts'

export interface AgainOptions {
  readyStatuses: readonly string[]
  dryRun: boolean
}

/** Their count begins anew, and they stand as ready again. @returns what a person is told of each */
export async function handedAgain(
  tools: Tools,
  keys: readonly string[],
  { readyStatuses, dryRun }: AgainOptions,
): Promise<{ key: string; label: string; state: 'waiting'; reason: string }[]> {
  const { handoffs, queue, store, outbox } = tools
  const pages = keys.filter(key => key.startsWith(taskKey(''))).map(key => key.slice(taskKey('').length))
  const over = pages.filter(page => handoffs.knows(page) && !handoffs.openOf(page) && !queue.resting(taskKey(page)))
  const shown = []
  for (const page of over) {
    const table = await tools.tasks()
    const { title, status } = await table.read(page)
    shown.push({ key: taskKey(page), label: title, state: 'waiting', reason: '' } as const)
    const ready = table.optionOf(readyStatuses)
    if (dryRun || ready === undefined) continue
    await store.commit(() => {
      handoffs.countAnew(page)
      handoffs.say(page, 'a person asked for it again: its hand-offs are counted anew')
      outbox.add({ target: 'tasks', page, fields: { status: { how: 'move', value: ready, from: status ?? null } } })
    })
    await outbox.deliver(page)
  }
  return shown
}
