// Likes: what came to them since the last look. What was liked before the first look is not new.

import { z } from 'zod'
import { newOnes, remember, type Seen } from '../../model/feed.ts'
import type { Listing } from '../../sources/listing.ts'
import { LikesMark } from '../../sources/spotify/new-likes.ts'
import type { Spotify } from '../../sources/spotify/spotify.ts'
import type { Tools } from '../../tools.ts'
import { findOf, findOfListed, pausedOf } from '../chain/links.ts'
import type { Feed, FeedAsk, FeedLook } from './feed.ts'
import { whyNoSpotify } from './spotify-away.ts'

const AS_PLAYLIST = 'https://open.spotify.com/collection/tracks'

const OwnMark = LikesMark.extend({ account: z.string() })

export function spotifyLikes(tools: Tools, spotify: Spotify, intervalMs: number): Feed {
  async function read(kept: unknown, { signal, onSend }: FeedAsk, firstOnly: boolean): Promise<FeedLook> {
    const before = OwnMark.safeParse(kept).data
    // after a sign-in Spotify may not have said whose account it is: another one is only what is known to be another
    const account = (await spotify.state()).account?.id || before?.account || ''
    const known = before && (before.account === account || before.account === '') ? before : undefined
    const { tracks, mark, isWhole } = await spotify.newLikes({ mark: known, firstOnly }, { signal, onSend })
    const isChanged = tracks.length > 0 || mark.total !== known?.total
    const all = { mark: { ...mark, account }, finds: [], lists: [], isChanged }
    if (!known) return { ...all, says: firstLook(mark.total) }
    // taken as a playlist, they are worked on as one: it reads on by itself
    if (tools.feeds.watched().includes(AS_PLAYLIST))
      return { ...all, lists: isChanged ? [{ link: AS_PLAYLIST, state: `${mark.since} ${mark.total}` }] : [] }
    if (!isWhole) return { ...all, isMore: true }
    return { ...all, finds: tracks.map(findOf).filter(({ spotifyIds }) => spotifyIds) }
  }
  return {
    name: 'spotify likes',
    label: 'Spotify likes',
    lane: 'spotify',
    kind: 'likes',
    intervalMs,
    cost: 1,
    whyNot: () => whyNoSpotify(tools, spotify),
    look: (mark, ask) => read(mark, ask, true),
    readOn: (mark, ask) => read(mark, ask, false),
  }
}

/** One page of SoundCloud's own. */
const FIRST = 200
/** Of more the rest is not read. */
const MOST = 5000

const SeenMark = z.object({ entries: z.array(z.string()), isWhole: z.boolean(), gone: z.array(z.string()).optional() })

export function soundcloudLikes({ sources, lanes }: Tools, profile: string, intervalMs: number): Feed {
  async function read(kept: unknown, { signal, onSend }: FeedAsk, limit: number): Promise<FeedLook> {
    const before = SeenMark.safeParse(kept).data
    onSend()
    const list = await sources.likes(profile, { limit, signal })
    const now = seenOf(list, limit)
    const mark = remember(before, now, FIRST)
    const fresh = before && newOnes(before, now)
    if (before && !fresh && limit < MOST) return { mark: before, finds: [], lists: [], isMore: true, isChanged: true }
    const links = new Set(fresh)
    return {
      mark,
      finds: list.entries.filter(({ link }) => links.delete(link)).map(findOfListed),
      lists: [],
      isChanged: before?.entries.join() !== mark.entries.join(),
      ...(fresh ? {} : { says: before ? STRANGE : firstLook(now.isWhole ? now.entries.length : undefined) }),
    }
  }
  return {
    name: `soundcloud likes ${profile}`,
    label: 'SoundCloud likes',
    lane: 'soundcloud',
    kind: 'likes',
    intervalMs,
    cost: 1,
    whyNot: async () => pausedOf(lanes, 'soundcloud')?.away,
    look: (mark, ask) => read(mark, ask, FIRST),
    readOn: (mark, ask) => read(mark, ask, MOST),
  }
}

const STRANGE = 'nothing of what was liked before is among them: from here on they are looked at anew'

const firstLook = (count: number | undefined) =>
  `they are looked at from here on; ${count ?? 'those'} that were liked before are not taken by this`

const seenOf = ({ entries, passedOver }: Listing, limit: number): Seen => ({
  entries: entries.map(({ link }) => link),
  isWhole: entries.length + passedOver.length < limit,
})
