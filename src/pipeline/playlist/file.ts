// The M3U8 file of a playlist: its tracks that have a file, in its order.

import { existsSync } from 'node:fs'
import { z } from 'zod'
import { isFault } from '../../errors.ts'
import type { ListedFile } from '../../library/m3u8.ts'
import type { KnownEntry, KnownPlaylist } from '../../store/playlists.ts'
import type { Tools } from '../../tools.ts'
import { bestFileOf } from '../best-file.ts'

export interface WrittenFile {
  path?: string
  /** Tracks in it. */
  count: number
  /** Why it is not up to date. */
  why?: string
}

type FileTools = Pick<Tools, 'knownPlaylists' | 'journal' | 'library' | 'merges'>

/** Written anew, where it differs. Without a track that has a file none is begun. */
export async function writePlaylistFile(tools: FileTools, key: string): Promise<WrittenFile> {
  const { knownPlaylists, library } = tools
  const list = knownPlaylists.find(key)
  if (!list) return { count: 0 }
  const tracks = knownPlaylists.entries(key).flatMap(entry => listedFile(tools, entry) ?? [])
  if (tracks.length === 0 && list.path === '') return { count: 0 }
  try {
    const remember = (path: string, sums: readonly string[]) => knownPlaylists.keepFile(key, path, sums)
    return {
      path: await library.writeList({ title: list.title, tracks, before: list, remember }),
      count: tracks.length,
    }
  } catch (error) {
    if (!isFault(error)) throw error
    return { count: tracks.length, why: error.message }
  }
}

/** Of the playlists in which these rows are. */
export async function refreshPlaylistFiles(tools: FileTools, pages: readonly string[]): Promise<string[]> {
  const lists = new Map<string, KnownPlaylist>()
  for (const list of pages.flatMap(page => tools.knownPlaylists.ofPage(page))) lists.set(list.key, list)
  const troubles: string[] = []
  for (const { key, title } of lists.values()) {
    const { why } = await writePlaylistFile(tools, key)
    if (why) troubles.push(`${title}: ${why}`)
  }
  return troubles
}

const Measured = z.object({ seconds: z.number() })

/** The track's best file that is there. */
function listedFile(tools: FileTools, entry: KnownEntry): ListedFile | undefined {
  const { page, title, artist, seconds } = entry
  if (page === '') return undefined
  const path = bestFileOf(tools, page) ?? (existsSync(entry.path) ? entry.path : '')
  if (!path) return undefined
  const measured = Measured.safeParse(tools.journal.measuredOf(page)).data?.seconds
  return { path, title, artist: artist || undefined, seconds: measured ?? (seconds || undefined) }
}
