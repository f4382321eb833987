// What is looked for when a row has no link: its own words first, and what Spotify says of its id.

import { Environment, InputFault } from '../errors.ts'
import type { Wish } from '../model/match/types.ts'
import { sourceLinks, type Track } from '../model/track.ts'
import { linkKind } from '../model/url/url.ts'
import type { Tools } from '../tools.ts'
import type { StageContext } from './stage.ts'

/** A row's Spotify link, URI or id. */
export const spotifyIn = (row: Track): string | undefined =>
  sourceLinks(row).find(link => linkKind(link) === 'spotify') ?? row.spotifyUrl ?? row.spotifyId

/** Whether a row without a link can be looked for. */
export function isSearchable(row: Track, tools: Tools): boolean {
  if (tools.searchSources.length === 0) return false
  return Boolean(row.title && row.artist) || (spotifyIn(row) !== undefined && tools.spotify !== undefined)
}

/** Of a row without a link that is not searchable. */
export const whyNoAudio = ({ searchSources }: Pick<Tools, 'searchSources'>): string =>
  `it has no link to fetch audio from yet${searchSources.length > 0 ? '' : ', and SEARCH_SOURCES names no service to look for it'}`

/** @returns undefined when title or artist is known from nowhere */
export async function wishOf(row: Track, context: StageContext): Promise<Wish | undefined> {
  const said = await fromSpotify(row, context)
  const title = row.title ?? said?.title
  const artist = row.artist ?? said?.artists
  if (!title || !artist?.length) return undefined
  const { album = said?.album, isrc = said?.isrc } = row
  return { title, artist, album, isrc, seconds: said?.seconds }
}

/** Not signed in, or no such id, is no reason to stand still: the row's own words count then. */
async function fromSpotify(row: Track, { tools, log, signal }: StageContext) {
  const what = spotifyIn(row)
  if (!what || !tools.spotify) return undefined
  try {
    return await tools.spotify.track(what, { signal })
  } catch (error) {
    if (!(error instanceof InputFault || error instanceof Environment)) throw error
    log.info({ track: row.id, reason: error.message }, 'Spotify does not say how long it is')
    return undefined
  }
}
