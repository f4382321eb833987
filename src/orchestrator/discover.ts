// Finds work by what rows are, never by when they were edited.

import { byUrgency, type Task } from '../model/task.ts'
import { sourceLinks, type Track, wantsWork } from '../model/track.ts'
import { linkKind } from '../model/url.ts'
import type { Tools } from '../tools.ts'

export interface FoundTracks {
  ready: readonly Track[]
  /** Rows that want work but cannot have it now, with the reason. */
  waiting: readonly { track: Track; because: string }[]
}

/** Ready tasks, most urgent first; those that wait for a later try are left out. */
export async function discoverTasks(tools: Tools, readyStatuses: readonly string[]): Promise<Task[]> {
  const tasks = await (await tools.tasks()).listByStatus(readyStatuses)
  const now = tools.now().getTime()
  return tasks.filter(task => (tools.ledger.attempt(task.id)?.notBefore ?? 0) <= now).sort(byUrgency)
}

export interface DiscoverOptions {
  limit?: number
  /** Also rows without any link, to say why they wait. */
  unlinked?: boolean
}

/** Tracks that want work, oldest first. */
export async function discoverTracks(tools: Tools, options: DiscoverOptions = {}): Promise<FoundTracks> {
  const tracks = await tools.tracks()
  const rows = await tracks.listWanting({ ...options, editedSince: tools.ledger.fact(SEEN_UNTIL) })
  const now = tools.now().getTime()
  const ready: Track[] = []
  const waiting: { track: Track; because: string }[] = []
  for (const track of rows) {
    const before = tools.ledger.attempt(track.id)
    const want = wantsWork(track, before?.outcome === 'failed' ? before.input : undefined)
    if (!want.wants) continue
    if (before && before.notBefore > now) waiting.push({ track, because: before.reason })
    else if (!sourceLinks(track).some(link => linkKind(link) !== 'spotify'))
      waiting.push({ track, because: 'it has no link to fetch audio from' })
    else ready.push(track)
  }
  return { ready, waiting }
}

/** How far back a failed row's edit is looked for; queries lag and times are rounded to the minute. */
const OVERLAP_MS = 5 * 60_000
const SEEN_UNTIL = 'tracks seen until'

/** After a pass that saw everything: failed rows edited before `passStart` were looked at. */
export function rememberPass(tools: Tools, passStart: Date): void {
  const minute = new Date(passStart.getTime() - OVERLAP_MS)
  minute.setUTCSeconds(0, 0)
  tools.ledger.setFact(SEEN_UNTIL, minute.toISOString())
}
