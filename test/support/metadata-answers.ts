// What the fake services answer: one recording that all of them know, "Night Drive" by Ada Low, and how each says no.

import type { Answer, Answering } from './metadata-servers.ts'

export const ISRC = 'DEA112400123'
export const SECONDS = 312
export const RECORDING = '11111111-1111-4111-8111-111111111111'
export const RELEASE = '22222222-2222-4222-8222-222222222222'
export const COLLECTION = '33333333-3333-4333-8333-333333333333'
export const GROUP = '44444444-4444-4444-8444-444444444444'
export const FINGERPRINT = `AQAD${'z'.repeat(3200)}`
/** The audio of another recording. */
export const OTHER_FINGERPRINT = `AQAD${'y'.repeat(3200)}`
/** Of the recording, but with a poor score. */
export const FAINT_FINGERPRINT = 'AQADfaint'
/** Of another recording, with a middling score. */
export const NEAR_FINGERPRINT = 'AQADnear'
export const ACOUSTID_KEY = 'clientKey42'

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
})

const deezerTrack = {
  id: 7001,
  readable: true,
  title: 'Night Drive',
  title_short: 'Night Drive',
  title_version: '',
  isrc: ISRC,
  link: 'https://www.deezer.com/track/7001',
  duration: SECONDS,
  release_date: '2024-05-31',
  bpm: 0,
  contributors: [{ id: 1, name: 'Ada Low', role: 'Main' }],
  artist: { id: 1, name: 'Ada Low', type: 'artist' },
  album: {
    id: 9001,
    title: 'Harbour Lights',
    cover_xl: 'https://cdn-images.dzcdn.net/images/cover/abc/1000x1000-000000-80-0-0.jpg',
  },
  type: 'track',
}
const deezerRemix = {
  ...deezerTrack,
  id: 7002,
  title: 'Night Drive (Bo Remix)',
  title_version: '(Bo Remix)',
  isrc: 'DEA112400999',
}
const deezerAlbum = {
  id: 9001,
  title: 'Harbour Lights',
  upc: '4000000000001',
  label: 'Quay Records',
  release_date: '2024-05-31',
  genres: { data: [{ id: 106, name: 'Electro', type: 'genre' }] },
  artist: { id: 1, name: 'Ada Low' },
}
const NO_DATA = json({ error: { type: 'DataException', message: 'no data', code: 800 } })

export const deezerRefusal = (code: number, message: string) => json({ error: { type: 'Exception', message, code } })

/** Errors come with status 200; a search understands `artist:"…" track:"…"` and gives half a track. */
export const deezer = ({ url }: { url: URL }): Answer => {
  const { pathname } = url
  if (pathname === `/track/isrc:${ISRC}` || pathname === '/track/7001') return json(deezerTrack)
  if (pathname === '/album/9001') return json(deezerAlbum)
  if (pathname !== '/search') return NO_DATA
  const [, artist, track] = /^artist:"([^"]*)" track:"([^"]*)"$/.exec(url.searchParams.get('q') ?? '') ?? []
  if (!artist || !track) return deezerRefusal(501, 'Wrong parameter: q')
  const isKnown = artist === 'Ada Low' && track === 'Night Drive'
  const hits = isKnown ? [deezerRemix, deezerTrack] : []
  return json({ data: hits.map(({ isrc, release_date, bpm, contributors, ...half }) => half), total: hits.length })
}

const credit = [{ name: 'Ada Low', joinphrase: '', artist: { id: 'a1', name: 'Ada Low', 'sort-name': 'Low, Ada' } }]
const various = [{ name: 'Various Artists', joinphrase: '', artist: { id: 'v', name: 'Various Artists' } }]
const group = { id: GROUP, title: 'Harbour Lights', 'primary-type': 'Album', 'secondary-types': [] }
const release = {
  id: RELEASE,
  title: 'Harbour Lights',
  status: 'Official',
  date: '2024-05-31',
  country: 'DE',
  'artist-credit': credit,
  'release-group': group,
}
const collection = {
  id: COLLECTION,
  title: 'Best of Spring',
  status: 'Official',
  date: '2024-03-01',
  'artist-credit': various,
  'release-group': { id: 'g2', title: 'Best of Spring', 'primary-type': 'Album', 'secondary-types': ['Compilation'] },
}
const recording = {
  id: RECORDING,
  title: 'Night Drive',
  disambiguation: '',
  length: SECONDS * 1000 + 400,
  video: false,
  'first-release-date': '2024-05-31',
  'artist-credit': credit,
  isrcs: [ISRC],
  releases: [collection, release],
  genres: [
    { id: 'x', name: 'techno', count: 1, disambiguation: '' },
    { id: 'y', name: 'deep house', count: 4, disambiguation: '' },
  ],
  relations: [
    { type: 'free streaming', ended: false, url: { id: 'u1', resource: 'https://soundcloud.com/ada-low/night-drive' } },
    { type: 'streaming', ended: true, url: { id: 'u2', resource: 'https://tidal.com/track/1' } },
    { type: 'purchase for download', url: { id: 'u3', resource: 'https://adalow.bandcamp.com/track/night-drive' } },
    { type: 'lyrics', url: { id: 'u4', resource: 'https://lyrics.example.org/1' } },
  ],
}
const live = { ...recording, id: 'live', disambiguation: 'live, 2024-07-01: Hall', isrcs: [] }

const NOT_FOUND = json(
  { error: 'Not Found', help: 'For usage, please see: https://musicbrainz.org/development/mmd' },
  404,
)
const badRequest = (error: string) =>
  json({ error, help: 'For usage, please see: https://musicbrainz.org/development/mmd' }, 400)

export const overRate = (headers: Record<string, string> = {}) =>
  json(
    {
      error:
        'Your requests are exceeding the allowable rate limit. Please see http://wiki.musicbrainz.org/XMLWebService for more information.',
    },
    503,
    headers,
  )

const INC_OF_RECORDING = ['artist-credits', 'isrcs', 'releases', 'release-groups', 'genres', 'url-rels']
const INC_OF_RELEASE = ['artist-credits', 'labels', 'release-groups', 'genres']
const unknownInc = (url: URL, known: readonly string[]) =>
  (url.searchParams.get('inc') ?? '').split(' ').find(inc => inc !== '' && !known.includes(inc))

/** Wants to know who asks, gives JSON only where it is asked to, and refuses an `inc` it does not know. */
export const musicbrainz: Answering = ({ url, userAgent = '' }) => {
  const { pathname } = url
  if (!/^\S+\/\S+ \( \S+ \)$/.test(userAgent)) return { status: 403, body: 'Forbidden' }
  if (url.searchParams.get('fmt') !== 'json') return { status: 200, body: '<?xml version="1.0"?><metadata/>' }
  const strange = unknownInc(url, pathname.startsWith('/ws/2/release/') ? INC_OF_RELEASE : INC_OF_RECORDING)
  if (strange) return badRequest(`${strange} is not a valid inc parameter for this resource.`)
  if (pathname.startsWith('/ws/2/isrc/')) {
    return pathname.endsWith(ISRC) ? json({ isrc: ISRC, recordings: [live, recording] }) : NOT_FOUND
  }
  if (pathname === `/ws/2/recording/${RECORDING}`) return json(recording)
  if (pathname === '/ws/2/recording') return json({ count: 2, offset: 0, recordings: foundIn(url) })
  if (pathname === `/ws/2/release/${RELEASE}`) {
    return json({
      ...release,
      genres: [],
      'label-info': [{ 'catalog-number': 'Q1', label: { id: 'l', name: 'Quay' } }],
    })
  }
  return NOT_FOUND
}

function foundIn(url: URL): unknown[] {
  const [, title, artist] = /^recording:"([^"]*)" AND artist:"([^"]*)"$/.exec(url.searchParams.get('query') ?? '') ?? []
  if (title !== 'Night Drive' || artist !== 'Ada Low') return []
  const { genres, relations, isrcs, ...half } = recording
  return [
    { ...half, id: 'live', disambiguation: live.disambiguation, score: 100 },
    { ...half, score: 97 },
  ]
}

const index = (mbid: string) => ({
  release: `https://musicbrainz.org/release/${mbid}`,
  images: [
    { front: false, types: ['Back'], image: `http://coverartarchive.org/release/${mbid}/1.jpg`, thumbnails: {} },
    {
      front: true,
      types: ['Front'],
      image: `http://coverartarchive.org/release/${mbid}/2.png`,
      thumbnails: Object.fromEntries(
        ['250', '500', '1200'].map(size => [size, `http://coverartarchive.org/release/${mbid}/2-${size}.jpg`]),
      ),
    },
  ],
})

/** Knows no pictures itself: it sends to archive.org, which sends to one of its machines. */
export const coverArt: Answering = ({ url }) => {
  const { pathname, host } = url
  const [, machine, mbid = ''] = /^(\/node)?\/download\/mbid-([\w-]+)\/index\.json$/.exec(pathname) ?? []
  if (machine) return json(index(mbid))
  if (mbid) return { status: 302, headers: { location: `http://${host}/node${pathname}` }, body: '' }
  if (pathname === `/release/${RELEASE}` || pathname === `/release-group/${GROUP}`) {
    return { status: 307, headers: { location: `//${host}/download/mbid-${RELEASE}/index.json` }, body: 'See: index' }
  }
  return { status: 404, headers: { 'content-type': 'text/html' }, body: '<title>404 Not Found</title>' }
}

const song = {
  wrapperType: 'track',
  kind: 'song',
  trackId: 1,
  trackName: 'Night Drive',
  artistName: 'Ada Low',
  collectionName: 'Harbour Lights - EP',
  trackTimeMillis: SECONDS * 1000 - 300,
  primaryGenreName: 'Dance',
  releaseDate: '2024-05-31T12:00:00Z',
  artworkUrl100: 'https://is1-ssl.mzstatic.com/image/thumb/Music/a/b/c.jpg/100x100bb.jpg',
  trackViewUrl: 'https://music.apple.com/us/album/night-drive/1?i=2&uo=4',
  isStreamable: true,
}

/** JSON under another name, behind empty lines. */
export const itunes: Answering = ({ url }) => {
  const { term, media, entity } = Object.fromEntries(url.searchParams)
  if (url.pathname !== '/search' || media !== 'music' || entity !== 'song') return { status: 400, body: '' }
  const results = term === 'Ada Low Night Drive' ? [{ wrapperType: 'collection' }, song] : []
  return {
    status: 200,
    headers: { 'content-type': 'text/javascript; charset=utf-8' },
    body: `\n\n\n${JSON.stringify({ resultCount: results.length, results })}\n\n\n`,
  }
}

export const acoustidRefusal = (code: number, message: string, status: number, headers: Record<string, string> = {}) =>
  json({ status: 'error', error: { code, message } }, status, headers)

const heard = (title: string, artist: string, score: number) => ({
  id: 'f1',
  score,
  recordings: [
    {
      id: title === 'Night Drive' ? RECORDING : 'other',
      title,
      duration: SECONDS,
      artists: [{ id: 'a', name: artist }],
    },
    { id: 'nameless' },
  ],
})

/** Takes forms; `meta` is words with blanks between them. */
export const acoustid: Answering = ({ method, url, form }) => {
  if (method !== 'POST' || url.pathname !== '/v2/lookup') return { status: 404, body: 'Not Found' }
  const { client, duration, fingerprint, meta = '' } = Object.fromEntries(form)
  if (client !== ACOUSTID_KEY) return acoustidRefusal(4, 'invalid API key', 400)
  if (!fingerprint) return acoustidRefusal(2, 'missing required parameter "fingerprint"', 400)
  if (!/^\d+$/.test(duration ?? '')) return acoustidRefusal(8, 'parameter "duration" must be a positive integer', 400)
  if (!fingerprint.startsWith('AQAD')) return acoustidRefusal(3, 'invalid fingerprint', 400)
  if (!meta.split(/\s+/).includes('recordings')) return json({ status: 'ok', results: [{ id: 'f1', score: 0.98 }] })
  if (fingerprint === FINGERPRINT) return json({ status: 'ok', results: [heard('Night Drive', 'Ada Low', 0.98)] })
  if (fingerprint === OTHER_FINGERPRINT) return json({ status: 'ok', results: [heard('Day Off', 'Cy Moor', 0.97)] })
  if (fingerprint === FAINT_FINGERPRINT) return json({ status: 'ok', results: [heard('Night Drive', 'Ada Low', 0.4)] })
  if (fingerprint === NEAR_FINGERPRINT) return json({ status: 'ok', results: [heard('Day Off', 'Cy Moor', 0.8)] })
  return json({ status: 'ok', results: [] })
}
