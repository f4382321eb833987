// An order of a person is carried out: once, however often it is heard, and written down with who gave it.

import type { Act, ActAnswer, OrderedBy } from '../../model/act.ts'
import type { Tools } from '../../tools.ts'
import { type Effect, refused } from './effect.ts'
import { holdLane, letGoLane } from './hold-lane.ts'
import { ignorePage, unignorePage } from './leave-alone.ts'
import { takeCandidate } from './take-candidate.ts'
import { doAgain, force } from './work-now.ts'

export interface Ordered {
  by: OrderedBy
  /** By it the same order is known again: it is answered as it was, and nothing is done twice. Absent: it is a new one. */
  order?: string
  /** Statuses of tasks that may be started (`TASK_READY_STATUSES`). */
  readyStatuses: readonly string[]
  /** Inside the commit that keeps the order. */
  also?: (answer: ActAnswer) => void
}

/**
 * @returns what became of it; that it cannot be done is an answer too
 * @throws Fault when Notion or the disk is away: nothing was done, and it may be ordered again
 */
export async function performAct(tools: Tools, act: Act, ordered: Ordered): Promise<ActAnswer> {
  const { store, acts } = tools
  const { by, order, also } = ordered
  const before = order === undefined ? undefined : acts.answerTo(order)
  if (before) return before
  const effect = await effectOf(tools, act, ordered)
  const { answer, isDone } = await store.commit(() => {
    const heard = order === undefined ? undefined : acts.answerTo(order)
    if (heard) return { answer: heard, isDone: false }
    const why = effect.whyNot?.()
    const { ok, says } = why === undefined ? effect : refused(why)
    if (why === undefined) effect.commit?.()
    acts.keep(act, { ok, says }, { by, order })
    also?.({ ok, says })
    return { answer: { ok, says }, isDone: why === undefined }
  })
  if (isDone) await effect.after?.()
  return answer
}

async function effectOf(tools: Tools, act: Act, { by, readyStatuses }: Ordered): Promise<Effect> {
  const because = `asked for on the ${by}`
  switch (act.kind) {
    case 'retry':
      return doAgain(act.what, tools, readyStatuses)
    case 'candidate':
      return takeCandidate(act, tools, because)
    case 'ignore':
      return ignorePage(act.page, tools)
    case 'unignore':
      return unignorePage(act.page, tools)
    case 'force':
      return force(act.page, tools, because)
    case 'pause':
      return holdLane(act.lane, tools)
    case 'resume':
      return letGoLane(act.lane, tools)
  }
}
