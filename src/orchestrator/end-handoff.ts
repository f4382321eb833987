// Carries out the end of a hand-off: kept first, then the files, then the record and what the row is told, together.

import { z } from 'zod'
import { FAILED, INBOX, type Place, PROCESSED } from '../agents/boxes.ts'
import { failpoint } from '../failpoint.ts'
import { HANDOFF_ENDS, type Handoff } from '../model/agents/handoff.ts'
import type { Ending } from '../model/agents/handoff-ending.ts'
import type { Task } from '../model/task.ts'
import type { FieldWrite } from '../model/write.ts'
import type { Tools } from '../tools.ts'

/** All that is needed to carry it out after the program was killed. */
const Closing = z.object({
  how: z.enum(HANDOFF_ENDS),
  says: z.string(),
  box: z.enum(['processed', 'failed']),
  /** What the task's status becomes. */
  status: z.string().optional(),
  blocking: z.string().optional(),
  /** The task's status when it was decided. */
  from: z.string().optional(),
  /** Somebody else wrote what came of it: that stays. */
  keepsResult: z.boolean(),
  /** What the agent returned. */
  returned: z.object({ folder: z.string(), name: z.string() }).optional(),
})
type Closing = z.infer<typeof Closing>

export interface EndOf {
  handoff: Handoff
  ending: Ending
  /** Absent: its row is gone. */
  task?: Task
  returned?: Pick<Place, 'folder' | 'name'>
  /** The option for a task that may be started. */
  readyWord?: string
}

export async function endHandoff(tools: Tools, { handoff, ending, task, returned, readyWord }: EndOf): Promise<void> {
  const { handoffs, outbox, store } = tools
  const keepsResult = task?.result !== undefined && !outbox.isOurs(handoff.task, 'result', task.result)
  const closing: Closing = {
    ...ending,
    status: ending.status === 'ready' ? readyWord : ending.status,
    from: task?.status,
    keepsResult,
    returned: returned && { folder: returned.folder, name: returned.name },
  }
  await store.commit(() => handoffs.close(handoff.id, JSON.stringify(closing)))
  await failpoint('handoff.closing')
  await carryOut(tools, handoff, closing)
}

/** The end of a run that was killed. */
export async function resumeEnd(tools: Tools, handoff: Handoff): Promise<string> {
  const closing = Closing.parse(JSON.parse(tools.handoffs.endingOf(handoff.id) ?? ''))
  await carryOut(tools, handoff, closing)
  return closing.says
}

async function carryOut(tools: Tools, handoff: Handoff, closing: Closing): Promise<void> {
  const { triggers, handoffs, outbox, store } = tools
  const place = await triggers.where(handoff)
  const box = closing.box === 'processed' ? PROCESSED : FAILED
  if (typeof place === 'object' && place.box === INBOX) await triggers.move(place, box, closing.says)
  await failpoint('handoff.moved')
  if (closing.returned)
    await triggers.move({ ...closing.returned, box: INBOX }, PROCESSED, `read by the orchestrator: ${closing.says}`)
  await failpoint('handoff.returned')
  const fields = fieldsOf(closing)
  await store.commit(() => {
    handoffs.end(handoff.id, closing.how)
    if (place === 'elsewhere') handoffs.leaveBehind(handoff.id, true)
    if (closing.returned) handoffs.takeReturn(returnKey(closing.returned), handoff.task)
    handoffs.say(handoff.task, closing.says)
    if (fields) outbox.add({ target: 'tasks', page: handoff.task, fields })
  })
  await failpoint('handoff.ended')
}

/** A folder and a name: the same file when it is seen again. */
export const returnKey = ({ folder, name }: Pick<Place, 'folder' | 'name'>): string => `${folder}/${name}`

function fieldsOf({ how, status, from, says, blocking, keepsResult }: Closing): Record<string, FieldWrite> | undefined {
  if (how === 'withdrawn' && status === undefined) return undefined
  return {
    ...(status !== undefined && { status: { how: 'move', value: status, from: from ?? null } }),
    ...(!keepsResult && { result: { how: 'fill', value: says } }),
    ...(blocking !== undefined && { blockingReason: { how: 'fill', value: blocking } }),
  }
}
