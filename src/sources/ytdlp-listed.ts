// The entries of a list or a search, as yt-dlp tells them without asking for each.

import { z } from 'zod'
import { Transient } from '../errors.ts'
import { canonicalLink, listKind } from '../model/url/url.ts'
import type { ListedTrack, Listing } from './listing.ts'
import type { Site } from './ytdlp-version.ts'

const text = z.string().nullish().catch(undefined)
const Entry = z.object({
  id: text,
  url: text,
  webpage_url: text,
  title: text,
  uploader: text,
  channel: text,
  channel_is_verified: z.boolean().nullish().catch(undefined),
  artist: text,
  artists: z.array(z.string()).nullish().catch(undefined),
  album: text,
  album_type: text,
  duration: z.number().nullish().catch(undefined),
  live_status: text,
  availability: text,
})
type Entry = z.output<typeof Entry>

const List = z.object({
  _type: z.literal('playlist'),
  title: text,
  uploader: text,
  playlist_count: z.number().nullish().catch(undefined),
  requested_entries: z.array(z.number()).nullish().catch(undefined),
  entries: z.array(Entry.nullable().catch(null)),
})

/** @throws Transient when the output is not what yt-dlp writes of a list */
export const parseList = (stdout: string, site: Site): Listing => parse(stdout, entry => listedTrack(entry, site))

/** The lists in a list of lists; their links and titles. */
export const parseLists = (stdout: string): Listing => parse(stdout, listedList)

function parse(stdout: string, listedOf: (entry: Entry) => ListedTrack | string): Listing {
  const list = read(stdout)
  const { requested_entries: numbers } = list
  const entries: ListedTrack[] = []
  const passedOver: Listing['passedOver'] = []
  for (const [at, entry] of list.entries.entries()) {
    const listed = entry ? listedOf(entry) : 'it is not there any more, or not for us'
    if (typeof listed === 'string') passedOver.push({ index: numbers?.[at] ?? at + 1, why: listed })
    else entries.push(listed)
  }
  return { title: list.title ?? undefined, total: list.playlist_count ?? undefined, entries, passedOver }
}

function read(stdout: string) {
  try {
    return List.parse(JSON.parse(stdout))
  } catch (cause) {
    throw new Transient('yt-dlp answered with something that is no list', { cause })
  }
}

/** @returns the track, or why it is none */
export function listedTrack(entry: Entry, site: Site): ListedTrack | string {
  const why = reasonAgainst(entry)
  if (why) return why
  const link = canonicalLink(entry.webpage_url ?? '') ?? canonicalLink(entry.url ?? '')
  if (!link) return 'it has no link'
  if (listKind(link)) return 'it is a list, not a track'
  const uploader = entry.uploader ?? entry.channel ?? undefined
  return {
    link,
    title: entry.title ?? undefined,
    artist: entry.artist ?? (entry.artists?.length ? entry.artists.join(', ') : artistOfTopic(uploader)),
    uploader,
    album: albumOf(entry),
    seconds: entry.duration ?? undefined,
    id: entry.id ?? undefined,
    isVerified: entry.channel_is_verified ?? undefined,
    isPreview: site === 'soundcloud' && entry.duration === PREVIEW_SECONDS ? true : undefined,
  }
}

function listedList(entry: Entry): ListedTrack | string {
  const link = canonicalLink(entry.webpage_url ?? '') ?? canonicalLink(entry.url ?? '')
  return link && listKind(link) ? { link, title: entry.title ?? undefined } : 'it is no list'
}

/** A set that somebody put together is called an album too, by that name. */
const albumOf = ({ album, album_type: type }: Entry) => (type && type !== 'playlist' ? (album ?? undefined) : undefined)

/** SoundCloud gives what is only played in part this very length. */
const PREVIEW_SECONDS = 30

const HIDDEN = /^\[(private|deleted|unavailable) (video|track)\]$/i
const CLOSED: Record<string, string> = {
  private: 'it is private',
  subscriber_only: 'it is for members only',
  premium_only: 'it is for subscribers only',
  needs_auth: 'it asks for a login',
}

function reasonAgainst({ title, live_status: live, availability }: Entry): string | undefined {
  const hidden = HIDDEN.exec(title ?? '')?.[1]
  if (hidden) return `it is ${hidden.toLowerCase()}`
  if (live === 'is_live') return 'it is a live stream'
  if (live === 'is_upcoming') return 'it is not published yet'
  return availability ? CLOSED[availability] : undefined
}

/** Channels that YouTube makes for the recordings of an artist. */
const artistOfTopic = (name: string | undefined) =>
  / - Topic$/.test(name ?? '') ? name?.replace(/ - Topic$/, '') : undefined
