// The row of a link or of a find: the one that has it in any spelling, else a new one.

import { basename, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isFault, UsageFault } from '../errors.ts'
import { canonicalLinks, type Track } from '../model/track.ts'
import { canonicalLink, linkKind } from '../model/url/url.ts'
import type { NewTrack, TrackTable } from '../notion/tracks.ts'
import type { Ledger } from '../store/ledger.ts'
import { alone } from './alone.ts'

/**
 * @param namesAt what is said of a new one at its canonical link; by default it is named after the link
 * @throws UsageFault when the text is no link
 */
export async function findOrCreateTrack(
  tracks: TrackTable,
  link: string,
  namesAt: (link: string) => Promise<Pick<Find, 'title' | 'artist'> | undefined> = async () => undefined,
): Promise<Track> {
  const canonical = canonicalLink(link)
  if (!canonical) throw new UsageFault(`"${link}" is no link: expected http(s)://… or file://…`)
  const known = await rowWithLink(tracks, canonical)
  if (known) return known
  const { title = titleOf(canonical), artist } = (await namesAt(canonical)) ?? {}
  return tracks.create({ title, artist, link: canonical })
}

/** A track that a source named. It has a link, an id of Spotify's, or a title and an artist. */
export interface Find {
  title?: string
  artist?: string
  /** Where its audio is, in canonical form. */
  link?: string
  /** Spotify may know one recording by several; the first is written. */
  spotifyIds?: readonly string[]
  isrc?: string
}

export interface FindDeps {
  tracks: TrackTable
  ledger: Pick<Ledger, 'fact' | 'setFact'>
  /** The playlist a new row is made for. */
  playlist?: Pick<NewTrack, 'playlistId' | 'playlistName'>
}

/**
 * Which row was made of a find is remembered: not shown by a query yet, or put away by a person, it is not made again.
 * @returns undefined when a person removed the row for good
 */
export async function findOrCreateFound(deps: FindDeps, find: Find): Promise<Track | undefined> {
  return await alone(deps.ledger, keyOf(find), async () => {
    const found = await findFound(deps, find)
    return found === 'removed' ? undefined : (found ?? (await createFound(deps, find)))
  })
}

/** The row of a find, or that there was one; none is made. */
export async function findFound({ tracks, ledger }: FindDeps, find: Find): Promise<Track | 'removed' | undefined> {
  const known = await knownRow(tracks, find)
  if (known) return known
  const made = ledger.fact(factOf(tracks, find))
  return made === undefined ? undefined : ((await readIfThere(tracks, made)) ?? 'removed')
}

/** A row for a find that has none: whoever looks first does both with nobody between. */
export async function createFound({ tracks, ledger, playlist }: FindDeps, find: Find): Promise<Track> {
  const { title, artist, link, spotifyIds, isrc } = find
  const row = await tracks.create({
    title: title?.trim() || titleOf(keyOf(find)),
    artist: artist?.trim() || undefined,
    link,
    spotifyId: spotifyIds?.[0],
    isrc,
    ...playlist,
  })
  ledger.setFact(factOf(tracks, find), row.id)
  return row
}

const factOf = ({ dataSourceId }: TrackTable, find: Find) => `row of ${dataSourceId} ${keyOf(find)}`

/** The row that a query shows of a find. */
export async function knownRow(tracks: TrackTable, find: Find): Promise<Track | undefined> {
  for (const id of find.spotifyIds ?? []) {
    const row = await rowWithSpotifyId(tracks, id)
    if (row) return row
  }
  return find.link === undefined ? await rowAlike(tracks, find) : await rowWithLink(tracks, find.link)
}

async function rowWithSpotifyId(tracks: TrackTable, id: string): Promise<Track | undefined> {
  const link = canonicalLink(`spotify:track:${id}`)
  const isIt = ({ spotifyId, spotifyUrl, sourceUrl }: Track) =>
    spotifyId?.trim() === id || [spotifyUrl, sourceUrl].some(text => link && canonicalLink(text ?? '') === link)
  return (await tracks.listBySpotifyId(id)).find(row => !row.inTrash && isIt(row))
}

/** What has no audio of its own may be in the library by name: of the very same words, and of no other code. */
async function rowAlike(tracks: TrackTable, { title, artist, isrc }: Find): Promise<Track | undefined> {
  if (!title || !artist) return undefined
  const isNamed = (row: Track) => folded(row.title) === folded(title) && folded(row.artist) === folded(artist)
  const isIt = (row: Track) => (row.isrc && isrc ? folded(row.isrc) === folded(isrc) : isNamed(row))
  return (await tracks.listAlike({ title, artist, isrc })).find(row => !row.inTrash && isIt(row))
}

export const folded = (text = '') => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

const rowWithLink = async (tracks: TrackTable, canonical: string) =>
  (await tracks.listByLink(canonical)).find(row => !row.inTrash && canonicalLinks(row).includes(canonical))

/** By what a find is remembered. */
export function keyOf({ link, spotifyIds, artist, title }: Find): string {
  if (link) return link
  const [id] = spotifyIds ?? []
  return (id && canonicalLink(`spotify:track:${id}`)) || `${folded(artist)} - ${folded(title)}`
}

/** A row that was removed for good is none. */
export const readIfThere = (tracks: TrackTable, id: string): Promise<Track | undefined> => orGone(() => tracks.read(id))

/** @returns undefined when the page is gone */
export async function orGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (isFault(error) && error.fields.status === 404) return undefined
    throw error
  }
}

/** A first title until the source or its tags say better: the last word of the link. */
function titleOf(link: string): string {
  const url = new URL(link)
  if (linkKind(link) === 'youtube') return `YouTube ${url.searchParams.get('v') ?? ''}`.trim()
  const last =
    url.protocol === 'file:'
      ? basename(fileURLToPath(url))
      : decodeSafely(url.pathname.split('/').filter(Boolean).at(-1) ?? url.host)
  return (
    last
      .slice(0, last.length - extname(last).length)
      .replace(/[-_+]+/g, ' ')
      .trim() ||
    last ||
    link
  )
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray % in a path is no reason to refuse a link
  }
}
