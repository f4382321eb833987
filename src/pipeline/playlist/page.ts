// The page of a playlist in Playlists, and that rows name it: appended to what stands there, never in its place.

import { isFault } from '../../errors.ts'
import type { Track } from '../../model/track.ts'
import type { PlaylistRow } from '../../notion/playlists.ts'
import type { Tools } from '../../tools.ts'
import { patiently } from '../patiently.ts'
import type { Playlist } from './source.ts'

export interface ListPage {
  page?: PlaylistRow
  /** It has just been made. */
  isNew?: boolean
  /** Why there is none. */
  why?: string
}

/** @throws when Notion is away; that there is no such database is no fault */
export async function openListPage(tools: Tools, playlist: Playlist): Promise<ListPage> {
  const found = await findListPage(tools, playlist)
  if (found.page || found.why !== undefined || !tools.playlists) return found
  const { title, link, spotifyId, total } = playlist
  return { page: await (await tools.playlists()).create({ title, link, spotifyId, total }), isNew: true }
}

/** The page as it is; none is made. */
export async function findListPage({ playlists }: Tools, playlist: Playlist): Promise<ListPage> {
  if (playlist.page) return { page: playlist.page }
  if (!playlists) return { why: 'no Playlists database is set (PLAYLISTS_DB_ID)' }
  try {
    const { title, link, spotifyId } = playlist
    return { page: await (await playlists()).find({ title, link, spotifyId }) }
  } catch (error) {
    if (isFault(error) && error.errorClass === 'Environment') return { why: `Playlists: ${error.message}` }
    throw error
  }
}

/** How many it has, and when it was looked at. @returns why that is not written */
export async function noteLook(
  tools: Tools,
  { total, link, spotifyId }: Playlist,
  page: PlaylistRow,
  signal: AbortSignal,
) {
  const changes = { total, link, spotifyId, syncedAt: tools.now().toISOString() }
  try {
    await patiently(signal, async () => (await tools.playlists?.())?.update(page.id, changes))
    return undefined
  } catch (error) {
    if (isFault(error)) return `the page of Playlists is not up to date: ${error.message}`
    throw error
  }
}

/** The row with the playlist among its own. Two requests where it was not, else none. */
export async function inPlaylist(tools: Tools, row: Track, title: string, page?: PlaylistRow): Promise<Track> {
  const { playlistIds, playlistNames } = row
  const isThere = playlistIds ? !page || playlistIds.includes(page.id) : !playlistNames || playlistNames.includes(title)
  if (row.inTrash || isThere) return row
  const entry = playlistIds && page ? page.id : title
  const add = {
    target: 'tracks',
    page: row.id,
    fields: { playlists: { how: 'options', add: [entry], remove: [] } },
  } as const
  await tools.store.commit(() => tools.outbox.add(add))
  await tools.outbox.deliver(row.id)
  return playlistIds
    ? { ...row, playlistIds: [...playlistIds, entry] }
    : { ...row, playlistNames: [...(playlistNames ?? []), entry] }
}

/** The playlist that a row's files are filed under: the first one it has. */
export async function playlistOfRow({ knownPlaylists, playlists }: Tools, row: Track): Promise<string | undefined> {
  const [name] = row.playlistNames ?? []
  if (name?.trim()) return name
  const [id] = row.playlistIds ?? []
  const known = (id && knownPlaylists.titleOf(id)) || knownPlaylists.ofPage(row.id)[0]?.title
  if (known || !id || !playlists) return known
  return (await titleIfThere(playlists, id)) || undefined
}

/** Notion away is no reason to stand still. */
async function titleIfThere(playlists: NonNullable<Tools['playlists']>, id: string): Promise<string | undefined> {
  try {
    return (await (await playlists()).read(id)).title
  } catch (error) {
    if (isFault(error)) return undefined
    throw error
  }
}
