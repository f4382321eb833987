// M3U and M3U8: a path or an address a line, and before it what is known of it.

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { InputFault } from '../errors.ts'
import { canonicalLink } from '../model/url/url.ts'
import { type Listing, type NamedTrack, whyNoTrack } from './listing.ts'

type Known = Pick<NamedTrack, 'title' | 'artist' | 'album' | 'seconds'>

/**
 * @param folder where the file lies: relative paths begin there
 * @throws InputFault when it is a stream cut into pieces, and no list of tracks
 */
export function parseM3u(text: string, folder: string): Listing<NamedTrack> {
  const list: Listing<NamedTrack> = { entries: [], passedOver: [] }
  let known: Known = {}
  let index = 0
  for (const line of text.split(/\r\n|\r|\n/).map(each => each.trim())) {
    if (line.startsWith('#EXT-X-')) throw new InputFault('the file is a stream, not a list of tracks', 'Not_Audio')
    if (line.startsWith('#')) {
      list.title ??= /^#PLAYLIST:\s*(.+)$/i.exec(line)?.[1]
      known = { ...known, ...toldBy(line) }
    } else if (line) {
      index += 1
      const link = linkOf(line, folder)
      const why = link ? whyNoTrack(link) : `"${line.slice(0, 200)}" leads nowhere on this system`
      if (why !== undefined) list.passedOver.push({ index, why })
      else list.entries.push({ link, ...known })
      known = {}
    }
  }
  return { ...list, total: index }
}

/** `#EXTINF:205,Artist - Title`, maybe with attributes; `#EXTART:…`, `#EXTALB:…`. */
function toldBy(line: string): Known {
  const [, name = '', value = ''] = /^#(EXTINF|EXTART|EXTALB):\s*(.*)$/i.exec(line) ?? []
  if (name.toUpperCase() === 'EXTART') return { artist: value || undefined }
  if (name.toUpperCase() === 'EXTALB') return { album: value || undefined }
  const [, length, label = ''] = /^(-?\d+(?:\.\d+)?)(?:\s+[\w-]+="[^"]*")*\s*,?\s*(.*)$/.exec(value) ?? []
  if (length === undefined) return {}
  const seconds = Number(length) > 0 ? Number(length) : undefined
  const [, artist, title = label] = /^(.+?)\s+[-–]\s+(.+)$/.exec(label) ?? []
  return { seconds, title: title || undefined, ...(artist && { artist }) }
}

function linkOf(line: string, folder: string): string | undefined {
  if (/^[a-z][a-z\d+.-]+:/i.test(line)) return canonicalLink(line)
  const isOfWindows = /^[a-z]:[\\/]|^\\\\/i.test(line)
  if (isOfWindows && process.platform !== 'win32') return undefined
  const path = resolve(folder, !line.includes('/') ? line.replaceAll('\\', '/') : line)
  return pathToFileURL(asItLies(path)).href
}

/** Some programs escape paths as if they were addresses. */
function asItLies(path: string): string {
  if (!path.includes('%') || existsSync(path)) return path
  try {
    const decoded = decodeURIComponent(path)
    return existsSync(decoded) ? decoded : path
  } catch {
    return path // a stray % in a name
  }
}
