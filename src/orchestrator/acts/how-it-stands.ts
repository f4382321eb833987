// What is said of work that is not done again, because it neither failed nor waits for a later time.

import type { Tools } from '../../tools.ts'
import { waitingRows } from '../waiting-rows.ts'
import { keysOf } from './again.ts'

/** @param words keys or pages, as `againOf` takes them */
export const howTheyStand = (tools: Tools, words: readonly string[]): string =>
  words.map(word => standOf(tools, word)).join('; ')

/** Of a run, where nothing waits any more. */
const ENDED = {
  done: 'is done',
  skipped: 'was passed over',
  failed: 'failed, and was given up',
  retry: 'was to be tried again',
  blocked: 'waited',
} as const

function standOf(tools: Tools, word: string): string {
  const keys = keysOf(word)
  const job = <T>(find: (key: string) => T | undefined) => keys.map(find).find(one => one !== undefined)
  const running = job(tools.queue.running)
  if (running) return `“${running.label}” is at work now`
  const resting = job(tools.queue.resting)
  if (resting) return `“${resting.label}” waits for its turn already`
  const row = waitingRows(tools, []).find(({ id }) => keys.some(key => key.endsWith(`:${id}`)))
  if (row) return `“${row.label}” waits: ${row.because}`
  const last = job(key => tools.ledger.runsOf(key).at(-1))
  if (last) return `“${last.label}” ${ENDED[last.outcome]}: ${last.reason}`
  return `nothing of ${word} has been worked on, and nothing of it waits`
}
