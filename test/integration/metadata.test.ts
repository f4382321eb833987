// Each provider of metadata against a server that speaks its protocol, errors included.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InputFault, Limited, Refused, Transient } from '../../src/errors.ts'
import type { MetadataField } from '../../src/model/metadata.ts'
import type { MetadataConfig } from '../../src/sources/metadata/open-metadata.ts'
import { openMetadata } from '../../src/sources/metadata/open-metadata.ts'
import {
  acoustidRefusal,
  COLLECTION,
  deezer,
  deezerRefusal,
  FAINT_FINGERPRINT,
  FINGERPRINT,
  GROUP,
  ISRC,
  NEAR_FINGERPRINT,
  OTHER_FINGERPRINT,
  overRate,
  RECORDING,
  RELEASE,
  SECONDS,
} from '../support/metadata-answers.ts'
import { html, json, type MetadataServers, openMetadataServers } from '../support/metadata-servers.ts'

const NAMES = { title: 'Night Drive', artist: 'Ada Low', seconds: SECONDS }
const CODED = { ...NAMES, isrc: ISRC }
const signal = () => AbortSignal.timeout(30_000)

let servers: MetadataServers
/** What ended each request, as its lane sees it. */
let ends: unknown[]
beforeEach(async () => {
  servers = await openMetadataServers()
  ends = []
})
afterEach(() => servers[Symbol.asyncDispose]())

const lanes = {
  async run<T>(_name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      ends.push(error)
      throw error
    }
  },
}
const open = (...providers: MetadataConfig['providers']) => openMetadata(servers.config({ providers }), { lanes })

describe('Deezer', () => {
  it('is asked by ISRC, and for the album what only that knows', async () => {
    const { metadata, providers } = await open('deezer')({ wish: CODED, signal: signal() })
    expect(metadata).toEqual({
      isrc: ISRC,
      album: 'Harbour Lights',
      albumArtist: 'Ada Low',
      label: 'Quay Records',
      releaseDate: { text: '2024-05-31', precision: 'day' },
      genre: 'Electro',
      artworkUrl: 'https://cdn-images.dzcdn.net/images/cover/abc/1000x1000-000000-80-0-0.jpg',
      seconds: SECONDS,
      links: { deezer: 'https://www.deezer.com/track/7001' },
    })
    expect(providers).toEqual([{ provider: 'deezer', outcome: 'found' }])
    expect(servers.deezer.paths()).toEqual([`/track/isrc:${ISRC}`, '/album/9001'])
  })

  it('is not asked for an album that nobody wants', async () => {
    const wants: MetadataField[] = ['isrc', 'releaseDate']
    await open('deezer')({ wish: CODED, wants, signal: signal() })
    expect(servers.deezer.paths()).toEqual([`/track/isrc:${ISRC}`])
  })

  it('is searched by names, a remix passed over, the hit completed', async () => {
    const wish = { ...NAMES, title: 'Night Drive (feat. Eve) [Official Video]' }
    const { metadata } = await open('deezer')({ wish, signal: signal() })
    expect(metadata.isrc).toBe(ISRC)
    expect(servers.deezer.paths()).toEqual(['/search', '/track/7001', '/album/9001'])
  })

  it.each([
    ['an unknown ISRC and an unknown name', { ...NAMES, isrc: 'DEA112400777', title: 'Dawn' }],
    ['another length', { ...CODED, seconds: SECONDS + 20 }],
    ['no length', { ...CODED, seconds: undefined }],
  ])('says "no data" with status 200, or something else: %s is unknown', async (_what, wish) => {
    const { metadata, providers } = await open('deezer')({ wish, signal: signal() })
    expect(metadata).toEqual({ links: {} })
    expect(providers).toEqual([{ provider: 'deezer', outcome: 'unknown' }])
    expect(ends).toEqual([])
  })

  it('an album that cannot be asked for does not lose the track', async () => {
    servers.deezer.after(1, 'cut')
    const { metadata, providers } = await open('deezer')({ wish: CODED, signal: signal() })
    expect(metadata).toMatchObject({ isrc: ISRC, label: undefined })
    expect(providers).toEqual([{ provider: 'deezer', outcome: 'found', because: 'the download was cut by 127.0.0.1' }])
  })

  it('what it leaves out, or empty, is no value', async () => {
    const bare = {
      ...JSON.parse(deezer({ url: new URL('http://x/track/7001') }).body),
      isrc: '',
      release_date: '0000-00-00',
      contributors: null,
      album: {
        id: 9002,
        title: 'Harbour Lights',
        cover_xl: 'https://cdn-images.dzcdn.net/images/cover//1000x1000.jpg',
      },
    }
    servers.deezer.next(json(bare))
    const { metadata } = await open('deezer')({ wish: { ...CODED, isrc: ISRC }, signal: signal() })
    expect(metadata).toEqual({
      album: 'Harbour Lights',
      seconds: SECONDS,
      links: { deezer: 'https://www.deezer.com/track/7001' },
    })
  })

  it.each([
    [html(200), '127.0.0.1 answered with something that is no JSON'],
    [json({ id: 7, title: 3 }), '127.0.0.1 answered otherwise than it is known to (title)'],
    [html(400), '127.0.0.1 did not take the question (400)'],
  ])('%j says why', async (answer, because) => {
    servers.deezer.next(answer)
    expect((await open('deezer')({ wish: CODED, signal: signal() })).providers[0]?.because).toBe(because)
  })

  it('its quota, told with status 200, is a wait of its window', async () => {
    servers.deezer.next(deezerRefusal(4, 'Quota limit exceeded'))
    const before = Date.now()
    const { providers } = await open('deezer')({ wish: CODED, signal: signal() })
    expect(providers).toMatchObject([{ outcome: 'waits', because: 'Deezer asks us to wait (its quota is spent)' }])
    const until = providers[0]?.until?.getTime() ?? 0
    expect(until).toBeGreaterThanOrEqual(before + 5000)
    expect(until).toBeLessThan(before + 10_000)
    expect(ends).toEqual([expect.any(Limited)])
  })

  it.each([
    [deezerRefusal(700, 'Service busy'), Transient],
    [deezerRefusal(501, 'Missing parameters'), InputFault],
    [html(502), Transient],
    [html(200), Transient],
    [json({ id: 'seven' }), Transient],
    [json({}, 429, { 'retry-after': '7' }), Limited],
    ['cut', Transient],
  ] as const)('%j is a line, and for the lane a %o', async (answer, kind) => {
    servers.deezer.next(answer)
    const { providers } = await open('deezer')({ wish: CODED, signal: signal() })
    expect(providers[0]?.outcome).toBe(kind === Limited ? 'waits' : 'failed')
    expect(ends).toEqual([expect.any(kind)])
  })
})

describe('MusicBrainz', () => {
  it('is asked by ISRC, then for the release that is no collection', async () => {
    const { metadata } = await open('musicbrainz')({ wish: CODED, signal: signal() })
    expect(metadata).toEqual({
      isrc: ISRC,
      album: 'Harbour Lights',
      albumArtist: 'Ada Low',
      label: 'Quay',
      releaseDate: { text: '2024-05-31', precision: 'day' },
      genre: 'Deep House',
      artworkUrl: undefined,
      seconds: SECONDS + 0.4,
      links: {
        musicbrainz: `https://musicbrainz.org/recording/${RECORDING}`,
        soundcloud: 'https://soundcloud.com/ada-low/night-drive',
        bandcamp: 'https://adalow.bandcamp.com/track/night-drive',
      },
    })
    expect(servers.musicbrainz.paths()).toEqual([`/ws/2/isrc/${ISRC}`, `/ws/2/release/${RELEASE}`])
    expect(servers.musicbrainz.asked[0]?.userAgent).toBe('orchestrator/1 ( me@example.org )')
  })

  it('the album that is known decides which release it is', async () => {
    const wish = { ...CODED, album: 'Best Of Spring' }
    const { metadata } = await open('musicbrainz')({ wish, signal: signal() })
    expect(servers.musicbrainz.paths()[1]).toBe(`/ws/2/release/${COLLECTION}`)
    expect(metadata).toMatchObject({ album: 'Best of Spring', albumArtist: 'Various Artists' })
  })

  it('is searched by names; the live one beside it, with a better score, is another', async () => {
    const { metadata } = await open('musicbrainz')({ wish: NAMES, signal: signal() })
    expect(metadata.isrc).toBe(ISRC)
    expect(servers.musicbrainz.paths().slice(0, 2)).toEqual(['/ws/2/recording', `/ws/2/recording/${RECORDING}`])
  })

  it('quotes in a name do not end its query', async () => {
    const wish = { ...NAMES, title: 'Night "Drive" \\' }
    expect((await open('musicbrainz')({ wish, signal: signal() })).providers[0]?.outcome).toBe('found')
    expect(servers.musicbrainz.asked[0]?.url.searchParams.get('query')).toBe(
      'recording:"Night Drive" AND artist:"Ada Low"',
    )
  })

  it.each([
    ['its limit', overRate({ 'retry-after': '3' }), 3],
    ['its limit without a time', overRate(), 5],
    ['load it sheds', overRate({ 'retry-after': '0', 'x-ratelimit-who': 'search-shed' }), 5],
  ])('%s is a wait, not a service that is away', async (_what, answer, seconds) => {
    servers.musicbrainz.next(answer)
    const before = Date.now()
    const { providers } = await open('musicbrainz')({ wish: CODED, signal: signal() })
    expect(providers).toMatchObject([{ outcome: 'waits', because: 'MusicBrainz asks us to wait (503)' }])
    expect(providers[0]?.until?.getTime()).toBeGreaterThanOrEqual(before + seconds * 1000)
    expect(providers[0]?.until?.getTime()).toBeLessThan(before + (seconds + 5) * 1000)
    expect(ends).toEqual([expect.any(Limited)])
  })

  it('a release that cannot be asked for does not lose the recording', async () => {
    const wish = { ...CODED, seconds: undefined }
    servers.musicbrainz.after(1, overRate({ 'retry-after': '3' }))
    const audio = { fingerprint: '', seconds: SECONDS }
    const { metadata, providers } = await open('musicbrainz')({ wish, audio, signal: signal() })
    expect(metadata).toMatchObject({ isrc: ISRC, album: 'Harbour Lights', label: undefined })
    expect(providers).toEqual([
      {
        provider: 'musicbrainz',
        outcome: 'found',
        because: 'MusicBrainz asks us to wait (503)',
        until: expect.any(Date),
      },
    ])
  })

  it('a page with a 503 is a service that is away', async () => {
    servers.musicbrainz.next(html(503))
    expect((await open('musicbrainz')({ wish: CODED, signal: signal() })).providers[0]?.outcome).toBe('failed')
    expect(ends).toMatchObject([{ errorClass: 'Transient', fields: { status: 503 } }])
  })
})

describe('the Cover Art Archive', () => {
  const wants: MetadataField[] = ['artworkUrl']

  it('gives the front of the release, over its redirects', async () => {
    const { metadata, evidence } = await open('musicbrainz', 'coverart')({ wish: CODED, wants, signal: signal() })
    expect(metadata.artworkUrl).toBe(`https://coverartarchive.org/release/${RELEASE}/2-1200.jpg`)
    expect(evidence.artworkUrl).toEqual({ by: ['coverart'], others: [] })
    expect(servers.coverart.paths()).toEqual([
      `/release/${RELEASE}`,
      `/download/mbid-${RELEASE}/index.json`,
      `/node/download/mbid-${RELEASE}/index.json`,
    ])
  })

  it('a release without pictures: another of the same album', async () => {
    servers.coverart.next(html(404))
    const { metadata } = await open('musicbrainz', 'coverart')({ wish: CODED, wants, signal: signal() })
    expect(metadata.artworkUrl).toContain('2-1200.jpg')
    expect(servers.coverart.paths().slice(0, 2)).toEqual([`/release/${RELEASE}`, `/release-group/${GROUP}`])
  })

  it('no pictures at all is no fault; without a release nothing is asked', async () => {
    servers.coverart.next(html(404), html(404))
    const gather = open('musicbrainz', 'coverart')
    const lines = (await gather({ wish: CODED, wants, signal: signal() })).providers
    expect(lines[1]).toEqual({ provider: 'coverart', outcome: 'unknown' })
    await gather({ wish: { ...NAMES, title: 'Dawn' }, wants, signal: signal() })
    expect(servers.coverart.asked).toHaveLength(2)
    expect(ends).toEqual([])
  })

  it('a redirect into the own network is not followed', async () => {
    servers.coverart.next({ status: 307, headers: { location: 'http://127.0.0.1:9/index.json' }, body: '' })
    const { providers } = await open('musicbrainz', 'coverart')({ wish: CODED, wants, signal: signal() })
    expect(providers[1]).toMatchObject({ outcome: 'failed', because: expect.stringContaining('private network') })
    expect(ends).toEqual([expect.any(Refused)])
  })

  it('is not asked when nobody wants a picture', async () => {
    const { providers } = await open('musicbrainz', 'coverart')({ wish: CODED, wants: ['label'], signal: signal() })
    expect(providers[1]).toEqual({ provider: 'coverart', outcome: 'not needed' })
  })

  it('is not asked while a cover is known', async () => {
    const { providers } = await open('deezer', 'musicbrainz', 'coverart')({ wish: CODED, signal: signal() })
    expect(providers[2]).toEqual({ provider: 'coverart', outcome: 'not needed' })
    expect(servers.coverart.asked).toEqual([])
  })
})

describe('iTunes', () => {
  it('is searched by names', async () => {
    const { metadata } = await open('itunes')({ wish: NAMES, signal: signal() })
    expect(metadata).toEqual({
      album: 'Harbour Lights',
      albumArtist: 'Ada Low',
      releaseDate: { text: '2024-05-31', precision: 'day' },
      genre: 'Dance',
      artworkUrl: 'https://is1-ssl.mzstatic.com/image/thumb/Music/a/b/c.jpg/600x600bb.jpg',
      seconds: SECONDS - 0.3,
      links: { apple: 'https://music.apple.com/us/album/night-drive/1?i=2&uo=4' },
    })
  })

  it.each([
    ['Earth, Wind & Fire', 'Earth Night Drive'],
    [['Earth, Wind & Fire', 'Eve'], 'Earth, Wind & Fire Night Drive'],
  ])('%j: the name of a catalogue is kept whole, that of a row is taken for many', async (artist, term) => {
    await open('itunes')({ wish: { ...NAMES, artist }, signal: signal() })
    expect(servers.itunes.asked[0]?.url.searchParams.get('term')).toBe(term)
  })

  it.each([html(403), { status: 403, body: '' }, html(429)])('%j is a wait', async answer => {
    servers.itunes.next(answer)
    const before = Date.now()
    const { providers } = await open('itunes')({ wish: NAMES, signal: signal() })
    expect(providers).toMatchObject([{ provider: 'itunes', outcome: 'waits' }])
    expect(providers[0]?.until?.getTime()).toBeGreaterThanOrEqual(before + 60_000)
    expect(ends).toEqual([expect.any(Limited)])
  })
})

describe('AcoustID', () => {
  const heard = { wish: NAMES, audio: { fingerprint: FINGERPRINT, seconds: SECONDS } }

  it('says that the audio is the recording, and leads MusicBrainz there without an ISRC', async () => {
    const { fingerprint, metadata } = await open('acoustid', 'musicbrainz')({ ...heard, signal: signal() })
    expect(fingerprint).toEqual({ verdict: 'same', score: 0.98, knownAs: ['Ada Low – Night Drive'] })
    expect(metadata.isrc).toBe(ISRC)
    expect(servers.musicbrainz.paths()[0]).toBe(`/ws/2/recording/${RECORDING}`)
    expect(servers.acoustid.asked[0]?.form.get('fingerprint')).toBe(FINGERPRINT)
    expect(servers.acoustid.asked[0]?.form.get('duration')).toBe(String(SECONDS))
  })

  it('is told the length of the audio, which need not be that of the wish', async () => {
    const audio = { fingerprint: FINGERPRINT, seconds: SECONDS + 4.6 }
    const { fingerprint } = await open('acoustid')({ wish: NAMES, audio, signal: signal() })
    expect(fingerprint?.verdict).toBe('same')
    expect(servers.acoustid.asked[0]?.form.get('duration')).toBe('317')
  })

  it('says that the audio is another recording', async () => {
    const asked = { wish: NAMES, audio: { fingerprint: OTHER_FINGERPRINT, seconds: SECONDS }, signal: signal() }
    const { fingerprint } = await open('acoustid', 'musicbrainz')(asked)
    expect(fingerprint).toEqual({ verdict: 'other', score: 0.97, knownAs: ['Cy Moor – Day Off'] })
    expect(servers.musicbrainz.paths()[0]).toBe('/ws/2/recording')
  })

  it('knows the audio as another version: that is for a person to hear', async () => {
    const asked = {
      wish: { ...NAMES, title: 'Night Drive (Bo Remix)' },
      audio: { fingerprint: FINGERPRINT, seconds: SECONDS },
      signal: signal(),
    }
    const { fingerprint } = await open('acoustid')(asked)
    expect(fingerprint).toEqual({ verdict: 'unclear', score: 0.98, knownAs: ['Ada Low – Night Drive'] })
  })

  it.each([
    [FAINT_FINGERPRINT, 'too little of it is alike'],
    [NEAR_FINGERPRINT, 'not enough to speak against the names'],
  ])('%.0s%s: no word about it', async fingerprint => {
    const { fingerprint: proof } = await open('acoustid')({
      wish: NAMES,
      audio: { fingerprint, seconds: SECONDS },
      signal: signal(),
    })
    expect(proof).toBeUndefined()
    expect(servers.acoustid.asked).toHaveLength(1)
  })

  it('does not know it, or is not asked at all: no word about it', async () => {
    const gather = open('acoustid')
    for (const audio of [{ fingerprint: 'AQADunknown', seconds: SECONDS }, undefined]) {
      const { fingerprint: proof, providers } = await gather({ wish: NAMES, audio, signal: signal() })
      expect(proof).toBeUndefined()
      expect(providers).toEqual([{ provider: 'acoustid', outcome: 'unknown' }])
    }
    expect(servers.acoustid.asked).toHaveLength(1)
  })

  it.each([
    [acoustidRefusal(14, 'rate limit exceeded', 429), 'waits', 'Limited'],
    [acoustidRefusal(4, 'invalid API key', 400), 'failed', 'Environment'],
    [acoustidRefusal(5, 'internal error', 500), 'failed', 'Transient'],
    [acoustidRefusal(13, 'service unavailable', 503), 'failed', 'Transient'],
    [acoustidRefusal(3, 'invalid fingerprint', 400), 'failed', 'Input'],
    [html(413), 'failed', 'Input'],
    ['cut', 'failed', 'Transient'],
  ] as const)('%j %s', async (answer, outcome, errorClass) => {
    servers.acoustid.next(answer)
    const { providers } = await open('acoustid')({ ...heard, signal: signal() })
    expect(providers).toMatchObject([{ provider: 'acoustid', outcome }])
    expect(ends).toMatchObject([{ errorClass }])
  })

  it('a key that is wrong is said so, and not shown', async () => {
    const config = servers.config({ providers: ['acoustid'], acoustidKey: 'wrongKey77' })
    const { providers } = await openMetadata(config, { lanes })({ ...heard, signal: signal() })
    expect(providers[0]?.because).toBe('AcoustID does not know the key (ACOUSTID_KEY)')
    expect(JSON.stringify(ends.map(error => ({ ...(error as object) })))).not.toContain('wrongKey77')
  })

  it('without a key it is not set up', async () => {
    const config = servers.config({ providers: ['acoustid', 'spotify'], acoustidKey: undefined })
    const { providers } = await openMetadata(config, { lanes })({ ...heard, signal: signal() })
    expect(providers).toEqual([
      { provider: 'acoustid', outcome: 'not set up' },
      { provider: 'spotify', outcome: 'not set up' },
    ])
  })
})
