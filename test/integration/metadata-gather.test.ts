// All providers of metadata together: what one knows helps the next, and what one lacks stops nobody.

import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadConfig, secretsOf } from '../../src/config.ts'
import { type Lanes, openLanes } from '../../src/lanes/lanes.ts'
import { silentLog } from '../../src/log.ts'
import { metadataConfig, openMetadata } from '../../src/sources/metadata/open-metadata.ts'
import type { Provider } from '../../src/sources/metadata/provider.ts'
import { ACOUSTID_KEY, deezerRefusal, FINGERPRINT, ISRC, SECONDS } from '../support/metadata-answers.ts'
import { html, type MetadataServers, openMetadataServers } from '../support/metadata-servers.ts'

const NAMES = { title: 'Night Drive', artist: 'Ada Low', seconds: SECONDS }
const CODED = { ...NAMES, isrc: ISRC }
const signal = () => AbortSignal.timeout(30_000)

let servers: MetadataServers
let lanes: Lanes
beforeEach(async () => {
  servers = await openMetadataServers()
  lanes = openLanes({ store: { load: () => [], save: () => {} }, log: silentLog })
})
afterEach(async () => {
  await lanes.close()
  await servers[Symbol.asyncDispose]()
})

const outcomes = (lines: readonly { provider: string; outcome: string }[]) =>
  Object.fromEntries(lines.map(({ provider, outcome }) => [provider, outcome]))

describe('all providers together', () => {
  it('agree; the code that one found is what the next is asked by; who is not needed is not asked', async () => {
    const gather = openMetadata(servers.config(), { lanes })
    const { metadata, evidence, providers, fingerprint } = await gather({
      wish: NAMES,
      audio: { fingerprint: FINGERPRINT, seconds: SECONDS },
      signal: signal(),
    })
    expect(metadata).toMatchObject({
      isrc: ISRC,
      album: 'Harbour Lights',
      albumArtist: 'Ada Low',
      label: 'Quay',
      releaseDate: { text: '2024-05-31', precision: 'day' },
      genre: 'Deep House',
      artworkUrl: expect.stringContaining('dzcdn.net'),
    })
    expect(Object.keys(metadata.links).sort()).toEqual(['bandcamp', 'deezer', 'musicbrainz', 'soundcloud'])
    for (const field of ['isrc', 'album'] as const) {
      expect(evidence[field], field).toEqual({ by: ['deezer', 'musicbrainz'], others: [] })
    }
    for (const field of ['label', 'releaseDate', 'albumArtist'] as const) {
      expect(evidence[field], field).toEqual({ by: ['musicbrainz', 'deezer'], others: [] })
    }
    expect(evidence.genre).toEqual({ by: ['musicbrainz'], others: [{ value: 'Electro', by: ['deezer'] }] })
    expect(fingerprint?.verdict).toBe('same')
    expect(servers.musicbrainz.paths()[0]).toBe(`/ws/2/isrc/${ISRC}`)
    expect(outcomes(providers)).toEqual({
      deezer: 'found',
      acoustid: 'found',
      musicbrainz: 'found',
      coverart: 'not needed',
      itunes: 'not needed',
    })
  })

  it('the same recording again costs no request, asked at once or later', async () => {
    const gather = openMetadata(servers.config(), { lanes })
    const ask = () => gather({ wish: CODED, audio: { fingerprint: FINGERPRINT, seconds: SECONDS }, signal: signal() })
    const [first, second] = await Promise.all([ask(), ask()])
    const count = servers.count()
    expect(count).toBe(5)
    expect(await ask()).toEqual(first)
    expect(second).toEqual(first)
    expect(servers.count()).toBe(count)
  })

  it('who was asked in vain is asked again', async () => {
    const gather = openMetadata(servers.config({ providers: ['deezer'] }), { lanes })
    servers.deezer.next(html(500))
    expect(outcomes((await gather({ wish: CODED, signal: signal() })).providers)).toEqual({ deezer: 'failed' })
    expect(outcomes((await gather({ wish: CODED, signal: signal() })).providers)).toEqual({ deezer: 'found' })
  })

  it('who waits for an answer that another asked for goes on when that one is stopped', async () => {
    const gather = openMetadata(servers.config({ providers: ['deezer'] }), { lanes })
    servers.deezer.next('silence')
    const stop = new AbortController()
    const stopped = gather({ wish: CODED, signal: stop.signal })
    const other = gather({ wish: CODED, signal: signal() })
    await expect.poll(() => servers.deezer.asked.length).toBe(1)
    stop.abort(new Error('enough'))
    await expect(stopped).rejects.toThrow('enough')
    expect(outcomes((await other).providers)).toEqual({ deezer: 'found' })
  })

  it('a provider that fails is a line; the others go on, and the last ones fill what it would have given', async () => {
    servers.deezer.next(...Array.from({ length: 4 }, () => html(500)))
    const gather = openMetadata(servers.config(), { lanes })
    const { metadata, providers } = await gather({ wish: CODED, signal: signal() })
    expect(outcomes(providers)).toMatchObject({
      deezer: 'failed',
      musicbrainz: 'found',
      coverart: 'found',
      itunes: 'found',
    })
    expect(providers.find(({ provider }) => provider === 'deezer')?.because).toBe(
      '127.0.0.1 is not able to answer just now (500)',
    )
    expect(metadata).toMatchObject({ label: 'Quay', artworkUrl: expect.stringContaining('coverartarchive.org') })
  })

  it('all of them away: an empty answer', async () => {
    const config = servers.config()
    await servers[Symbol.asyncDispose]()
    const { metadata, providers } = await openMetadata(config, { lanes })({ wish: CODED, signal: signal() })
    servers = await openMetadataServers()
    expect(metadata).toEqual({ links: {} })
    expect(new Set(providers.map(({ outcome }) => outcome))).toEqual(new Set(['failed', 'unknown']))
  })

  it('a private address is asked only where it is allowed', async () => {
    const config = servers.config({ allowPrivateHosts: [] })
    const { providers } = await openMetadata(config, { lanes })({
      wish: CODED,
      audio: { fingerprint: FINGERPRINT, seconds: SECONDS },
      signal: signal(),
    })
    expect(servers.count()).toBe(0)
    expect(outcomes(providers)).toEqual({
      deezer: 'failed',
      acoustid: 'failed',
      musicbrainz: 'failed',
      coverart: 'unknown',
      itunes: 'failed',
    })
  })

  it('an answer without an end is cut off', async () => {
    servers.deezer.next({ status: 200, body: `{"id":${'1'.repeat(5_000_000)}}` })
    const gather = openMetadata(servers.config({ providers: ['deezer'] }), { lanes })
    const { providers } = await gather({ wish: CODED, signal: signal() })
    expect(providers[0]?.because).toBe('127.0.0.1 answered with more than 4 MiB')
  })
})

it('all of it is set by settings', async () => {
  const { acoustid, deezer, musicbrainz, coverart, itunes } = servers
  const environment = {
    METADATA_PROVIDERS: 'deezer,musicbrainz,acoustid',
    METADATA_CONTACT: 'https://example.org/me',
    ALLOW_PRIVATE_HOSTS: [acoustid, deezer, musicbrainz].map(({ host }) => host).join(),
    DEEZER_BASE_URL: `${deezer.url}/`,
    MUSICBRAINZ_BASE_URL: musicbrainz.url,
    COVERART_BASE_URL: coverart.url,
    ITUNES_BASE_URL: itunes.url,
    ACOUSTID_BASE_URL: acoustid.url,
    ACOUSTID_KEY,
  }
  const config = loadConfig({ varDir: '/tmp/orchestrator-test', environment })
  const gather = openMetadata(metadataConfig(config), { lanes })
  const { providers } = await gather({
    wish: CODED,
    audio: { fingerprint: FINGERPRINT, seconds: SECONDS },
    signal: signal(),
  })
  expect(outcomes(providers)).toEqual({ deezer: 'found', acoustid: 'found', musicbrainz: 'found' })
  expect(musicbrainz.asked[0]?.userAgent).toBe('orchestrator/1 ( https://example.org/me )')
  expect(secretsOf(config)).toContain(ACOUSTID_KEY)
})

describe('a stop', () => {
  it('ends the asking', async () => {
    servers.deezer.next('silence')
    const stop = new AbortController()
    const asking = openMetadata(servers.config(), { lanes })({ wish: CODED, signal: stop.signal })
    await expect.poll(() => servers.deezer.asked.length).toBe(1)
    stop.abort(new Error('enough'))
    await expect(asking).rejects.toThrow('enough')
    await sleep(50)
    expect(servers.musicbrainz.asked).toEqual([])
  })
})

describe('the slot for a provider with a client of its own', () => {
  const spotify = (found: Awaited<ReturnType<Provider['find']>>): Provider => ({
    name: 'spotify',
    turn: 'first',
    find: async () => found,
  })

  it('its values count with the others, and its length is the one the others are judged by', async () => {
    const gather = openMetadata(servers.config({ providers: ['spotify', 'musicbrainz'] }), {
      lanes,
      spotify: spotify({ isrc: ISRC, seconds: SECONDS, album: 'Harbour lights' }),
    })
    const { metadata, evidence } = await gather({ wish: { title: 'Night Drive' }, signal: signal() })
    expect(evidence.album).toEqual({ by: ['spotify', 'musicbrainz'], others: [] })
    expect(metadata).toMatchObject({ album: 'Harbour lights', label: 'Quay' })
  })

  it('the album it names is the one that MusicBrainz’s release is chosen by', async () => {
    const gather = openMetadata(servers.config({ providers: ['spotify', 'musicbrainz'] }), {
      lanes,
      spotify: spotify({ album: 'Best of Spring' }),
    })
    const { evidence } = await gather({ wish: CODED, signal: signal() })
    expect(evidence.album).toEqual({ by: ['spotify', 'musicbrainz'], others: [] })
  })

  it('an album that two name differently is settled by a third', async () => {
    const gather = openMetadata(servers.config({ providers: ['spotify', 'deezer', 'itunes'] }), {
      lanes,
      spotify: spotify({ album: 'Spring Hits' }),
    })
    const { evidence, providers } = await gather({ wish: CODED, signal: signal() })
    expect(outcomes(providers)).toMatchObject({ itunes: 'found' })
    expect(evidence.album).toEqual({ by: ['deezer', 'itunes'], others: [{ value: 'Spring Hits', by: ['spotify'] }] })
  })

  it('is left out when it is not on', async () => {
    const gather = openMetadata(servers.config({ providers: ['deezer'] }), { lanes, spotify: spotify({ genre: 'X' }) })
    expect(outcomes((await gather({ wish: CODED, signal: signal() })).providers)).toEqual({ deezer: 'found' })
  })

  it('another judge decides instead', async () => {
    const gather = openMetadata(servers.config({ providers: ['deezer'] }), { lanes, judge: () => false })
    expect(outcomes((await gather({ wish: CODED, signal: signal() })).providers)).toEqual({ deezer: 'unknown' })
  })

  it('what is no fault of a service is not hidden', async () => {
    const broken: Provider = { ...spotify(undefined), find: () => Promise.reject(new TypeError('oops')) }
    const gather = openMetadata(servers.config({ providers: ['spotify'] }), { lanes, spotify: broken })
    await expect(gather({ wish: CODED, signal: signal() })).rejects.toThrow('oops')
  })
})

describe('limits', () => {
  const wishes = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      ...NAMES,
      isrc: `DEA1124${String(at).padStart(5, '0')}`,
      artist: undefined,
    }))

  it('no second holds two requests to MusicBrainz', async () => {
    const gather = openMetadata(servers.config({ providers: ['musicbrainz'] }), { lanes })
    const answers = await Promise.all(wishes(4).map(wish => gather({ wish, signal: signal() })))
    for (const { providers } of answers) expect(outcomes(providers)).toEqual({ musicbrainz: 'unknown' })
    expect(servers.musicbrainz.asked).toHaveLength(4)
    expect(servers.musicbrainz.most(990)).toBe(1)
  })

  it('no five seconds hold more than 50 to Deezer, and bulk leaves some of them', async () => {
    const gather = openMetadata(servers.config({ providers: ['deezer'] }), { lanes })
    await Promise.all(wishes(60).map(wish => gather({ wish, signal: signal() })))
    expect(servers.deezer.asked).toHaveLength(60)
    expect(servers.deezer.most(4990)).toBeLessThanOrEqual(50)
    expect(servers.deezer.most(5000)).toBeGreaterThanOrEqual(40)
  })

  it('no second holds more than three to AcoustID', async () => {
    const gather = openMetadata(servers.config({ providers: ['acoustid'] }), { lanes })
    const asked = ['a', 'b', 'c', 'd', 'e'].map(end => `AQAD${end}`)
    await Promise.all(
      asked.map(fingerprint => gather({ wish: NAMES, audio: { fingerprint, seconds: SECONDS }, signal: signal() })),
    )
    expect(servers.acoustid.asked).toHaveLength(5)
    expect(servers.acoustid.most(990)).toBeLessThanOrEqual(3)
  })

  it('iTunes, that wants a minute, is not asked within it, and the track goes on at once', async () => {
    servers.itunes.next(html(403))
    const gather = openMetadata(servers.config({ providers: ['deezer', 'itunes'] }), { lanes })
    const unknown = { ...NAMES, title: 'Dawn' }
    await gather({ wish: unknown, signal: signal() })
    const started = performance.now()
    const { providers } = await gather({ wish: { ...unknown, title: 'Dusk' }, signal: signal() })
    expect(providers).toMatchObject([
      { provider: 'deezer', outcome: 'unknown' },
      { provider: 'itunes', outcome: 'waits', because: 'iTunes asks us to wait (403)', until: expect.any(Date) },
    ])
    expect(performance.now() - started).toBeLessThan(2000)
    expect(servers.itunes.asked).toHaveLength(1)
    expect(lanes.status().find(({ name }) => name === 'itunes')?.state).toBe('parked')
  })

  it('Deezer’s quota is waited for, since it is over soon', async () => {
    servers.deezer.next(deezerRefusal(4, 'Quota limit exceeded'))
    const gather = openMetadata(servers.config({ providers: ['deezer'] }), { lanes })
    expect(outcomes((await gather({ wish: CODED, signal: signal() })).providers)).toEqual({ deezer: 'waits' })
    const started = performance.now()
    expect(outcomes((await gather({ wish: CODED, signal: signal() })).providers)).toEqual({ deezer: 'found' })
    expect(performance.now() - started).toBeGreaterThan(4000)
  })

  it('one that is away is left alone after three failures', async () => {
    servers.itunes.next(...Array.from({ length: 9 }, () => html(503)))
    const gather = openMetadata(servers.config({ providers: ['itunes'] }), { lanes })
    const ask = (title: string) => gather({ wish: { ...NAMES, title }, signal: signal() })
    for (const title of ['A', 'B', 'C']) expect(outcomes((await ask(title)).providers)).toEqual({ itunes: 'failed' })
    expect((await ask('D')).providers).toMatchObject([{ outcome: 'waits' }])
    expect(servers.itunes.asked).toHaveLength(3)
  })
})
