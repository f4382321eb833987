// Imports into Eagle, which follow the tracks: how they end, and which of them wait.

import { counted } from '../model/counted.ts'
import { eagleKey, type Job } from '../model/job.ts'
import { later, type Outcome } from '../model/outcome.ts'
import { saidNoMore, saidNotInEagle } from '../pipeline/eagle/told.ts'
import { EAGLE_LANE, ImportInput } from '../pipeline/eagle/wish.ts'
import type { Tools } from '../tools.ts'
import type { Cycle } from './cycle-context.ts'
import type { Ending } from './execute.ts'

const LOOK_AGAIN_MS = 60_000

/** Eagle away costs no attempt: as soon as it may be asked again, its jobs go on. */
export function endingOf(job: Job, ended: Outcome, tools: Tools): Ending {
  switch (ended.kind) {
    case 'blocked':
      return {
        outcome: later(ended.text, tools.lanes.parkedUntil(EAGLE_LANE) ?? tools.now().getTime() + LOOK_AGAIN_MS),
      }
    case 'failed': {
      const outcome: Outcome = { ...ended, tag: 'Eagle_Import_Failed' }
      return { outcome, write: saidNotInEagle(tools.outbox, ImportInput.parse(job.input), outcome.text) }
    }
    case 'skipped':
      return { outcome: ended, write: saidNoMore(tools.outbox, ImportInput.parse(job.input)) }
    default:
      return { outcome: ended }
  }
}

/** Where only what was asked for is done: its tracks go into Eagle too, while that can be asked. */
export async function finishImports(cycle: Cycle): Promise<void> {
  const { tools, report, dispatcher } = cycle
  const tracks = report.entries.filter(({ kind }) => kind === 'track')
  for (const { id, label } of tracks) {
    const job = tools.queue.resting(eagleKey(id))
    const isOpen = tools.eagle !== undefined && tools.lanes.parkedUntil(EAGLE_LANE) === undefined
    if (job?.state === 'waiting' && isOpen) await cycle.step(label, async () => void (await dispatcher.run(job)))
  }
  sayWaitingImports(cycle)
}

export function sayWaitingImports({ tools, report }: Cycle): void {
  const { count, because } = waitingImports(tools)
  if (count > 0 && tools.eagle)
    report.waiting.push({ id: EAGLE_LANE, label: `${counted(count, 'track')} for Eagle`, because })
}

/** How many, and why. */
export function waitingImports({ queue, lanes, eagle }: Tools): { count: number; because: string } {
  const count = (['waiting', 'delayed', 'running'] as const).reduce(
    (sum, state) => sum + queue.count(state, 'eagle'),
    0,
  )
  if (count === 0) return { count, because: '' }
  if (!eagle) return { count, because: 'it is switched off (EAGLE_ENABLED)' }
  const lane = lanes.status().find(({ name }) => name === EAGLE_LANE)
  const told = queue.list(['delayed', 'waiting']).find(({ pool, reason }) => pool === 'eagle' && reason !== '')
  return { count, because: lane?.reason ?? told?.reason ?? 'their turn comes' }
}
