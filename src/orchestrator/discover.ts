// Finds work by what rows are, never by when they were edited.

import { type Job, taskKey, trackKey } from '../model/job.ts'
import { byUrgency, type Task } from '../model/task.ts'
import { inputOf, sourceLinks, type Track, wantsWork } from '../model/track.ts'
import { linkKind } from '../model/url.ts'
import type { Tools } from '../tools.ts'

export interface FoundTracks {
  ready: readonly Track[]
  /** Rows that want work but cannot have it now, with the reason. */
  waiting: readonly { track: Track; because: string }[]
}

/** Ready tasks, most urgent first; those that wait for a later try, or for Notion to show our last write, are left out. */
export async function discoverTasks(tools: Tools, readyStatuses: readonly string[]): Promise<Task[]> {
  const tasks = await (await tools.tasks()).listByStatus(readyStatuses)
  const isNew = ({ id, result }: Task) => isFree(tools, taskKey(id)) && !isEcho(tools, id, 'status', { result })
  return tasks.filter(isNew).sort(byUrgency)
}

/** A task that failed and stands as ready again was set so by a person. */
function isFree({ queue, now }: Tools, key: string): boolean {
  const job = queue.resting(key)
  if (!job) return true
  return job.state !== 'quarantined' && (job.state !== 'delayed' || job.runAt <= now().getTime())
}

/**
 * A query may show a row as it was before we wrote to it: that is no new wish. A row that shows any of what we wrote is
 * shown as it is now, and what differs is a person's.
 * @param shown what the row says in fields we write with the rest
 */
function isEcho(
  { outbox }: Tools,
  page: string,
  ended: string,
  shown: Record<string, string | number | undefined>,
): boolean {
  if (outbox.isPending(page)) return true
  if (!outbox.isSettling(page) || outbox.wrote(page, ended) === undefined) return false
  return !Object.entries(shown).some(([field, value]) => value !== undefined && outbox.isOurs(page, field, value))
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
    const before = tools.queue.resting(trackKey(track.id))
    const want = wantsWork(track, before?.state === 'failed' ? before.wish : undefined)
    const { tempo, key } = track
    if (!want.wants || isEcho(tools, track.id, 'downloaded', { tempo, key })) continue
    if (before && before.wish === inputOf(track) && isWaiting(before, now))
      waiting.push({ track, because: before.reason })
    else if (!sourceLinks(track).some(link => linkKind(link) !== 'spotify'))
      waiting.push({ track, because: 'it has no link to fetch audio from' })
    else ready.push(track)
  }
  return { ready, waiting }
}

const isWaiting = ({ state, runAt }: Job, now: number) =>
  state === 'quarantined' || (state === 'delayed' && runAt > now)

/** How far back a failed row's edit is looked for; queries lag and times are rounded to the minute. */
const OVERLAP_MS = 5 * 60_000
const SEEN_UNTIL = 'tracks seen until'

/** After a pass that saw everything: failed rows edited before `passStart` were looked at. */
export function rememberPass(tools: Tools, passStart: Date): void {
  const minute = new Date(passStart.getTime() - OVERLAP_MS)
  minute.setUTCSeconds(0, 0)
  tools.ledger.setFact(SEEN_UNTIL, minute.toISOString())
}
