// Lists and searches against a yt-dlp that says what a test tells it, through the lanes of their services.

import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Lanes, openLanes } from '../../../src/lanes/lanes.ts'
import { silentLog } from '../../../src/log.ts'
import { createSources, type Sources, type SourcesConfig } from '../../../src/sources/fetch-source.ts'
import { failing, openStub, type Stub } from './ytdlp-stub.ts'

const MINUTE = 60_000
const VIDEO = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'
const LIST = 'https://www.youtube.com/playlist?list=PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf'
const EMPTY = { _type: 'playlist', title: 'A list', entries: [] }
const LIMIT = { limit: 5 }

let stub: Stub
let lanes: Lanes
let sources: Sources
let said: string[]

beforeEach(async () => {
  stub = await openStub()
  lanes = openLanes({ store: { load: () => [], save: () => {} }, log: silentLog })
  said = []
  sources = openSources()
})
afterEach(async () => {
  await lanes.close()
  await stub[Symbol.asyncDispose]()
})

const openSources = (changes: Partial<SourcesConfig> = {}) =>
  createSources({
    fileRoots: [],
    allowPrivateHosts: [],
    maxBytes: 300_000,
    maxSeconds: 600,
    downloadTimeoutMs: 20_000,
    warn: sentence => said.push(sentence),
    ytdlp: { bin: join(stub.root, 'yt-dlp') },
    lanes,
    ...changes,
  })

/** What stands behind `--`. */
const target = async () => (await stub.calls()).at(-1)?.split(' -- ')[1]

describe('what is asked for', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ['likes', () => sources.likes(' Some-Body ', LIMIT), 'https://soundcloud.com/some-body/likes'],
    ['likes', () => sources.likes('@somebody', LIMIT), 'https://soundcloud.com/somebody/likes'],
    [
      'likes',
      () => sources.likes('https://m.soundcloud.com/Body/tracks?x=1', LIMIT),
      'https://soundcloud.com/body/likes',
    ],
    ['a set', () => sources.listing('https://soundcloud.com/a/sets/b?si=x', LIMIT), 'https://soundcloud.com/a/sets/b'],
    ['a list beside a video', () => sources.listing(`${VIDEO}&list=PLabc`, LIMIT), LIST.replace(/=.*/, '=PLabc')],
    ['a channel', () => sources.listing('https://youtube.com/@Body', LIMIT), 'https://www.youtube.com/@body/videos'],
    [
      'its playlists',
      () => sources.listing('https://youtube.com/@b/playlists', LIMIT),
      'https://www.youtube.com/@b/playlists',
    ],
    ['a short link', () => sources.listing('https://on.soundcloud.com/AbC', LIMIT), 'https://on.soundcloud.com/AbC'],
    ['SoundCloud', () => sources.search('soundcloud', 'a  b', LIMIT), 'scsearch5:a b'],
    ['YouTube', () => sources.search('youtube', '-x "y"', { limit: 500 }), 'ytsearch50:-x "y"'],
    [
      'YouTube Music',
      () => sources.search('youtube-music', 'a&b #c\n--exec d \ud800', LIMIT),
      'https://music.youtube.com/search?q=a%26b%20%23c%20--exec%20d%20%EF%BF%BD#songs',
    ],
  ])('%s', async (_, ask, expected) => {
    await stub.plays({ info: EMPTY })
    await ask()
    expect(await target()).toBe(expected)
    expect((await stub.calls()).at(-1)).toMatch(
      /^-J --flat-playlist --yes-playlist --playlist-items 1:\d+ --ignore-config /,
    )
  })

  it("one's own likes, when the profile is known", async () => {
    await expect(sources.likes(undefined, LIMIT)).rejects.toMatchObject({
      errorClass: 'Environment',
      message: expect.stringContaining('SOUNDCLOUD_PROFILE'),
    })
    await stub.plays({ info: EMPTY })
    await openSources({ profile: 'me' }).likes(undefined, LIMIT)
    expect(await target()).toBe('https://soundcloud.com/me/likes')
  })

  it('nothing without words, and no less than one entry', async () => {
    await stub.plays({ info: EMPTY })
    expect(await sources.search('youtube', ' \n\t', LIMIT)).toEqual({ entries: [], passedOver: [] })
    await sources.listing(LIST, { limit: -3 })
    expect(await stub.calls()).toEqual([expect.stringMatching(/ 1:1 /)])
  })

  it.each([
    ['a video', () => sources.listing(VIDEO, LIMIT), /no list of tracks/],
    ['a track', () => sources.listing('https://soundcloud.com/a/b', LIMIT), /no list of tracks/],
    ['Spotify', () => sources.listing('spotify:album:abc', LIMIT), /Spotify/],
    ['"you"', () => sources.listing('https://soundcloud.com/you/likes', LIMIT), /"you": the name/],
    ['no name', () => sources.likes('not a name!', LIMIT), /no profile/],
    ['another site', () => sources.likes('https://example.org/a', LIMIT), /no profile/],
    ['a path', () => sources.likes('../x', LIMIT), /no profile/],
  ])('%s is refused, and nothing is asked', async (_, ask, message) => {
    await stub.plays({ info: EMPTY })
    await expect(ask()).rejects.toMatchObject({ errorClass: 'Input', message: expect.stringMatching(message) })
    await expect(stub.calls()).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('words and pages that lead inside are refused', async () => {
    await stub.plays({ info: EMPTY })
    for (const link of [
      'http://127.0.0.1/feed',
      'http://169.254.169.254/',
      'file:///etc/passwd',
      'ytsearch:x',
      '--exec=x',
    ]) {
      await expect(sources.listing(link, LIMIT), link).rejects.toMatchObject({ errorClass: 'Refused' })
    }
    await expect(stub.calls()).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('what its end means', () => {
  it.each([
    ["ERROR: Sign in to confirm you're not a bot", 'youtube', () => sources.listing(LIST, LIMIT), 360],
    ['ERROR: HTTP Error 429: Too Many Requests', 'youtube', () => sources.search('youtube-music', 'x', LIMIT), 60],
    ['ERROR: HTTP Error 429: Too Many Requests', 'soundcloud', () => sources.search('soundcloud', 'x', LIMIT), 10],
    ['ERROR: me: HTTP Error 429: Too Many Requests', 'soundcloud', () => sources.likes('me', LIMIT), 10],
  ] as const)('%s parks the lane of %s', async (text, lane, ask, minutes) => {
    await stub.plays({ info: failing(text.replaceAll("'", '’')) })
    const before = Date.now()
    await expect(ask()).rejects.toMatchObject({ errorClass: 'Limited' })
    const until = lanes.parkedUntil(lane) ?? 0
    expect(until - before).toBeGreaterThanOrEqual(minutes * MINUTE)
    expect(until - before).toBeLessThan(minutes * MINUTE * 1.1 + MINUTE)
    const other = lane === 'youtube' ? 'soundcloud' : 'youtube'
    expect(lanes.parkedUntil(other)).toBeUndefined()
    const calls = await stub.calls()
    await expect(ask()).rejects.toMatchObject({ errorClass: 'Limited' })
    expect(await stub.calls()).toEqual(calls)
  })

  it('SoundCloud, where it gives lists to browsers alone: the program is at fault, not the profile', async () => {
    await stub.plays({ info: failing('ERROR: me: Unable to download JSON metadata: HTTP Error 403: Forbidden') })
    await expect(sources.likes('me', LIMIT)).rejects.toMatchObject({
      errorClass: 'Environment',
      message: expect.stringMatching(/like a browser.*pipx install/),
    })
  })

  it('a song that is called like a fault is none', async () => {
    const words = 'HTTP Error 429: Too Many Requests'
    await stub.plays({
      info: failing(`ERROR: ${words}: Unable to download API page: HTTP Error 503: Service Unavailable`),
    })
    await expect(sources.search('soundcloud', words, LIMIT)).rejects.toMatchObject({ errorClass: 'Transient' })
  })

  it('entries that came before yt-dlp stumbled count; before a limit they do not', async () => {
    const half = { ...EMPTY, entries: [{ url: VIDEO, title: 'x' }, null] }
    await writeFile(join(stub.root, 'half.json'), JSON.stringify(half))
    const ends = (text: string) => `cat ${stub.root}/half.json; ${failing(text)}`
    await stub.plays({ info: ends('ERROR: list index out of range') })
    const { entries, passedOver } = await sources.listing(LIST, LIMIT)
    expect(entries).toHaveLength(1)
    expect(passedOver).toEqual([{ index: 2, why: expect.stringMatching(/could not be read.*list index out of range/) }])
    await stub.plays({ info: ends('ERROR: HTTP Error 503: Service Unavailable') })
    await expect(sources.listing(LIST, LIMIT)).rejects.toMatchObject({ errorClass: 'Transient' })
    await stub.plays({ info: `echo '{"_type": "playlist", "entries": [null]}'; ${failing('ERROR: odd')}` })
    await expect(sources.listing(LIST, LIMIT)).rejects.toMatchObject({ errorClass: 'Transient' })
  })

  it('what is worth saying is said once, and the list is there', async () => {
    const warning = 'WARNING: [youtube] No supported JavaScript runtime could be found'
    await stub.plays({ info: `echo '${warning}' >&2; echo '${JSON.stringify(EMPTY)}'` })
    for (let time = 0; time < 2; time++) expect(await sources.listing(LIST, LIMIT)).toMatchObject({ title: 'A list' })
    expect(said).toEqual([expect.stringMatching(/YouTube's scripts/)])
  })

  it('is stopped with its signal, and leaves no folder', async () => {
    const own = await mkdtemp(join(tmpdir(), 'lists-')) // others make folders of this name at the same time
    vi.stubEnv('TMPDIR', own)
    await stub.plays({ info: 'exec sleep 30' })
    const stop = new AbortController()
    const reason = new Error('stopped by the test')
    setTimeout(() => stop.abort(reason), 300)
    await expect(sources.listing(LIST, { limit: 5, signal: stop.signal })).rejects.toBe(reason)
    vi.unstubAllEnvs()
    expect(await readdir(own)).toEqual([])
  })

  it('an old one is not asked', async () => {
    await stub.plays({ version: '2026.08.18', info: EMPTY })
    await expect(sources.search('youtube', 'x', LIMIT)).rejects.toMatchObject({ errorClass: 'Environment' })
    await expect(stub.calls()).rejects.toMatchObject({ code: 'ENOENT' })
    await sources.search('soundcloud', 'x', LIMIT)
    expect(await stub.calls()).toHaveLength(1)
  })
})

describe('the proxies of the person', () => {
  it.each([
    ['SoundCloud', () => sourcesWith().likes('me', LIMIT), 'http://sc:hidden@127.0.0.1:1'],
    ['YouTube', () => sourcesWith().listing(LIST, LIMIT), 'http://all:hidden@127.0.0.1:1'],
  ])('%s has its own', async (_, ask, proxy) => {
    await stub.plays({ info: `env > ${stub.root}/env; echo '${JSON.stringify(EMPTY)}'` })
    await ask()
    expect(await readFile(join(stub.root, 'env'), 'utf8')).toContain(`HTTPS_PROXY=${proxy}\n`)
    expect((await stub.calls()).join()).not.toContain('hidden')
  })

  const sourcesWith = () =>
    openSources({
      ytdlp: {
        bin: join(stub.root, 'yt-dlp'),
        proxy: 'http://all:hidden@127.0.0.1:1',
        soundcloud: { proxy: 'http://sc:hidden@127.0.0.1:1' },
      },
    })
})
