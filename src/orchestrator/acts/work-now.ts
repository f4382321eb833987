// Work that a person wants: what failed or waits is done again, and a row is worked on although it would be left.

import { UsageFault } from '../../errors.ts'
import { trackKey } from '../../model/job.ts'
import { trackLabel, wantsWork } from '../../model/track.ts'
import type { Tools } from '../../tools.ts'
import { trackJob } from '../wishes.ts'
import { againOf } from './again.ts'
import { type Effect, refused } from './effect.ts'
import { howTheyStand } from './how-it-stands.ts'
import { NO_PAGE, unlessGone } from './leave-alone.ts'

export async function doAgain(what: string, tools: Tools, readyStatuses: readonly string[]): Promise<Effect> {
  const found = await againOf(tools, [what], readyStatuses).catch(sayUsage)
  if (typeof found === 'string') return refused(found)
  if (found.length === 0) return refused(howTheyStand(tools, [what]))
  return {
    ok: true,
    says: `${found.map(({ job }) => job.label).join(', ')}: it is done again in the next cycle`,
    commit: () => {
      for (const one of found) one.commit()
    },
    after: () => Promise.all(found.map(one => one.after?.())),
  }
}

function sayUsage(error: unknown): string {
  if (error instanceof UsageFault) return error.message
  throw error
}

/** As `orchestrator track` would. */
export async function force(page: string, tools: Tools, because: string): Promise<Effect> {
  const row = await unlessGone(async () => (await tools.tracks()).read(page))
  if (!row) return refused(NO_PAGE)
  const label = trackLabel(row)
  const want = wantsWork({ ...row, tags: [] })
  if (!want.wants) return refused(`${label}: ${want.because}`)
  if (tools.queue.running(trackKey(page))) return refused(`${label}: it is being worked on`)
  return {
    ok: true,
    says: `${label}: it is worked on now`,
    commit() {
      tools.ignored.drop(page)
      tools.queue.add(trackJob(row, { asked: true, because, at: tools.now().getTime() }))
    },
  }
}
