// Work that was given up, set aside, or waits for a later time, and that a person wants done again.

import { UsageFault } from '../../errors.ts'
import { eagleKey, type Job, type NewJob, taskKey, trackKey } from '../../model/job.ts'
import { toPageId } from '../../model/page-id.ts'
import { EAGLE_LANE, ImportInput, importJob } from '../../pipeline/eagle/wish.ts'
import type { Tools } from '../../tools.ts'
import type { Effect } from './effect.ts'
import { handedAgain } from './handed-again.ts'
import { letGo } from './hold-lane.ts'

const RETRIABLE = ['failed', 'quarantined', 'delayed'] as const

export interface AgainJob extends Pick<Job, 'key' | 'label' | 'reason'> {
  /** The last two: a person wanted it so. */
  state: Job['state'] | 'paused' | 'left alone'
}

/** One piece of work, and how it is done again. */
export interface Again extends Pick<Effect, 'after'> {
  job: AgainJob
  /** Inside a commit. */
  commit(): void
}

/** A key as it is listed, or a page in any spelling. @throws UsageFault saying what was expected */
export function keysOf(word: string): string[] {
  const page = word.startsWith(eagleKey('')) ? toPageId(word.slice(eagleKey('').length)) : undefined
  if (page) return [eagleKey(page)]
  if (/^[a-z-]+(:|$)/.test(word) && !word.includes('/')) return [word]
  const id = toPageId(word)
  if (!id)
    throw new UsageFault(`"${word}" is no page id, no Notion URL and no key: "orchestrator retry" lists the keys`)
  return [trackKey(id), taskKey(id), eagleKey(id)]
}

/** All that may be done again, by itself first, then what only a person takes back. */
export function standing(tools: Tools): { byAll: AgainJob[]; byName: AgainJob[] } {
  const { queue, ignored } = tools
  return {
    byAll: queue.list(RETRIABLE).filter(({ key }) => !ignored.has(pageIn(key))),
    byName: [...leftAlone(ignored), ...heldLanes(tools)],
  }
}

/**
 * All that can be done again for these keys or pages. What a person threw out of Eagle comes back only where that very
 * track is named.
 * @throws Fault when Notion does not say what is asked of it
 */
export async function againOf(
  tools: Tools,
  words: readonly string[],
  readyStatuses: readonly string[],
): Promise<Again[]> {
  const { queue } = tools
  const keys = words.flatMap(word => (queue.resting(word) ? [word] : keysOf(word)))
  const resting = queue.list(RETRIABLE).filter(({ key }) => keys.includes(key))
  return [
    ...resting.map(job => ({ job, commit: () => wake(job, tools) })),
    ...(await newImports(words, tools)),
    ...(await handedAgain(tools, keys, readyStatuses)),
    ...takenBack(keys, tools),
  ]
}

/** What was left alone, or paused, because a person wanted it so. */
function takenBack(keys: readonly string[], tools: Tools): Again[] {
  const { queue, ignored } = tools
  const pages = leftAlone(ignored).filter(({ key }) => {
    const page = pageIn(key)
    return [trackKey(page), taskKey(page)].some(one => keys.includes(one)) && !keys.some(one => queue.resting(one))
  })
  const lanes = heldLanes(tools).filter(({ key }) => keys.includes(key))
  return [
    ...pages.map(job => ({ job, commit: () => void ignored.drop(pageIn(job.key)) })),
    ...lanes.map(job => ({ job, commit: () => letGo(job.key.slice(LANE.length), tools) })),
  ]
}

const leftAlone = (ignored: Tools['ignored']) =>
  ignored
    .list()
    .map(({ page, label, reason }) => ({ key: trackKey(page), label, reason, state: 'left alone' as const }))

const LANE = 'lane:'

const heldLanes = ({ lanes }: Tools) =>
  lanes
    .status()
    .filter(({ state }) => state === 'paused')
    .map(({ name, reason = '' }) => ({ key: `${LANE}${name}`, label: name, reason, state: 'paused' as const }))

const pageIn = (key: string) => key.slice(key.indexOf(':') + 1)

function wake(job: Job, { queue, ignored }: Tools): void {
  if (job.pool === EAGLE_LANE) queue.add(askedImport(job))
  queue.wake(job.key)
  ignored.drop(pageIn(job.key))
}

function askedImport({ input, label }: Job): NewJob {
  const { pageId, ...known } = ImportInput.parse(input)
  return { ...importJob({ id: pageId }, known, { asked: true }), label }
}

/** Tracks that are to go into Eagle once more, though their import is over. @throws Fault when there is no such row */
async function newImports(words: readonly string[], { queue, eagle, tracks }: Tools): Promise<Again[]> {
  const asked = words.filter(word => word.startsWith(eagleKey(''))).flatMap(keysOf)
  const missing = asked.filter(key => !queue.resting(key) && !queue.running(key))
  if (!eagle || missing.length === 0) return []
  const table = await tracks()
  const rows = await Promise.all(missing.map(key => table.read(key.slice(eagleKey('').length))))
  return rows
    .map(row => importJob(row, { at: 0 }, { asked: true }))
    .map(job => ({
      job: { key: job.key, label: job.label, state: 'waiting', reason: '' },
      commit: () => void queue.add(job),
    }))
}
