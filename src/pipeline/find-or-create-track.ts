// The row of a link: the one that has it in any spelling, else a new one.

import { basename, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageFault } from '../errors.ts'
import { canonicalLinks, type Track } from '../model/track.ts'
import { canonicalLink, linkKind } from '../model/url.ts'
import type { TrackTable } from '../notion/tracks.ts'

/** @throws UsageFault when the text is no link audio can be fetched from */
export async function findOrCreateTrack(tracks: TrackTable, link: string): Promise<Track> {
  const canonical = canonicalLink(link)
  if (!canonical) throw new UsageFault(`"${link}" is no link: expected http(s)://… or file://…`)
  if (linkKind(link) === 'spotify')
    throw new UsageFault('Spotify’s audio is DRM-protected: give a link to the same recording elsewhere')
  const found = (await tracks.listByLink(canonical)).find(
    row => !row.inTrash && canonicalLinks(row).includes(canonical),
  )
  return found ?? tracks.create({ title: titleOf(canonical), link: canonical })
}

/** A first title until the source or its tags say better: the last word of the link. */
function titleOf(link: string): string {
  const url = new URL(link)
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
