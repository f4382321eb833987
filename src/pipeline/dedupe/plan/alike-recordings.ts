// All recordings of the index, each looked up by its sound: which of them may be one, and which are near each other.

import { setImmediate as breath } from 'node:timers/promises'
import type { Match, Recording } from '../../../library/index/entry.ts'
import type { Tools } from '../../../tools.ts'

export interface Alike {
  /** Numbers of recordings that are to be looked at together: whether all of them are one is not said. */
  sets: number[][]
  near: { one: Recording; other: Recording; agreement: number; because: string }[]
  recordings: number
  files: number
  items: number
}

interface Looking {
  signal: AbortSignal
  onProgress(done: number, of: number): void
}

const PORTION = 5000
/** Lookups between two looks at the clock and at the signal. */
const AT_ONCE = 25

/** What many share is looked up as fast as what is alone: no recording is compared with all others. */
export async function alikeRecordings(
  { recordings }: Pick<Tools, 'recordings'>,
  { signal, onProgress }: Looking,
): Promise<Alike> {
  const alike: Alike = { sets: [], near: [], recordings: 0, files: 0, items: 0 }
  const sets = openSets()
  const pairs = new Set<string>()
  const ids = allWithFiles(recordings)
  for (const [done, id] of ids.entries()) {
    if (done % AT_ONCE === 0) {
      onProgress(done, ids.length)
      await breath()
      signal.throwIfAborted()
    }
    const recording = recordings.get(id)
    if (recording) lookUp(recording)
  }
  return { ...alike, sets: sets.all() }

  function lookUp(recording: Recording): void {
    alike.recordings += 1
    alike.files += recording.files.length
    alike.items += recording.files.filter(({ path }) => itemIn(path) !== undefined).length
    if (new Set(recording.files.map(({ path }) => itemIn(path) ?? stemOf(path))).size > 1) sets.join(recording.id)
    for (const match of recordings.findLike(recording.id).filter(hasFiles)) {
      if (match.kind === 'same') sets.join(recording.id, match.recording.id)
      else keepNear(recording, match)
    }
  }

  function keepNear(one: Recording, { recording: other, agreement, because }: Match): void {
    const pair = `${Math.min(one.id, other.id)} ${Math.max(one.id, other.id)}`
    if (pairs.has(pair)) return
    pairs.add(pair)
    alike.near.push({ one, other, agreement, because })
  }
}

function allWithFiles(recordings: Tools['recordings']): number[] {
  const ids: number[] = []
  for (let last = 0; ; last = ids.at(-1) ?? last) {
    const more = recordings.withFiles(last, PORTION)
    for (const id of more) ids.push(id)
    if (more.length < PORTION) return ids
  }
}

const hasFiles = ({ recording }: Match) => recording.files.length > 0

/** Eagle keeps each item in a folder of its own. @returns the item's id */
export const itemIn = (path: string): string | undefined =>
  /[/\\]images[/\\]([^/\\]+)\.info[/\\][^/\\]+$/.exec(path)?.[1]

/** The formats of a track differ in their endings. */
export const stemOf = (path: string): string => path.replace(/(?:\.aac)?\.[^./\\]+$/i, '')

/** Sets that become one when they are joined. */
function openSets() {
  const setOf = new Map<number, Set<number>>()
  return {
    join(...ids: number[]): void {
      const joined = new Set(ids.flatMap(id => [...(setOf.get(id) ?? [id])]))
      for (const id of joined) setOf.set(id, joined)
    },
    all: () => [...new Set(setOf.values())].map(set => [...set].sort((a, b) => a - b)),
  }
}
