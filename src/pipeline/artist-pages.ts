// The pages of a track's artists, for its row to lead to. No track depends on them.

import { isFault } from '../errors.ts'
import type { Log } from '../log.ts'
import { creditsIn, namesOf, partsOf } from '../model/artist-names.ts'
import type { Track } from '../model/track.ts'
import type { FieldWrites } from '../model/write.ts'
import type { ArtistTable } from '../notion/artists.ts'
import type { Tools } from '../tools.ts'

interface Context {
  tools: Tools
  log: Log
  signal: AbortSignal
}

/**
 * Found, or made where there are none.
 * @param names as the row will have them
 * @returns none when the row has artists already, a person took ours out, its names are in doubt, or the database of artists
 * cannot be worked with
 */
export async function artistPages(
  { tools, log, signal }: Context,
  row: Pick<Track, 'id' | 'artistIds'>,
  names: Pick<Track, 'title' | 'artist'>,
): Promise<string[]> {
  const credits = creditsIn(names)
  if (!lacksArtists(tools, row) || credits.length === 0) return []
  try {
    const artists = await tools.artists?.()
    return artists ? await pagesOf(tools, artists, credits) : []
  } catch (error) {
    signal.throwIfAborted()
    if (!isFault(error)) throw error
    log.warn(
      { track: row.id, reason: error.message },
      'a row is not linked to its artists: orchestrator enrich does it later',
    )
    return []
  }
}

/** The write that leads a row to them. */
export const linkTo = (pages: readonly string[]): FieldWrites =>
  pages.length > 0 ? { artists: { how: 'options', add: pages, remove: [] } } : {}

/** Whether pages may be looked for: there is a column for them, and nothing was ever in it. */
export function lacksArtists(tools: Tools, { id, artistIds }: Pick<Track, 'id' | 'artistIds'>): boolean {
  const isOpen = tools.artists !== undefined && tools.lanes.parkedUntil('notion') === undefined
  return isOpen && artistIds?.length === 0 && tools.outbox.wrote(id, 'artists') === undefined
}

/** A text that may be one name or several leads nowhere, rather than to a page of half a name. */
async function pagesOf(tools: Tools, artists: ArtistTable, credits: readonly string[]): Promise<string[]> {
  const paged = await artists.known([...new Set(credits.flatMap(namesOf))])
  const parts = credits.map(credit => partsOf(credit, name => paged.has(name) || tools.artistNames.has(name)))
  if (parts.includes(undefined)) return []
  const ids: string[] = []
  for (const name of new Set(parts.flatMap(names => names ?? []))) {
    const artist = await artists.findOrCreate({ name })
    if (artist) ids.push(artist.id)
  }
  return [...new Set(ids)]
}
