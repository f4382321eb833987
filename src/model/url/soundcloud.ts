// SoundCloud's links: tracks, sets and people by their names in the path, and by numbers at its API.

import { type ListKind, type Place, partsOf } from './place.ts'

const SITE = /^((www|m)\.)?soundcloud\.com$/
const API = /^api(-v2|-mobile)?\.soundcloud\.com$/
const PLAYER = /^(w|player|p)\.soundcloud\.com$/
const SHORT = 'on.soundcloud.com'
const OF_A_USER =
  /^(tracks|popular-tracks|albums|sets|reposts|likes|spotlight|comments|followers|following|toptracks|playlists)$/
const OF_A_TRACK = /^(recommended|albums|sets|likes|reposts|comments)$/
/** The part of a path that opens a private track. */
export const SECRET = /^s-\w+$/i
/** Pages of the site, where names of people stand elsewhere. */
const NOBODY =
  /^(search|upload|stream|feed|discover|you|settings|messages|notifications|charts|pages|people|tags|signin|logout|imprint|terms-of-use)$/
/** A shorter name says too little to be looked for alone. */
const TELLING = 8

export const isSoundCloudHost = (host: string): boolean =>
  SITE.test(host) || API.test(host) || PLAYER.test(host) || host === SHORT

/** Of canonical links: whether the path says nothing of the track's usual address. */
export const needsSoundCloud = (host: string): boolean => host === SHORT || API.test(host)

export function placeOnSoundCloud(url: URL): Place | undefined {
  if (PLAYER.test(url.hostname)) return embedded(url)
  if (API.test(url.hostname)) return byNumber(url)
  if (url.hostname === SHORT) {
    const [code] = partsOf(url)
    return code ? { link: `https://${SHORT}/${code}`, key: code } : undefined
  }
  return byName(url)
}

/** Names are the same in capitals; the word that opens a private track is not. */
function byName(url: URL): Place | undefined {
  const typed = partsOf(url)
  const secret = typed.slice(2).findLast(part => SECRET.test(part)) ?? url.searchParams.get('secret_token') ?? ''
  const names = typed.filter((part, index) => index < 2 || !SECRET.test(part)).map(part => part.toLowerCase())
  if (NOBODY.test(names[0] ?? '') && names[1] !== 'sets') return undefined
  const isPrivate = SECRET.test(secret) && names.length > 1
  const path = [...names, ...(isPrivate ? [secret] : [])].join('/')
  const list = listOf(names)
  const last = names.at(-1) ?? ''
  const key = !list && last.length >= TELLING ? last : names.join('/')
  return { link: path ? `https://soundcloud.com/${path}` : 'https://soundcloud.com', key: key || SITE_KEY, list }
}

const SITE_KEY = 'soundcloud.com'

function listOf([user, second, third]: readonly string[]): ListKind | undefined {
  if (!user) return undefined
  if (user === 'stations') return 'soundcloud set'
  if (!second) return 'soundcloud user'
  if (second === 'sets' && third) return 'soundcloud set'
  if (second === 'likes') return 'soundcloud likes'
  if (OF_A_USER.test(second)) return 'soundcloud user'
  return third && OF_A_TRACK.test(third) ? 'soundcloud set' : undefined
}

const LISTS: Record<string, ListKind | undefined> = { playlists: 'soundcloud set', users: 'soundcloud user' }

/** `/tracks/1`, and `/tracks/soundcloud:tracks:1` with its colons in any spelling. */
function byNumber(url: URL): Place | undefined {
  const [, what = '', id = ''] =
    /^\/(tracks|playlists|users)\/(?:soundcloud(?::|%3a)\w+(?::|%3a))?(\d+)/i.exec(url.pathname) ?? []
  if (!id) return undefined
  const kind = what.toLowerCase()
  const secret = url.searchParams.get('secret_token') ?? ''
  const query = SECRET.test(secret) ? `?secret_token=${secret}` : ''
  return { link: `https://api.soundcloud.com/${kind}/${id}${query}`, key: id, list: LISTS[kind] }
}

/** A player on somebody's page names what it plays. */
function embedded(url: URL): Place | undefined {
  const inner = url.searchParams.get('url') ?? ''
  if (!URL.canParse(inner)) return undefined
  const found = new URL(inner)
  const secret = url.searchParams.get('secret_token')
  if (secret) found.searchParams.set('secret_token', secret)
  return isSoundCloudHost(found.hostname) && !PLAYER.test(found.hostname) ? placeOnSoundCloud(found) : undefined
}
