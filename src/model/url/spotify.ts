// Spotify's links and URIs: what they name, by kind and id.

import { type ListKind, type Place, partsOf } from './place.ts'

const HOSTS = /^((open|play|embed|www)\.)?spotify\.com$|^spotify\.link$/
const KINDS = /^(track|album|playlist|artist|episode|show|user)$/
const ID = /^[A-Za-z0-9]+$/
const LISTS: Record<string, ListKind | undefined> = {
  playlist: 'spotify playlist',
  album: 'spotify album',
  artist: 'spotify artist',
}

export const isSpotifyHost = (host: string): boolean => HOSTS.test(host)

/** `spotify:track:…`, `spotify:user:…:playlist:…`; a file on somebody's disk (`spotify:local:…`) is no place. */
export function placeOfSpotifyUri(text: string): Place | undefined {
  const [scheme = '', ...parts] = text.trim().split(':')
  return scheme.toLowerCase() === 'spotify' && parts.length > 0 && !parts.includes('') ? named(parts) : undefined
}

export function placeOnSpotify(url: URL): Place | undefined {
  const uri = url.searchParams.get('uri')
  if (uri && url.hostname === 'embed.spotify.com') return placeOfSpotifyUri(uri)
  const parts = partsOf(url)
  if (url.hostname === 'spotify.link') {
    return parts[0] ? { link: `https://spotify.link/${parts[0]}`, key: parts[0] } : undefined
  }
  const start = parts.findIndex(part => !/^(intl-[a-z-]+|embed|embed-podcast)$/i.test(part))
  return start < 0 ? undefined : named(parts.slice(start))
}

function named(parts: readonly string[]): Place | undefined {
  if (parts[0] === 'collection') return { link: `${SITE}/collection/tracks`, key: 'collection', list: 'spotify likes' }
  const [typed = '', id = ''] = parts[0] === 'user' && parts[2] === 'playlist' ? parts.slice(2) : parts
  const kind = typed.toLowerCase()
  if (!KINDS.test(kind) || (kind !== 'user' && !ID.test(id)) || !id) return undefined
  return { link: `${SITE}/${kind}/${id}`, key: id, list: LISTS[kind] }
}

const ENTITY_ID = /^[A-Za-z0-9]{22}$/

/** The id of such a thing in an id, a URI, a link, or what a player on the desktop says; undefined when it names none. */
export function spotifyIdIn(kind: 'track' | 'playlist' | 'album', text: string): string | undefined {
  const said = text.trim()
  if (ENTITY_ID.test(said)) return said
  const uri = said.replace(/^\/com\/spotify\/(\w+)\//, 'spotify:$1:')
  const url = URL.parse(uri)
  const place = url && isSpotifyHost(url.hostname) ? placeOnSpotify(url) : placeOfSpotifyUri(uri)
  return place?.link === `${SITE}/${kind}/${place?.key}` && ENTITY_ID.test(place.key) ? place.key : undefined
}

export const trackUrl = (id: string): string => `${SITE}/track/${id}`

const SITE = 'https://open.spotify.com'
