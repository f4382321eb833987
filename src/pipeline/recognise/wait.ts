// A row waits for another that is about to make the files it is going to share.

import { z } from 'zod'
import { trackKey } from '../../model/job.ts'
import { later, type Outcome } from '../../model/outcome.ts'
import type { Tools } from '../../tools.ts'

const Awaited = z.object({ page: z.string(), because: z.string() })
type Awaited = z.infer<typeof Awaited>

const LOOK_AGAIN_MS = 2000
/** While its service is closed, nothing becomes of it. */
const CLOSED_MS = 90_000
/** Beside the stages of a run, and forgotten with them. */
const WAIT = 'wait'

/** @returns undefined when nobody works on that row: there is nothing to wait for */
export async function waitFor(run: string, awaited: Awaited, tools: Tools): Promise<Outcome | undefined> {
  const until = nextLook(awaited.page, tools)
  if (until === undefined) return undefined
  await tools.journal.begin({ run, stage: WAIT }, awaited)
  return later(awaited.because, until)
}

/** Asked before anything else is: to wait costs no request. */
export function stillWaits(run: string, tools: Tools): Outcome | undefined {
  const { data } = Awaited.safeParse(tools.journal.entry({ run, stage: WAIT })?.data)
  const until = data && nextLook(data.page, tools)
  return data && until !== undefined ? later(data.because, until) : undefined
}

function nextLook(page: string, { queue, lanes, now }: Tools): number | undefined {
  const key = trackKey(page)
  const soon = now().getTime() + LOOK_AGAIN_MS
  if (queue.running(key)) return soon
  const job = queue.resting(key)
  if (job?.state === 'delayed') return Math.max(soon, job.runAt + LOOK_AGAIN_MS)
  if (job?.state !== 'waiting') return undefined
  return lanes.closed().has(job.lane) ? soon + CLOSED_MS : soon
}
