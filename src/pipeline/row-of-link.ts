// The row of a link that a person gives: a recording's, or a Spotify track's, which is looked for elsewhere.

import { UsageFault } from '../errors.ts'
import type { Track } from '../model/track.ts'
import { canonicalLink, linkKind, listKind } from '../model/url.ts'
import { spotifyIdIn } from '../model/url-spotify.ts'
import type { Tools } from '../tools.ts'
import { findOf } from './chain-links.ts'
import { findOrCreateFound, findOrCreateTrack } from './find-or-create-track.ts'

/** @throws UsageFault when no track can be made of the link */
export async function rowOfLink(tools: Tools, link: string, signal: AbortSignal): Promise<Track> {
  requireTrackLink(link)
  const id = linkKind(link) === 'spotify' ? spotifyIdIn('track', link) : undefined
  return id ? await rowOfSpotify(tools, id, signal) : await findOrCreateTrack(await tools.tracks(), link)
}

/** @throws UsageFault saying what else was expected, or which command takes it */
export function requireTrackLink(link: string): void {
  if (!canonicalLink(link)) throw new UsageFault(`"${link}" is no link: expected http(s)://… or file://…`)
  const list = listKind(link)
  if (list)
    throw new UsageFault(
      `this link leads to a list (${list}), not to a track: orchestrator playlist "${link}" takes it`,
    )
  if (linkKind(link) === 'spotify' && !spotifyIdIn('track', link))
    throw new UsageFault(`"${link}" names no track of Spotify: expected https://open.spotify.com/track/…`)
}

/** Spotify says what it is; its audio is protected and never fetched. */
async function rowOfSpotify(tools: Tools, id: string, signal: AbortSignal): Promise<Track> {
  const { spotify, ledger } = tools
  const tracks = await tools.tracks()
  const known = (await tracks.listBySpotifyId(id)).find(row => !row.inTrash && row.spotifyId?.trim() === id)
  if (known) return known
  if (!spotify)
    throw new UsageFault(
      'Spotify’s audio is DRM-protected. Signed in (SPOTIFY_CLIENT_ID, orchestrator auth spotify), the program looks for the same recording elsewhere; without, give a link to it, or a row with artist and title',
    )
  const row = await findOrCreateFound({ tracks, ledger }, findOf(await spotify.track(id, { signal })))
  if (!row) throw new UsageFault('the row of this track was removed for good: make one by hand if you want it again')
  return row
}
