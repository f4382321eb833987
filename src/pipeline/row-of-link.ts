// The row of a link that a person gives: a recording's, or a Spotify track's, which is looked for elsewhere.

import { basename, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isFault, UsageFault } from '../errors.ts'
import type { Track } from '../model/track.ts'
import { namesOfUpload } from '../model/upload-names.ts'
import { protectedService } from '../model/url/protected.ts'
import { spotifyIdIn } from '../model/url/spotify.ts'
import { canonicalLink, linkKind, listKind, listOf, needsLookup } from '../model/url/url.ts'
import type { Tools } from '../tools.ts'
import { findOf, findOfListed } from './chain/links.ts'
import { findOrCreateFound, findOrCreateTrack } from './find-or-create-track.ts'
import { patiently } from './patiently.ts'

/** @throws UsageFault when no track can be made of the link */
export async function rowOfLink(tools: Tools, link: string, signal: AbortSignal): Promise<Track> {
  requireTrackLink(link)
  const id = linkKind(link) === 'spotify' ? spotifyIdIn('track', link) : undefined
  if (id) return await rowOfSpotify(tools, id, signal)
  return await findOrCreateTrack(await tools.tracks(), link, at => namesAt(at, tools, signal))
}

/** What its service says of it. While that is away it stays without a title, which comes with the download. */
async function namesAt(link: string, tools: Tools, signal: AbortSignal) {
  const { sources } = tools
  if (linkKind(link) === 'file') return namesOfFile(link, tools, signal)
  if (!/^(soundcloud|youtube)$/.test(linkKind(link) ?? '')) return undefined
  try {
    return findOfListed(await patiently(signal, () => sources.describe(link, signal)))
  } catch (error) {
    signal.throwIfAborted()
    if (!isFault(error)) throw error
    return error.errorClass === 'Input' || error.errorClass === 'Refused' ? undefined : { title: '' }
  }
}

/** By its tags; what they lack, its name says: `Artist - Title`. One that cannot be read is said by its own work. */
async function namesOfFile(link: string, tools: Tools, signal: AbortSignal) {
  const path = fileURLToPath(link)
  const { title, artist } = namesOfUpload({ title: basename(path, extname(path)).replaceAll('_', ' ') })
  try {
    const { tags } = await tools.audio.probe(await tools.ownFile(path), signal)
    return tags?.title
      ? { title: tags.title, artist: tags.artist ?? artist }
      : { title, artist: tags?.artist ?? artist }
  } catch (error) {
    signal.throwIfAborted()
    if (!isFault(error)) throw error
    return { title, artist }
  }
}

/** @throws UsageFault saying what else was expected, or which command takes it */
export function requireTrackLink(link: string): void {
  if (!canonicalLink(link)) throw new UsageFault(`"${link}" is no link: expected http(s)://… or file://…`)
  const service = linkKind(link) === 'spotify' ? undefined : protectedService(link)
  if (service)
    throw new UsageFault(`${service}’s audio is DRM-protected: give another link, or a row with artist and title`)
  const list = listKind(link)
  if (list)
    throw new UsageFault(
      `this link leads to a list (${list}), not to a track: orchestrator playlist "${link}" takes it`,
    )
  if (linkKind(link) === 'spotify' && !spotifyIdIn('track', link))
    throw new UsageFault(`"${link}" names no track of Spotify: expected https://open.spotify.com/track/…`)
}

/** @throws UsageFault where it is known beforehand that the link is no list's, saying what was expected */
export function requireListLink(link: string): void {
  if (/soundcloud\.com\/you(\/|$)/i.test(link))
    throw new UsageFault('the link says "you": expected the name of your SoundCloud profile in its place')
  if (!canonicalLink(link)) throw new UsageFault(`"${link}" is no link: expected https://…`)
  const kind = linkKind(link) ?? ''
  const isTrack = kind === 'spotify' ? spotifyIdIn('track', link) : /^(soundcloud|youtube)$/.test(kind) && !listOf(link)
  if (isTrack && !needsLookup(link))
    throw new UsageFault(`this link leads to a track, not to a list: orchestrator track "${link}" takes it`)
  if (kind === 'spotify' && !/^spotify (playlist|album|likes)$/.test(listKind(link) ?? ''))
    throw new UsageFault(
      `"${link}" names no list of Spotify: expected https://open.spotify.com/playlist/…, /album/… or /collection/tracks`,
    )
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
