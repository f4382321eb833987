// A row of Music Tracks in our words, and the rules about when it wants work.

import { z } from 'zod'
import { ERROR_TAGS } from '../errors.ts'
import { shortId } from './page-id.ts'
import { linkName } from './url/link-name.ts'
import { canonicalLink, linkKind } from './url/url.ts'

const text = () => z.string().optional()
const ids = () => z.array(z.string()).readonly().optional()

/** A track as its row says; empty cells are undefined. */
export const Track = z.object({
  /** Notion page id, with dashes. */
  id: z.string(),
  createdAt: z.string(),
  editedAt: z.string(),
  inTrash: z.boolean(),
  title: text(),
  artist: text(),
  album: text(),
  soundcloudUrl: text(),
  youtubeUrl: text(),
  spotifyUrl: text(),
  spotifyId: text(),
  sourceUrl: text(),
  isrc: text(),
  genre: text(),
  label: text(),
  composer: text(),
  remixer: text(),
  /** A day, `2024-05-31`, or what a person wrote. */
  releaseDate: text(),
  trackNumber: z.number().optional(),
  discNumber: z.number().optional(),
  /** A person's stars, 0 to 5. */
  rating: z.number().optional(),
  downloaded: z.boolean(),
  m4aPath: text(),
  wavPath: text(),
  aiffPath: text(),
  eagleId: text(),
  /** Seconds. */
  duration: z.number().optional(),
  tempo: z.number().optional(),
  key: text(),
  /** Integrated, LUFS. */
  loudness: z.number().optional(),
  /** True peak, dBTP. */
  peak: z.number().optional(),
  /** `Audio Processing`: the program's tags and a person's own. */
  tags: z.array(z.string()).readonly(),
  /** What the program said of it last. */
  summary: text(),
  /** Pages of its playlists, all of them; undefined: there is no such column, or it holds names. */
  playlistIds: ids(),
  /** Where the column holds names. */
  playlistNames: ids(),
  artistIds: ids(),
  /** The row's picture: an outside page cover. */
  artworkUrl: text(),
})
export type Track = z.infer<typeof Track>

/** What a finished run writes to its row; undefined leaves a cell alone, null empties it. */
export interface TrackChanges {
  downloaded?: boolean
  title?: string
  artist?: string
  album?: string
  isrc?: string
  label?: string
  releaseDate?: string
  genre?: string
  spotifyUrl?: string
  spotifyId?: string
  m4aPath?: string | null
  wavPath?: string | null
  aiffPath?: string | null
  /** BPM. */
  tempo?: number
  key?: string
  camelot?: string
  /** Seconds. */
  duration?: number
  /** Integrated, LUFS. */
  loudness?: number
  /** True peak, dBTP. */
  peak?: number
  /** LU. */
  loudnessRange?: number
  /** 0 to 1. */
  tempoConfidence?: number
  keyConfidence?: number
  /** Of the source. */
  codec?: string
  /** kbit/s. */
  bitRate?: number
  /** Hz. */
  sampleRate?: number
  channels?: number
  /** Hz. */
  cutoff?: number
  fingerprint?: string
  eagleId?: string
  tags?: readonly string[]
  source?: string
  processedAt?: string
  /** What happened, for a person. */
  summary?: string
}

/** Downloaded, at a path, or in Eagle. @returns why it counts as done */
export function whySynced(track: Track): string | undefined {
  if (track.downloaded) return 'it is downloaded'
  if (track.m4aPath || track.wavPath || track.aiffPath) return 'it has a file path'
  return track.eagleId ? 'it is in Eagle' : undefined
}

type SourceLinks = Pick<Track, 'sourceUrl' | 'soundcloudUrl' | 'youtubeUrl'>

/** The links a track may be fetched from, best first. Spotify is no source of audio. */
export function sourceLinks(track: SourceLinks): string[] {
  return [track.sourceUrl, track.soundcloudUrl, track.youtubeUrl].filter((link): link is string =>
    Boolean(link?.trim()),
  )
}

/** All links of a track in canonical form. */
export function canonicalLinks(track: Track): string[] {
  return sourceLinks(track).flatMap(link => canonicalLink(link) ?? [])
}

/** Changes exactly when the input of the work changes: links, ids, title and artist. */
export function inputOf(track: Track): string {
  return JSON.stringify([
    track.sourceUrl,
    track.soundcloudUrl,
    track.youtubeUrl,
    track.spotifyUrl,
    track.spotifyId,
    track.title,
    track.artist,
  ])
}

/** The program's error tags on a row. */
export const errorTagsOf = (track: Track): string[] =>
  track.tags.filter(tag => (ERROR_TAGS as readonly string[]).includes(tag))

export type Want = { wants: true; because: string } | { wants: false; because: string }

/**
 * Whether a row wants work, and why (contract, section 4): not downloaded, no path, no Eagle id, not in the trash, no
 * permanent error for its present input, and a link, a Spotify id, or title + artist.
 * @param failedInput the input (`inputOf`) the row's error tag was given for, when that is known
 */
export function wantsWork(track: Track, failedInput?: string): Want {
  if (track.inTrash) return no('it is in the trash')
  const synced = whySynced(track)
  if (synced) return no(synced)
  const tags = errorTagsOf(track)
  if (tags.length > 0 && (failedInput === undefined || failedInput === inputOf(track))) {
    return no(`it failed before (${tags.join(', ')}) and its input has not changed`)
  }
  const link = sourceLinks(track)[0]
  if (link) return yes(`it has a ${linkKind(link) ?? 'broken'} link`)
  if (track.spotifyUrl || track.spotifyId) return yes('it has a Spotify id')
  if (track.title && track.artist) return yes('it has a title and an artist')
  return no(track.title ? 'it has neither a link nor an artist' : 'the row is empty')
}

/** "Artist – Title" for people; without a title, what its link is called. */
export function trackLabel(
  track: Pick<Track, 'id' | 'title' | 'artist' | 'spotifyUrl' | 'spotifyId'> & SourceLinks,
): string {
  const title = oneLine(track.title) || oneLine(nameByLink(track)) || `untitled ${shortId(track.id)}`
  const artist = oneLine(track.artist)
  return artist ? `${artist} – ${title}` : title
}

function nameByLink({ spotifyUrl, spotifyId, ...links }: Parameters<typeof trackLabel>[0]): string | undefined {
  const onSpotify = spotifyUrl?.trim() || (spotifyId?.trim() ? `spotify:track:${spotifyId.trim()}` : '')
  return [...sourceLinks(links), onSpotify].map(linkName).find(name => name !== undefined)
}

const LABEL_PART = 80

/** No control or direction marks reach a terminal, and no title fills it. */
function oneLine(text: string | undefined): string {
  const clean = (text ?? '').replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()
  return clean.length > LABEL_PART ? `${clean.slice(0, LABEL_PART - 1)}…` : clean
}

const no = (because: string): Want => ({ wants: false, because })
const yes = (because: string): Want => ({ wants: true, because })
