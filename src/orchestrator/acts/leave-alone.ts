// A row or a task is left alone, until a person takes that back.

import { isFault } from '../../errors.ts'
import { taskKey, trackKey } from '../../model/job.ts'
import { trackLabel } from '../../model/track.ts'
import type { Tools } from '../../tools.ts'
import { type Effect, refused } from './effect.ts'

/** What waits is not done any more; what failed stays as it is, so that it can be told when that is taken back. */
export async function ignorePage(page: string, tools: Tools): Promise<Effect> {
  const { queue, ignored } = tools
  if (ignored.has(page)) return { ok: true, says: 'it is left alone already' }
  const known = await labelOf(page, tools)
  if (!known) return refused(NO_PAGE)
  const { label, reason } = known
  const isRunning = keysOf(page).some(key => queue.running(key))
  return {
    ok: true,
    says: `${label} is left alone from now on${isRunning ? '; the run that was begun goes on to its end' : ''}`,
    commit() {
      ignored.add({ page, label, reason })
      for (const key of keysOf(page)) queue.drop(key)
    },
  }
}

export function unignorePage(page: string, { queue, ignored }: Tools): Effect {
  const found = ignored.list().find(one => one.page === page)
  if (!found) return refused('it was not left alone')
  const hasFailed = keysOf(page).some(key => queue.resting(key))
  const then = hasFailed ? 'it stands where it stood: it failed, and may be tried again' : 'it is looked at again'
  return { ok: true, says: `${found.label}: ${then}`, commit: () => void ignored.drop(page) }
}

export const NO_PAGE = 'there is no such row of Music Tracks or Agent-Tasks'

const keysOf = (page: string) => [trackKey(page), taskKey(page)]

/** @returns undefined when there is no such page */
async function labelOf(page: string, tools: Tools): Promise<{ label: string; reason: string } | undefined> {
  const { queue } = tools
  for (const key of keysOf(page)) {
    const job = queue.resting(key) ?? queue.running(key)
    if (job) return { label: job.label, reason: job.reason }
  }
  const track = await unlessGone(async () => (await tools.tracks()).read(page))
  if (track) return { label: trackLabel(track), reason: '' }
  const task = await unlessGone(async () => (await tools.tasks()).read(page))
  return task && { label: task.title, reason: '' }
}

export async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (isFault(error) && (error.fields.status === 404 || error.errorClass === 'Input')) return undefined
    throw error
  }
}
