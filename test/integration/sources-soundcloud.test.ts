// The real yt-dlp with its real SoundCloud extractor, led to a SoundCloud of our own on loopback.

import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSources, type Sources, type SourcesConfig } from '../../src/sources/fetch-source.ts'
import { hasOpenssl } from '../support/certificate.ts'
import { openSoundCloud, type SoundCloud } from '../support/soundcloud.ts'

const PROGRAM = 'yt-dlp'
const OLDEST = '2025.04.30'
const LIMIT = { limit: 50, signal: AbortSignal.timeout(600_000) }

/** Tracks 0–7 are whole; of the others one is cut to thirty seconds, one blocked, one encrypted. */
const TRACKS: SoundCloud['tracks'] = [
  ...Array.from({ length: 8 }, (_, at) => ({ id: 100 + at, title: `Song ${at}`, permalink: `dj/song-${at}` })),
  { id: 110, title: 'Named', permalink: 'dj/named', artist: 'The Artist', user: 'a label', ms: 205_500 },
  { id: 200, title: 'Cut', permalink: 'dj/cut', policy: 'SNIP', ms: 200_000 },
  { id: 201, title: 'Blocked', permalink: 'dj/blocked', policy: 'BLOCK' },
  { id: 202, title: 'Locked', permalink: 'dj/locked', policy: 'DRM' },
]

let site: SoundCloud
let root: string
let dir: string
let config: SourcesConfig
let sources: Sources

const isRecent = said(PROGRAM, '--version') >= '2026'

describe.skipIf(said(PROGRAM, '--version') < OLDEST || !hasOpenssl)(
  `SoundCloud through the real yt-dlp (skipped when it is older than ${OLDEST}, or openssl is missing)`,
  () => {
    beforeAll(async () => {
      site = await openSoundCloud()
    })
    afterAll(() => site[Symbol.asyncDispose]())
    beforeEach(async () => {
      root = await mkdtemp(join(tmpdir(), 'soundcloud-'))
      dir = join(root, 'staging')
      await mkdir(dir)
      const bin = join(root, 'yt-dlp')
      await writeFile(bin, '#!/bin/sh\nexec yt-dlp --no-check-certificates "$@"\n')
      await chmod(bin, 0o755)
      config = {
        fileRoots: [],
        allowPrivateHosts: [],
        maxBytes: 1_000_000,
        maxSeconds: 600,
        downloadTimeoutMs: 60_000,
        ytdlp: { bin, soundcloud: { proxy: site.proxy } },
      }
      sources = createSources(config)
      site.empty()
      site.tracks.push(...TRACKS)
      site.sets.push({
        id: 500,
        title: 'A set',
        permalink: 'dj/sets/a-set',
        tracks: [100, 101, 102, 103, 104, 105, 200],
      })
    })
    afterEach(() => rm(root, { recursive: true, force: true }))

    /** What was asked of the API, without the address of its client. */
    const asked = () => site.seen.flatMap(path => /^api-v2\.soundcloud\.com(\/[^?]+)/.exec(path)?.[1] ?? [])
    const fetch = (path: string) =>
      sources.fetch(`https://soundcloud.com/${path}`, { dir, signal: AbortSignal.timeout(50_000) })

    it('five likes cost one request for the person and one for the list', async () => {
      site.likes.me = [100, 101, 500, { track: null, playlist: null }, 200, 201, 202, 102]
      const likes = await sources.likes('Me', { ...LIMIT, limit: 5 })
      expect(likes).toEqual({
        title: 'ME (Likes)',
        total: undefined,
        entries: [
          { link: 'https://soundcloud.com/dj/song-0', title: 'Song 0', id: '100' },
          { link: 'https://soundcloud.com/dj/song-1', title: 'Song 1', id: '101' },
          { link: 'https://soundcloud.com/dj/cut', title: 'Cut', id: '200' },
        ],
        passedOver: [
          { index: 3, why: 'it is a list, not a track' },
          { index: 4, why: 'it is not there any more, or not for us' },
        ],
      })
      expect(asked()).toEqual(['/resolve', '/users/me/likes'])
    })

    it('likes go on over pages, and blocked tracks among them cost nothing', async () => {
      site.likes.me = [...Array.from({ length: 60 }, (_, at) => 100 + (at % 8)), 201, 202]
      const { entries, passedOver } = await sources.likes('https://soundcloud.com/me/likes?si=x', {
        ...LIMIT,
        limit: 100,
      })
      expect(entries).toHaveLength(62)
      expect(entries.at(-1)).toMatchObject({ link: 'https://soundcloud.com/dj/locked' })
      expect(passedOver).toEqual([])
      expect(asked()).toEqual(['/resolve', '/users/me/likes', '/users/me/likes'])
    })

    it('where yt-dlp stumbles over an entry, what came before it counts', async () => {
      site.likes.me = [100, 101, null, 102]
      const { entries, passedOver } = await sources.likes('me', LIMIT)
      expect(entries.map(({ id }) => id)).toEqual(['100', '101'])
      expect(passedOver).toEqual([{ index: 3, why: expect.stringMatching(/^from here on the list could not be read/) }])
    })

    it('a set: what it does not name has the address of its number, and a playlist is no album', async () => {
      const set = await sources.listing('https://m.soundcloud.com/DJ/sets/a-set?si=1', LIMIT)
      expect(set).toMatchObject({ title: 'A set', total: 7, passedOver: [] })
      expect(set.entries.map(({ link }) => link)).toEqual([
        ...[0, 1, 2, 3, 4].map(at => `https://soundcloud.com/dj/song-${at}`),
        'https://api.soundcloud.com/tracks/105',
        'https://api.soundcloud.com/tracks/200',
      ])
      expect(set.entries[0]).toEqual({ link: 'https://soundcloud.com/dj/song-0', id: '100' })
      expect(asked()).toEqual(['/resolve'])
    })

    it('the sets of a person: their links and titles', async () => {
      site.likes.dj = []
      site.sets.push({ id: 501, title: 'Another', permalink: 'dj/sets/another', tracks: [100] })
      const sets = await sources.playlists('DJ', LIMIT)
      expect(sets.entries).toEqual([
        { link: 'https://soundcloud.com/dj/sets/a-set', title: 'A set' },
        { link: 'https://soundcloud.com/dj/sets/another', title: 'Another' },
      ])
      expect(asked()).toEqual(['/resolve', '/users/dj/playlists'])
    })

    it('a set of 500 is one request, and its total is what came', async () => {
      const many = Array.from({ length: 500 }, (_, at) => 1000 + at)
      site.sets.push({ id: 502, title: 'Long', permalink: 'dj/sets/long', tracks: many })
      const long = await sources.listing('https://soundcloud.com/dj/sets/long', { ...LIMIT, limit: 5000 })
      expect(long.total).toBe(500)
      expect(long.entries).toHaveLength(500)
      expect(long.entries[499]?.link).toBe('https://api.soundcloud.com/tracks/1499')
      expect(asked()).toEqual(['/resolve'])
    })

    it('the tracks of a person', async () => {
      site.likes.dj = []
      const { title, entries } = await sources.listing('https://soundcloud.com/dj/tracks', { ...LIMIT, limit: 2 })
      expect(title).toBe('DJ (Tracks)')
      expect(entries.map(entry => entry.title)).toEqual(['Song 0', 'Song 1'])
    })

    it('a search tells names and lengths in one request', async () => {
      const { entries } = await sources.search('soundcloud', ' named ', { ...LIMIT, limit: 3 })
      expect(entries).toEqual([
        {
          link: 'https://soundcloud.com/dj/named',
          title: 'Named',
          artist: 'The Artist',
          uploader: 'a label',
          seconds: 205.5,
          id: '110',
        },
      ])
      expect(asked()).toEqual(['/search/tracks'])
      const cut = await sources.search('soundcloud', 'cut', LIMIT)
      expect(cut.entries).toMatchObject([{ seconds: 30, isPreview: true }])
    })

    it.each([
      ['an option', '--exec touch PWNED'],
      ['another search', 'ytsearch5:song::scsearch2:x'],
      ['a link', 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'],
      ['a smuggled note', 'song#__youtubedl_smuggle=%7B%22a%22%3A1%7D'],
      ['lines and quotes', '"a"\n--exec "touch PWNED"\t\'b\' `touch PWNED` $(touch PWNED) \u0000 %(id)s'],
      ['too many words', 'x'.repeat(500)],
    ])('words that are %s stay words', async (_, words) => {
      const { entries } = await sources.search('soundcloud', words, { ...LIMIT, limit: 2 })
      expect(entries).toEqual([])
      expect(asked()).toEqual(['/search/tracks'])
      const sent = new URL(`https://${site.seen.find(path => path.includes('/search/tracks'))}`).searchParams.get('q')
      const line = words.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, 200)
      expect(sent).toBe(line.trim())
      const hosts = new Set(site.seen.map(path => path.split('/')[0]))
      expect(hosts.isSubsetOf(new Set(['soundcloud.com', 'a-v2.sndcdn.com', 'api-v2.soundcloud.com']))).toBe(true)
      expect(hosts).toContain('api-v2.soundcloud.com')
    })

    it('a short link and a number are told their usual address', async () => {
      const expected = { link: 'https://soundcloud.com/dj/song-1', title: 'Song 1', seconds: 180, isPreview: false }
      expect(await sources.describe('https://on.soundcloud.com/AbC')).toMatchObject(expected)
      expect(await sources.describe('https://api.soundcloud.com/tracks/101')).toMatchObject(expected)
      const cut = await sources.describe('https://api-v2.soundcloud.com/tracks/200')
      expect(cut).toMatchObject({ link: 'https://soundcloud.com/dj/cut', isPreview: true })
    })

    it('a track is fetched', async () => {
      expect(await fetch('dj/named')).toMatchObject({
        path: join(dir, 'media.mp3'),
        origin: 'SoundCloud',
        artist: 'The Artist',
        title: 'Named',
        promisedSeconds: 205.5,
      })
      expect(await readdir(dir)).toEqual(['media.mp3'])
    })

    it.each([
      ['dj/cut', 'Preview_Only'],
      ['dj/locked', 'DRM'],
      ['dj/blocked', 'SC_Geo_Blocked'],
      ['dj/nothing', 'SC_404'],
    ])('%s is refused before the download: %s', async (path, tag) => {
      await expect(fetch(path)).rejects.toMatchObject({ errorClass: 'Input', tag })
      expect(site.seen.filter(each => each.startsWith('cf-media'))).toEqual([])
      expect(await readdir(dir)).toEqual([])
    })

    it.each([
      ['dj/sets/a-set', 'a set'],
      ['dj', 'a person'],
      ['me/likes', 'likes'],
    ])('%s is %s: nothing is asked', async path => {
      await expect(fetch(path)).rejects.toMatchObject({
        tag: 'Not_Audio',
        message: expect.stringMatching(/a playlist/),
      })
      expect(site.seen).toEqual([])
    })

    // before 2026 yt-dlp takes 403 for an id of its own that is out of date
    const refusals: readonly [number, object][] = [
      [403, { errorClass: 'Environment', message: expect.stringMatching(/looks like a browser/) }],
      [429, { errorClass: 'Limited' }],
      [404, { errorClass: 'Input', tag: 'SC_404' }],
      [503, { errorClass: 'Transient' }],
    ]
    it.each(refusals.filter(([status]) => isRecent || status !== 403))(
      'a list refused with %i fails whole',
      async (status, expected) => {
        site.likes.me = [100]
        site.fails(/\/users\/me\/likes$/, status)
        await expect(sources.likes('me', LIMIT)).rejects.toMatchObject(expected)
      },
    )

    it('cookies go to SoundCloud alone, and only its own are lent', async () => {
      const cookies = join(root, 'cookies.txt')
      const line = (domain: string, name: string) => `${domain}\tTRUE\t/\tTRUE\t2000000000\t${name}\tsecret-${name}\n`
      await writeFile(
        cookies,
        `# Netscape HTTP Cookie File\n${line('.soundcloud.com', 'mine')}${line('.sndcdn.com', 'media')}${line('.bank.example', 'other')}`,
      )
      const soundcloud = { proxy: site.proxy, cookies }
      await createSources({ ...config, ytdlp: { ...config.ytdlp, soundcloud } }).describe(
        'https://soundcloud.com/dj/named',
      )
      const sent = site.headers.map(headers => headers.cookie ?? '').join(' ')
      expect(sent).toContain('secret-mine')
      expect(sent).not.toContain('secret-other')
    })
  },
)

function said(program: string, argument: string): string {
  try {
    return execFileSync(program, [argument], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return ''
  }
}
