// What was liked since a look: pages from the newest on, until one has something that was there before.

import { z } from 'zod'
import { Transient } from '../../errors.ts'
import type { FoundTrack } from '../found-track.ts'
import { keepTracks, type Lists, MOST_ENTRIES, tracksOf } from './lists.ts'
import { pages } from './pages.ts'
import type { Ask } from './requests.ts'
import { TrackPage } from './schemas.ts'

/** What is remembered of a look: how many there were, when the newest was liked, and which were liked then. */
export const LikesMark = z.object({ total: z.number(), since: z.number(), newest: z.array(z.string()) })
export type LikesMark = z.infer<typeof LikesMark>

export interface NewLikes {
  /** The newest first, each once. */
  tracks: FoundTrack[]
  /** To be remembered once they are taken care of. */
  mark: LikesMark
  /** False: there are more than the first page has. */
  isWhole: boolean
}

export interface NewLikesOptions {
  /** Of the look before; absent: what is there is not new. */
  mark?: LikesMark
  /** Only the first page: one request. */
  firstOnly?: boolean
}

const PAGE = 50
/** A list that changes while it is read is read so often. */
const MOST_ROUNDS = 3

/** @throws Transient when the list changes as fast as it is read */
export async function readNewLikes(lists: Lists, options: NewLikesOptions, ask: Ask): Promise<NewLikes> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const read = await readOnce(lists, options, ask)
    if (read) return read
  }
  throw new Transient('your likes at Spotify change while they are read')
}

/** @returns undefined when the list changed meanwhile: what goes from it moves others past the reader */
async function readOnce(lists: Lists, { mark, firstOnly }: NewLikesOptions, ask: Ask): Promise<NewLikes | undefined> {
  const { requests, cache, apiUrl } = lists
  const turn = { ...ask }
  const found = new Map<string, FoundTrack>()
  let first: Page | undefined
  let count = 0
  for await (const { page, next } of pages(firstPage(lists), { requests, apiUrl, form: TrackPage, turn })) {
    const now = { total: page.total ?? 0, tracks: tracksOf(page) }
    keepTracks(cache, now.tracks)
    first ??= now
    count += 1
    if (!mark) return { tracks: [], mark: markOf(first), isWhole: true }
    const fresh = now.tracks.filter(track => isNew(track, mark))
    for (const track of fresh) found.set(nameOf(track), track)
    const isEnd = fresh.length < now.tracks.length || next === undefined || found.size >= MOST_ENTRIES
    if (isEnd) break
    if (firstOnly) return { tracks: [...found.values()], mark: markOf(first, mark), isWhole: false }
  }
  if (!first) return { tracks: [], mark: mark ?? { total: 0, since: 0, newest: [] }, isWhole: true }
  if (count > 1 && !(await isStill(lists, first, ask))) return undefined
  return { tracks: [...found.values()], mark: markOf(first, mark), isWhole: true }
}

interface Page {
  total: number
  tracks: FoundTrack[]
}

async function isStill(lists: Lists, first: Page, ask: Ask): Promise<boolean> {
  const now = await lists.requests.get(firstPage(lists), TrackPage, { ...ask })
  const names = (tracks: readonly FoundTrack[]) => tracks.map(nameOf).join()
  return now !== undefined && (now.total ?? 0) === first.total && names(tracksOf(now)) === names(first.tracks)
}

function firstPage({ market }: Lists): string {
  return `/me/tracks?${new URLSearchParams({ limit: String(PAGE), ...(market && { market }) })}`
}

/** Times are told by the second: of two liked in one, the one that was not there is new. */
function isNew(track: FoundTrack, { since, newest }: LikesMark): boolean {
  const at = timeOf(track)
  return at > since || (at === since && !newest.includes(nameOf(track)))
}

/** That the newest is liked no more makes none of the others new. */
function markOf({ total, tracks }: Page, before?: LikesMark): LikesMark {
  const since = Math.max(before?.since ?? 0, ...tracks.map(timeOf))
  const known = before?.since === since ? before.newest : []
  const then = tracks.filter(track => timeOf(track) === since).map(nameOf)
  return { total, since, newest: [...new Set([...then, ...known])].slice(0, PAGE) }
}

const timeOf = ({ addedAt = '' }: FoundTrack) => Date.parse(addedAt) || 0
const nameOf = ({ spotifyId, url, title }: FoundTrack) => spotifyId ?? url ?? title
