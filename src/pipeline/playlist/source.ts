// What a playlist holds, wherever it is: a service's list, a page of Playlists, a file.

import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { Environment, InputFault } from '../../errors.ts'
import { spotifyIdIn } from '../../model/url/spotify.ts'
import { canonicalLink, linkKind, listKind, listOf } from '../../model/url/url.ts'
import type { PlaylistRow } from '../../notion/playlists.ts'
import type { ListedTrack, Listing, NamedTrack } from '../../sources/listing.ts'
import { readPlaylistFile } from '../../sources/playlist-file.ts'
import type { FoundList } from '../../sources/spotify/lists.ts'
import type { Tools } from '../../tools.ts'
import { findOf, findOfListed } from '../chain/links.ts'
import { type Find, orGone } from '../find-or-create-track.ts'

const limit = z.number().int().min(1).optional()
/** Whether it is looked at by itself from now on; absent: as it was, and a new one is, where all of it is taken. */
const watch = z.boolean().optional()
const Wish = z.union([
  z.object({ link: z.string(), limit, watch }),
  z.object({ pageId: z.string(), limit, watch }),
  z.object({ file: z.string(), limit }),
])
/** A list's link, a page of Playlists, or a file. */
export type PlaylistWish = z.infer<typeof Wish>

/** `next`: whichever has something new. */
export const PlaylistInput = z.union([Wish, z.object({ next: z.literal(true) })])
export type PlaylistInput = z.infer<typeof PlaylistInput>

export interface PlaylistEntry extends Find {
  seconds?: number
}

export interface Playlist {
  /** By which it is known again: its link, or the address of its file. */
  key: string
  title: string
  /** Of a list at a service. */
  link?: string
  spotifyId?: string
  /** The page that was asked for. */
  page?: PlaylistRow
  /** How many it has, says the service. */
  total?: number
  /** In their order. */
  entries: readonly PlaylistEntry[]
  passedOver: Listing['passedOver']
}

export interface ReadOptions {
  signal?: AbortSignal
  /** The state that Spotify named: unchanged, it is not asked again. */
  snapshot?: string
  /** By which it was named, where it does not say so itself. */
  title?: string
}

/** The rest of a longer list is not read. */
export const MOST_ENTRIES = 5000

/** @throws InputFault when it is no list of tracks, or whatever the service's lane and answers say */
export async function readPlaylist(tools: Tools, wish: PlaylistWish, options: ReadOptions = {}): Promise<Playlist> {
  if ('file' in wish) return fromFile(wish.file)
  if ('link' in wish) return fromLink(tools, wish.link, options)
  const page = await readPage(tools, wish.pageId)
  const link = page.link?.trim() || (page.spotifyId && canonicalLink(`spotify:playlist:${page.spotifyId.trim()}`))
  if (!link)
    throw new InputFault(`the page "${page.title}" names no list: expected a link or a Spotify id in it`, 'No_Source')
  const read = await fromLink(tools, link, options)
  return { ...read, title: page.title.trim() || read.title, page }
}

async function readPage({ playlists }: Tools, id: string): Promise<PlaylistRow> {
  if (!playlists) throw new Environment('no Playlists database is set (PLAYLISTS_DB_ID), so a page says nothing')
  const page = await orGone(async () => (await playlists()).read(id))
  if (!page) throw new InputFault(`there is no page ${id} of Playlists that this connection sees`, 'No_Source')
  return page
}

async function fromFile(path: string): Promise<Playlist> {
  const list = await readPlaylistFile(path)
  const title = list.title?.trim() || basename(path)
  return { ...cut({ ...list, entries: list.entries.map(findOfNamed) }), key: pathToFileURL(path).href, title }
}

async function fromLink(tools: Tools, text: string, options: ReadOptions): Promise<Playlist> {
  const link = listOf(text) ?? canonicalLink(text)
  if (!link) throw new InputFault(`"${text.slice(0, 200)}" is no link to a list of tracks`, 'No_Source')
  if (linkKind(link) === 'file')
    throw new InputFault('a file is no link: give its path on the command line', 'No_Source')
  return linkKind(link) === 'spotify' ? fromSpotify(tools, link, options) : fromWeb(tools, link, options)
}

async function fromWeb({ sources }: Tools, link: string, { signal }: ReadOptions): Promise<Playlist> {
  const list = await sources.listing(link, { limit: MOST_ENTRIES, signal })
  const title = list.title?.trim() || new URL(link).pathname.split('/').filter(Boolean).at(-1) || link
  return { ...cut({ ...list, entries: list.entries.map(entryOfListed) }), key: link, title, link }
}

async function fromSpotify(
  { spotify }: Tools,
  link: string,
  { signal, snapshot, title: given }: ReadOptions,
): Promise<Playlist> {
  if (!spotify)
    throw new Environment(
      'Spotify is not set up: its lists need SPOTIFY_CLIENT_ID, and a sign-in: orchestrator auth spotify says how',
    )
  const ask = { signal }
  const kind = listKind(link)
  const named = (list: FoundList, fallback: string, spotifyId?: string): Playlist => {
    const entries = list.tracks.map(track => ({ ...findOf(track), seconds: track.seconds }))
    return { ...cut({ ...list, entries }), key: link, title: list.title?.trim() || given || fallback, link, spotifyId }
  }
  if (kind === 'spotify album') return named(await spotify.album(link, ask), 'an album of Spotify')
  if (kind === 'spotify likes') {
    const tracks = await spotify.likedTracks(MOST_ENTRIES, ask)
    return named({ tracks, passedOver: [] }, 'Liked at Spotify')
  }
  const id = spotifyIdIn('playlist', link)
  if (!id)
    throw new InputFault('of Spotify, playlists, albums and liked tracks are read; this link is none', 'No_Source')
  return named(await spotify.playlistItems(id, snapshot, ask), 'a playlist of Spotify', id)
}

const entryOfListed = (listed: ListedTrack): PlaylistEntry => ({ ...findOfListed(listed), seconds: listed.seconds })

/** A link of Spotify's is no place of audio: its id is what is known. */
function findOfNamed({ link, title, artist, isrc, seconds }: NamedTrack): PlaylistEntry {
  const id = link && linkKind(link) === 'spotify' ? spotifyIdIn('track', link) : undefined
  return { title, artist, isrc, seconds, ...(id ? { spotifyIds: [id] } : { link }) }
}

type Read = Pick<Playlist, 'total' | 'entries' | 'passedOver'>

const cut = ({ total, entries, passedOver }: Read): Read => ({
  total,
  entries: entries.slice(0, MOST_ENTRIES),
  passedOver,
})

/** What is not as the service says it is; each a sentence. */
export function remarksOn({ total, entries, passedOver }: Playlist): string[] {
  const came = entries.length + passedOver.length
  if (came >= MOST_ENTRIES && total !== came)
    return [`only the first ${MOST_ENTRIES} entries are read${total === undefined ? '' : `, of ${total}`}`]
  if (total === undefined || total === came) return []
  return [`the service says ${total} entries, and ${came} came`]
}
