// Finds work by what rows are, never by when they were edited.

import { type Job, trackKey } from '../model/job.ts'
import { errorTagsOf, inputOf, sourceLinks, type Track, wantsWork } from '../model/track.ts'
import { linkKind } from '../model/url/url.ts'
import type { TrackTable } from '../notion/tracks.ts'
import { LEFT_ALONE } from '../pipeline/chain/chain.ts'
import { readIfThere } from '../pipeline/find-or-create-track.ts'
import { isParted } from '../pipeline/recognise/part-row.ts'
import { isSearchable, whyNoAudio } from '../pipeline/search-wish.ts'
import { isAllTakenBack, TAKEN_BACK } from '../pipeline/stages/find-source.ts'
import type { Tools } from '../tools.ts'

export interface FoundTracks {
  ready: readonly Track[]
  /** Those of them that failed with the same input, and yet are wanted again: a person took the tag off, or it is long ago. */
  freed: ReadonlySet<string>
  /** To be kept once the rows are jobs. */
  cursor?: string
  /** Pages whose missing recording need not be thought of for a long time. */
  lookedAt: readonly string[]
  /** Rows that want work but cannot have it now, with the reason. */
  waiting: readonly { track: Track; because: string }[]
}

/**
 * A query may show a row as it was before we wrote to it: that is no new wish. A row that shows any of what we wrote is
 * shown as it is now, and what differs is a person's.
 * @param shown what the row says in fields we write with the rest
 */
export function isEcho(
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
  const { edited, parted, cursor } = await editedRows(tools, tracks)
  const { missed, lookedAt } = await oldMisses(tools, tracks)
  const unlinked = options.unlinked || tools.searchSources.length > 0
  const rows = [
    ...(await tracks.listWanting({ ...options, unlinked })),
    ...edited.filter(({ id }) => !lookedAt.includes(id)),
    ...missed,
  ]
  const now = tools.now().getTime()
  const ready: Track[] = [...parted]
  const waiting: { track: Track; because: string }[] = []
  const freed = new Set<string>()
  for (const track of rows) {
    const before = tools.queue.resting(trackKey(track.id))
    const isMissed = missed.includes(track)
    const want = isMissed
      ? wantsWork({ ...track, tags: [] })
      : wantsWork(track, before?.state === 'failed' ? before.wish : undefined)
    const { tempo, key } = track
    if (!want.wants || isEcho(tools, track.id, 'downloaded', { tempo, key })) continue
    if (tools.ignored.has(track.id)) {
      if (options.unlinked) waiting.push({ track, because: LEFT_ALONE })
      continue
    }
    if (before && before.wish === inputOf(track) && isWaiting(before, now))
      waiting.push({ track, because: before.reason })
    else if (!sourceLinks(track).some(link => linkKind(link) !== 'spotify') && !isSearchable(track, tools))
      waiting.push({ track, because: whyNoAudio(tools) })
    else if (isAllTakenBack(track, tools)) waiting.push({ track, because: TAKEN_BACK })
    else ready.push(track)
    const isFailed = before?.state === 'failed' && before.wish === inputOf(track)
    if (isFailed && (isMissed || isUntagged(tools, track, tracks.absent))) freed.add(track.id)
  }
  return { ready, freed, waiting, cursor, lookedAt }
}

/** The tag that told why it failed was there and is gone. */
const isUntagged = ({ outbox }: Tools, track: Track, absent: readonly string[]) =>
  errorTagsOf(track).length === 0 &&
  !absent.includes('tags') &&
  !outbox.isSettling(track.id) &&
  !outbox.isRefused(track.id)

const isWaiting = ({ state, runAt }: Job, now: number) =>
  state === 'quarantined' || (state === 'delayed' && runAt > now)

/** Further back than any two clocks differ. */
const CLOCKS_MS = 24 * 3600_000
const CURSOR = 'changes of tracks'

/**
 * Rows whose work failed and rows that share files are out of the query: of them those that changed are looked at, while
 * there are any.
 */
async function editedRows(
  tools: Tools,
  tracks: TrackTable,
): Promise<{ edited: readonly Track[]; parted: readonly Track[]; cursor?: string }> {
  const { queue, ledger, merges } = tools
  const failures = queue.list(['failed']).filter(({ pool }) => pool === 'tracks')
  const since = [...failures.map(({ changedAt }) => changedAt), merges.firstAt()].filter(at => at !== undefined)
  if (since.length === 0) return { edited: [], parted: [] }
  const changes = await tracks.changedSince(ledger.fact(CURSOR) ?? new Date(Math.min(...since) - CLOCKS_MS))
  return {
    edited: changes.tracks.filter(track => errorTagsOf(track).length > 0),
    parted: await partedNow(changes.tracks, tools, tracks),
    cursor: changes.next,
  }
}

/** A query may show a row as it was before it was merged: each is read by itself. */
async function partedNow(rows: readonly Track[], tools: Tools, tracks: TrackTable): Promise<Track[]> {
  const maybe = rows.filter(track => isParted(track, tools) && !tools.ignored.has(track.id))
  const read = await Promise.all(maybe.map(({ id }) => readIfThere(tracks, id)))
  return read.flatMap(row => (row && isParted(row, tools) ? [row] : []))
}

/** What was not found may have been put up since. */
const SEARCHED_AGAIN_MS = 30 * 24 * 3600_000
/** Each is read by itself. */
const MOST_MISSES = 20

/** Rows whose recording was not found, so long ago that it is looked for again; those that say so still. */
async function oldMisses(
  { searches, searchSources, now }: Tools,
  tracks: TrackTable,
): Promise<{ missed: readonly Track[]; lookedAt: readonly string[] }> {
  if (searchSources.length === 0) return { missed: [], lookedAt: [] }
  const pages = searches.missedBefore(now().getTime() - SEARCHED_AGAIN_MS, MOST_MISSES)
  const rows = await Promise.all(pages.map(page => readIfThere(tracks, page)))
  return { missed: rows.flatMap(row => (row?.tags.includes('No_Source') ? [row] : [])), lookedAt: pages }
}

/** After the rows that were found are jobs: what changed until then was looked at. */
export function rememberPass({ ledger, searches }: Tools, { cursor, lookedAt }: FoundTracks): void {
  if (cursor !== undefined) ledger.setFact(CURSOR, cursor)
  for (const page of lookedAt) searches.lookedAt(page)
}
