// Does Eagle hold the track, with the size its file has? Eagle away is said once, and its rows are left for another time.

import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { isFault } from '../../errors.ts'
import type { Finding } from '../../model/finding.ts'
import { eagleKey } from '../../model/job.ts'
import { filesOfRecording } from '../shared-files.ts'
import { finding, type Looked, type VerifyContext } from './verify-context.ts'

export async function checkEagle(looked: Looked, context: VerifyContext): Promise<Finding[]> {
  const { tools, signal, eagle } = context
  const { id } = looked.seen.track
  if (!tools.eagle || eagle.away !== undefined || tools.queue.running(eagleKey(id)) || isOnItsWay(id, context))
    return []
  try {
    if (!(await tools.eagle.isWanted(signal))) return []
    return await wrongIn(looked, context)
  } catch (error) {
    signal.throwIfAborted()
    if (!isFault(error)) throw error
    eagle.away = error.message
    return []
  }
}

function isOnItsWay(page: string, { tools }: VerifyContext): boolean {
  const state = tools.queue.resting(eagleKey(page))?.state
  return state === 'waiting' || state === 'delayed'
}

async function wrongIn({ seen, files }: Looked, { tools, signal }: VerifyContext): Promise<Finding[]> {
  const { track } = seen
  const made = filesOfRecording(track.id, tools)
  const there = files.filter(({ state, path }) => state === 'there' && made.some(file => isSame(file.path, path)))
  if (!track.eagleId) {
    const isTakenOut = tools.outbox.wrote(track.id, 'eagleId') !== undefined
    return isTakenOut || there.length === 0 ? [] : [notInEagle('it never went in', true)]
  }
  const item = await tools.eagle?.item(track.eagleId, signal)
  if (!item) return [notInEagle(`there is no item ${track.eagleId}`, there.length > 0)]
  if (item.isDeleted) return [notInEagle(`its item ${track.eagleId} is in Eagle’s trash`, false)]
  const file = there.find(({ path }) => extname(path).slice(1).toLowerCase() === item.ext.toLowerCase())
  const size = file && (await stat(file.path)).size
  if (size === undefined || item.size === undefined || item.size === size) return []
  return [notInEagle(`its item ${track.eagleId} has ${item.size} bytes in place of ${size}`, true)]
}

/** Two disks may spell one name in two ways. */
const isSame = (one: string, other: string) => one.normalize('NFC') === other.normalize('NFC')

const notInEagle = (detail: string, mends: boolean): Finding =>
  finding('Not_In_Eagle', { about: 'item', detail, repair: mends ? { how: 're-import' } : undefined })
