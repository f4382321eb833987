// Links: their one canonical form, and what kind of place they point to. Pure text, no network.

import type { ListKind, Place } from './place.ts'
import { isSoundCloudHost, needsSoundCloud, placeOnSoundCloud } from './soundcloud.ts'
import { isSpotifyHost, placeOfSpotifyUri, placeOnSpotify } from './spotify.ts'
import { placeOnTheWeb } from './web.ts'
import { isYouTubeHost, listBesideVideo, placeOnYouTube } from './youtube.ts'

export type { ListKind } from './place.ts'
export type LinkKind = 'file' | 'spotify' | 'soundcloud' | 'youtube' | 'web'

/** The kind of a link by its host; undefined when it is no http(s) or file URL, and no Spotify URI. */
export function linkKind(link: string): LinkKind | undefined {
  if (placeOfSpotifyUri(link)) return 'spotify'
  const url = parse(link)
  return url && kindOf(url)
}

/**
 * One form for all spellings of a link: `youtu.be/A` = `watch?v=A` = `music.youtube.com/watch?v=A&list=…` = `/shorts/A`,
 * `spotify:track:A` = `open.spotify.com/intl-de/track/A?si=…`; share and tracking parameters, fragments and default
 * ports are dropped. Two different recordings never become equal. Short links (`on.soundcloud.com`) stay what they
 * are: only the network knows where they lead.
 * @returns undefined when the text is no usable link (not a URL, or a bare `youtube.com/watch`).
 */
export const canonicalLink = (link: string): string | undefined => placeOf(link)?.link

/** The part that every spelling of a link contains, for a `contains` filter. */
export const linkKey = (link: string): string | undefined => placeOf(link)?.key

/** What list a link leads to; undefined for a single recording, and for what is not known to be a list. */
export const listKind = (link: string): ListKind | undefined => placeOf(link)?.list

/** The list a link names: itself, or the playlist that a video's link was taken from. Canonical. */
export function listOf(link: string): string | undefined {
  const place = placeOf(link)
  if (place?.list) return place.link
  const url = parse(link)
  return url && kindOf(url) === 'youtube' ? listBesideVideo(url) : undefined
}

/** Whether only the service can tell the usual address of what the link leads to: short links, numbers of its API. */
export function needsLookup(link: string): boolean {
  const place = placeOf(link)
  if (!place) return false
  const { hostname } = new URL(place.link)
  return hostname === 'spotify.link' || needsSoundCloud(hostname)
}

/** The field of a track that a link belongs to: one service's link never stands in another's. */
export function linkField(link: string): 'soundcloudUrl' | 'youtubeUrl' | 'spotifyUrl' | 'sourceUrl' {
  const kind = linkKind(link)
  return kind === 'soundcloud' || kind === 'youtube' || kind === 'spotify' ? `${kind}Url` : 'sourceUrl'
}

function placeOf(link: string): Place | undefined {
  const spotify = placeOfSpotifyUri(link)
  if (spotify) return spotify
  const url = parse(link)
  if (!url) return undefined
  switch (kindOf(url)) {
    case 'youtube':
      return placeOnYouTube(url)
    case 'soundcloud':
      return placeOnSoundCloud(url)
    case 'spotify':
      return placeOnSpotify(url)
    default:
      return placeOnTheWeb(url)
  }
}

function kindOf(url: URL): LinkKind {
  if (url.protocol === 'file:') return 'file'
  if (isSpotifyHost(url.hostname)) return 'spotify'
  if (isSoundCloudHost(url.hostname)) return 'soundcloud'
  return isYouTubeHost(url.hostname) ? 'youtube' : 'web'
}

function parse(link: string): URL | undefined {
  const text = withScheme(link)
  if (!/^(https?|file):/i.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  // the dot of the root names the same host
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.replace(/\.$/, '')
  return url
}

/** "youtube.com/watch?v=…" as a browser shows it; only of the services we know, since it might be a path elsewhere. */
const SHOWN = /^(?:[a-z]+\.)?(?:youtube\.com|youtu\.be|soundcloud\.com|spotify\.com)\/\S/i
export const withScheme = (link: string): string => (SHOWN.test(link.trim()) ? `https://${link.trim()}` : link.trim())
