// SoundCloud as yt-dlp's extractor sees it: its site, its API and its media, with the tracks a test puts there.

import { type EmulatedWeb, openEmulatedWeb, type Respond } from './emulated-web.ts'

export interface EmulatedTrack {
  id: number
  title: string
  permalink: string
  user?: string
  ms?: number
  artist?: string
  /** `SNIP` plays thirty seconds, `BLOCK` nothing; `DRM` has encrypted streams only. */
  policy?: 'ALLOW' | 'SNIP' | 'BLOCK' | 'DRM'
  downloadable?: boolean
}

export interface EmulatedSet {
  id: number
  title: string
  permalink: string
  tracks: readonly number[]
}

export interface SoundCloud extends EmulatedWeb {
  tracks: EmulatedTrack[]
  sets: EmulatedSet[]
  /** By user: ids of tracks and sets, or what the API would say in place of an entry. */
  likes: Record<string, readonly unknown[]>
  /** Nothing is there, nothing was asked. */
  empty(): void
}

const HOSTS = ['soundcloud.com', '*.soundcloud.com', '*.sndcdn.com', 'on.soundcloud.com']
const CLIENT_ID = 'a'.repeat(32)
const API = 'https://api-v2.soundcloud.com'
/** Entries on one page of a list, however many are asked for. */
const PAGE = 50
const SONG = Buffer.concat([Buffer.from('ID3\x03\x00\x00\x00\x00\x00\x00'), Buffer.alloc(50_000, 0x55)])

export async function openSoundCloud(): Promise<SoundCloud> {
  const world = {
    tracks: [] as EmulatedTrack[],
    sets: [] as EmulatedSet[],
    likes: {} as SoundCloud['likes'],
  }
  const web = await openEmulatedWeb(HOSTS, (url, respond) => answer(world, url, respond))
  return Object.assign(web, world, {
    empty() {
      web.reset()
      for (const list of [world.tracks, world.sets]) list.length = 0
      for (const user of Object.keys(world.likes)) delete world.likes[user]
    },
  })
}

type World = Pick<SoundCloud, 'tracks' | 'sets' | 'likes'>

function answer(world: World, url: URL, respond: Respond): void {
  switch (url.host) {
    case 'soundcloud.com':
      respond(200, { 'content-type': 'text/html' }, '<script src="https://a-v2.sndcdn.com/app.js"></script>')
      break
    case 'a-v2.sndcdn.com':
      respond(200, { 'content-type': 'text/javascript' }, `x={client_id:"${CLIENT_ID}"}`)
      break
    case 'on.soundcloud.com':
      respond(302, { location: 'https://soundcloud.com/dj/song-1?si=abc' })
      break
    case 'cf-media.sndcdn.com':
      respond(200, { 'content-type': 'audio/mpeg' }, SONG)
      break
    default: {
      const isClient = /^\w{32}$/.test(url.searchParams.get('client_id') ?? '') // older programs have an id of their own
      const found = isClient ? ofApi(world, url) : undefined
      if (found === undefined) respond(404)
      else respond(200, { 'content-type': 'application/json' }, JSON.stringify(found))
    }
  }
}

function ofApi(world: World, url: URL): unknown {
  const { pathname, searchParams } = url
  const resolved = pathname === '/resolve' && new URL(searchParams.get('url') ?? '').pathname.slice(1)
  if (resolved) return resolve(world, resolved)
  const [, kind, id, rest] = pathname.split('/')
  const track = world.tracks.find(each => String(each.id) === id)
  if (kind === 'tracks' && track && !rest) return whole(track)
  if (kind === 'media' && track) return { url: `https://cf-media.sndcdn.com/${rest}/${id}.mp3` }
  if (kind === 'playlists') {
    const set = world.sets.find(each => String(each.id) === id)
    return set && wholeSet(world, set)
  }
  if (pathname === '/search/tracks') return search(world, url)
  if (kind === 'users' && rest === 'likes') return likes(world, id ?? '', url)
  if (kind === 'users' && rest === 'playlists')
    return { collection: world.sets.map(set => wholeSet(world, set)), next_href: null }
  if (kind === 'users' && rest === 'tracks') return { collection: world.tracks.map(whole), next_href: null }
  return undefined
}

function resolve(world: World, path: string): unknown {
  const track = world.tracks.find(({ permalink }) => permalink === path)
  const set = world.sets.find(({ permalink }) => permalink === path)
  if (track) return whole(track)
  if (set) return wholeSet(world, set)
  return path in world.likes ? { id: path, username: path.toUpperCase(), kind: 'user' } : undefined
}

/** What is liked stands under `track` or `playlist`. */
function likes(world: World, user: string, url: URL): unknown {
  const all = world.likes[user] ?? []
  const from = Number(url.searchParams.get('from') ?? 0)
  const collection = all.slice(from, from + PAGE).map(liked => {
    if (typeof liked !== 'number') return liked
    const track = world.tracks.find(({ id }) => id === liked)
    const set = world.sets.find(({ id }) => id === liked)
    return { created_at: '2026-01-01T00:00:00Z', track: track && whole(track), playlist: set && wholeSet(world, set) }
  })
  const next = from + PAGE
  return { collection, next_href: next < all.length ? `${API}/users/${user}/likes?from=${next}` : null }
}

function search(world: World, url: URL): unknown {
  const words = (url.searchParams.get('q') ?? '').toLowerCase()
  const limit = Number(url.searchParams.get('limit'))
  const hits = world.tracks.filter(({ title }) => title.toLowerCase().includes(words))
  return { collection: hits.slice(0, limit).map(whole), next_href: null }
}

function whole(track: EmulatedTrack) {
  const { id, title, permalink, policy = 'ALLOW', user = 'dj', ms = 180_000, artist } = track
  const uri = `https://api.soundcloud.com/tracks/${id}`
  return {
    ...{ id, title, uri, policy, kind: 'track', permalink_url: `https://soundcloud.com/${permalink}` },
    duration: policy === 'SNIP' ? 30_000 : ms,
    full_duration: ms,
    user: { id: 7, username: user, permalink: user, permalink_url: `https://soundcloud.com/${user}` },
    publisher_metadata: artist ? { artist } : null,
    artwork_url: `https://i1.sndcdn.com/artworks-${id}-large.jpg`,
    downloadable: false,
    media: { transcodings: streams(track) },
  }
}

function streams({ id, policy }: EmulatedTrack) {
  if (policy === 'BLOCK') return []
  if (policy === 'DRM') {
    const format = { protocol: 'ctr-encrypted-hls', mime_type: 'audio/mp4; codecs="mp4a.40.2"' }
    return [{ url: `${API}/media/${id}/encrypted`, preset: 'aac_160k', snipped: false, format }]
  }
  const snipped = policy === 'SNIP'
  const format = { protocol: 'progressive', mime_type: 'audio/mpeg' }
  return [{ url: `${API}/media/${id}/${snipped ? 'preview' : 'stream'}`, preset: 'mp3_0_1', snipped, format }]
}

/** Only the first five tracks are told whole. */
const wholeSet = (world: World, { id, title, permalink, tracks }: EmulatedSet) => ({
  ...{ id, title, kind: 'playlist', permalink_url: `https://soundcloud.com/${permalink}` },
  user: { id: 7, username: 'dj', permalink_url: 'https://soundcloud.com/dj' },
  track_count: tracks.length,
  tracks: tracks.map((track, index) => {
    const found = index < 5 ? world.tracks.find(each => each.id === track) : undefined
    return found ? whole(found) : { id: track, kind: 'track' }
  }),
})
