// The real yt-dlp with its real YouTube extractor: searches and playlists, led to a YouTube of our own on loopback.

import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createSources, type Sources } from '../../src/sources/fetch-source.ts'
import { hasOpenssl } from '../support/certificate.ts'
import { openYouTube, type YouTube } from '../support/youtube.ts'

const PROGRAM = 'yt-dlp'
const OLDEST = '2026.08.19'
const LIMIT = { limit: 3, signal: AbortSignal.timeout(600_000) }
const LIST = 'https://www.youtube.com/playlist?list=PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf'
const FOUND = [
  {
    link: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
    id: 'dQw4w9WgXcQ',
    title: 'A Song',
    uploader: 'Somebody',
    seconds: 212,
  },
  {
    link: 'https://www.youtube.com/watch?v=BBBBBBBBBBB',
    id: 'BBBBBBBBBBB',
    title: 'B',
    uploader: 'The Artist - Topic',
    artist: 'The Artist',
    seconds: 100,
  },
]
const HIDDEN = [{ index: 2, why: 'it is private' }]

let site: YouTube
let root: string
let sources: Sources

describe.skipIf(said(PROGRAM, '--version') < OLDEST || !hasOpenssl)(
  `YouTube through the real yt-dlp (skipped when it is older than ${OLDEST}, or openssl is missing)`,
  () => {
    beforeAll(async () => {
      site = await openYouTube()
      site.videos.push(
        { id: 'dQw4w9WgXcQ', title: 'A Song', seconds: 212 },
        { id: 'AAAAAAAAAAA', title: '[Private video]' },
        { id: 'BBBBBBBBBBB', title: 'B', channel: 'The Artist - Topic', seconds: 100 },
      )
    })
    afterAll(() => site[Symbol.asyncDispose]())
    beforeEach(async () => {
      site.reset()
      root = await mkdtemp(join(tmpdir(), 'youtube-'))
      const bin = join(root, 'yt-dlp')
      await writeFile(bin, '#!/bin/sh\nexec yt-dlp --no-check-certificates "$@"\n')
      await chmod(bin, 0o755)
      sources = createSources({
        fileRoots: [],
        allowPrivateHosts: [],
        maxBytes: 1000,
        maxSeconds: 600,
        downloadTimeoutMs: 60_000,
        ytdlp: { bin, proxy: site.proxy },
      })
    })
    afterEach(() => rm(root, { recursive: true, force: true }))

    const asked = () => site.seen.map(path => path.replace(/\?prettyPrint.*/, ''))
    const queries = () =>
      site.bodies.flatMap(body => (body ? z.object({ query: z.string() }).parse(JSON.parse(body)).query : []))

    it('a search tells title, channel and length', async () => {
      expect(await sources.search('youtube', 'a song', LIMIT)).toEqual({
        title: 'a song',
        entries: FOUND,
        passedOver: HIDDEN,
        total: undefined,
      })
      expect(asked()).toEqual(['www.youtube.com/', 'www.youtube.com/youtubei/v1/search'])
    })

    it('YouTube Music tells titles', async () => {
      const { entries, passedOver } = await sources.search('youtube-music', 'a & b #c', LIMIT)
      expect(entries).toEqual(FOUND.map(({ link, id, title }) => ({ link, id, title })))
      expect(passedOver).toEqual(HIDDEN)
      expect(asked()).toEqual(['music.youtube.com/', 'music.youtube.com/youtubei/v1/search'])
      expect(queries()).toEqual(['a & b #c'])
    })

    it('a playlist, also by a link of one of its videos', async () => {
      const expected = { title: 'A list', entries: FOUND, passedOver: HIDDEN }
      expect(await sources.listing(LIST, LIMIT)).toMatchObject(expected)
      const beside = `https://youtu.be/dQw4w9WgXcQ?${new URL(LIST).searchParams}`
      expect(await sources.listing(beside, { ...LIMIT, limit: 1 })).toMatchObject({ entries: FOUND.slice(0, 1) })
    })

    it.each([
      ['youtube', '--exec "touch PWNED"\nscsearch5:x::https://soundcloud.com/a/b'],
      ['youtube-music', '-x#albums&sp=y "quotes" https://www.youtube.com/watch?v=dQw4w9WgXcQ'],
    ] as const)('%s: words stay words', async (where, words) => {
      await sources.search(where, words, LIMIT)
      expect(queries()).toEqual([words.replace('\n', ' ')])
    })

    it.each([
      [429, 'Limited'],
      [503, 'Transient'],
    ])('%i is %s, whatever is searched for', async (status, errorClass) => {
      site.fails(/v1\/search/, status)
      const fault = sources.search('youtube', "sign in to confirm you're not a bot", LIMIT)
      await expect(fault).rejects.toMatchObject({
        errorClass,
        fields: { ytdlp: status === 429 ? 'RATE_LIMITED' : 'TRANSIENT' },
      })
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
