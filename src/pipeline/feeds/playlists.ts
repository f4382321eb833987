// Playlists that were taken before: whether they changed. One that did is worked on again, whole.

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { spotifyIdIn } from '../../model/url/spotify.ts'
import type { Spotify } from '../../sources/spotify/spotify.ts'
import type { Tools } from '../../tools.ts'
import { pausedOf } from '../chain/links.ts'
import { MOST_ENTRIES } from '../playlist/source.ts'
import type { Feed, FeedAsk, FeedLook } from './feed.ts'
import { whyNoSpotify } from './spotify-away.ts'

/** By a playlist's id: its state; or why it cannot be read, and until when it is not asked about. */
const StatesMark = z.record(
  z.string(),
  z.object({ snapshot: z.string().optional(), trouble: z.string().optional(), notBefore: z.number().optional() }),
)
type StatesMark = z.infer<typeof StatesMark>

/** One that is gone, or closed, is asked about again after so long. */
const GONE_MS = 24 * 3600_000

/** All of them in one look. @param links of playlists at Spotify */
export function spotifyPlaylists(
  tools: Tools,
  spotify: Spotify,
  { links, intervalMs }: { links: readonly string[]; intervalMs: number },
): Feed {
  const byId = new Map(links.flatMap(link => [[spotifyIdIn('playlist', link) ?? '', link] as const]))
  const kept = tools.feeds.find(SPOTIFY_LISTS)
  return {
    name: SPOTIFY_LISTS,
    label: `Spotify playlists (${byId.size})`,
    lane: 'spotify',
    kind: 'playlists',
    intervalMs,
    cost: Math.max(1, kept?.requests ?? 1),
    whyNot: () => whyNoSpotify(tools, spotify),
    look: (mark, ask) => lookAtStates({ tools, spotify, byId }, StatesMark.safeParse(mark).data ?? {}, ask),
  }
}

const SPOTIFY_LISTS = 'spotify playlists'

async function lookAtStates(
  { tools, spotify, byId }: { tools: Tools; spotify: Spotify; byId: ReadonlyMap<string, string> },
  before: StatesMark,
  { signal, onSend, now }: FeedAsk,
): Promise<FeedLook> {
  const asked = [...byId.keys()].filter(
    id => (before[id]?.notBefore ?? 0) <= now || (before[id]?.notBefore ?? 0) > now + GONE_MS,
  )
  const states = asked.length > 0 ? await spotify.snapshots(asked, { signal, onSend }) : []
  const mark: StatesMark = Object.fromEntries([...byId.keys()].flatMap(id => (before[id] ? [[id, before[id]]] : [])))
  const lists: FeedLook['lists'][number][] = []
  for (const { id, snapshot, read, why } of states) {
    const link = byId.get(id) ?? ''
    const known = before[id]?.snapshot
    if (snapshot === undefined) {
      mark[id] = { snapshot: known, trouble: `${titleOf(tools, link)}: ${why}`, notBefore: now + GONE_MS }
      continue
    }
    mark[id] = { snapshot }
    if (snapshot !== known && snapshot !== read) lists.push({ link, title: titleOf(tools, link), state: snapshot })
  }
  const troubles = Object.values(mark).flatMap(({ trouble }) => trouble ?? [])
  return { mark, finds: [], lists, isChanged: lists.length > 0, troubles }
}

const SumMark = z.object({ sum: z.string() })

/** A set, a person's tracks or likes at SoundCloud: its list comes in one go. */
export function soundcloudList(tools: Tools, link: string, intervalMs: number): Feed {
  return {
    name: link,
    label: `SoundCloud: ${titleOf(tools, link)}`,
    lane: 'soundcloud',
    kind: 'playlists',
    intervalMs,
    cost: 1,
    whyNot: async () => pausedOf(tools.lanes, 'soundcloud')?.away,
    async look(kept, { signal, onSend }) {
      onSend()
      const { title, entries } = await tools.sources.listing(link, { limit: MOST_ENTRIES, signal })
      const links = entries.map(entry => entry.link)
      const sum = createHash('sha256').update(links.join('\n')).digest('hex')
      const before = SumMark.safeParse(kept).data
      const isChanged = before ? before.sum !== sum : hasUnknown(tools, link, links)
      return { mark: { sum }, finds: [], lists: isChanged ? [{ link, title, state: sum }] : [], isChanged }
    },
  }
}

/** Something came to it between the run that took it and the first look. */
function hasUnknown({ knownPlaylists }: Tools, key: string, links: readonly string[]): boolean {
  const known = new Set(knownPlaylists.entries(key).map(({ entry }) => entry))
  return links.some(link => !known.has(link))
}

const titleOf = ({ knownPlaylists }: Tools, link: string) => knownPlaylists.find(link)?.title ?? link
