// Playlists from files: M3U, M3U8 and CSV exports, in whatever encoding they were written.

import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import { InputFault, messageOf } from '../errors.ts'
import type { Listing, NamedTrack } from './listing.ts'
import { parsePlaylistTable } from './playlist-file-csv.ts'
import { parseM3u } from './playlist-file-m3u.ts'

const MOST_BYTES = 32 * 1024 * 1024

/** Whether a path looks like one of a playlist. */
export const isPlaylistFile = (path: string): boolean => /\.(m3u8?|csv|tsv)$/i.test(path)

/** @throws InputFault saying why the file is no list of tracks */
export async function readPlaylistFile(path: string): Promise<Listing<NamedTrack>> {
  const text = decode(await contentOf(path))
  const isM3u = /^\s*#EXTM3U/i.test(text) || /^\.m3u8?$/i.test(extname(path))
  const list = isM3u ? parseM3u(text, dirname(resolve(path))) : parsePlaylistTable(text)
  return { ...list, title: list.title ?? titleOf(path) }
}

async function contentOf(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path)
    if (size <= MOST_BYTES) return await readFile(path)
  } catch (cause) {
    throw new InputFault(`the playlist ${path} cannot be read: ${messageOf(cause)}`, 'No_Source', { cause })
  }
  throw new InputFault(`${path} is too large for a playlist`, 'No_Source')
}

/** UTF-16 says so by its first bytes; what is no UTF-8 is taken for the old encoding of Windows. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** Exporters write blanks as underscores. */
const titleOf = (path: string) => basename(path, extname(path)).replaceAll('_', ' ').trim() || basename(path)
