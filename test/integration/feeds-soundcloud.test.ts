// Likes and a set at SoundCloud, looked at through the real yt-dlp and a SoundCloud of our own on loopback.

import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { feedsOf } from '../../src/pipeline/feeds/feeds.ts'
import { createSources } from '../../src/sources/fetch-source.ts'
import { hasOpenssl } from '../support/certificate.ts'
import { openFeedPlace } from '../support/feed-place.ts'
import { openSoundCloud } from '../support/soundcloud.ts'

const OLDEST = '2025.04.30'
const SET = 'https://soundcloud.com/dj/sets/a-set'

describe.skipIf(said('yt-dlp', '--version') < OLDEST || !hasOpenssl)(
  `feeds at SoundCloud through the real yt-dlp (skipped when it is older than ${OLDEST}, or openssl is missing)`,
  () => {
    it('a look is one run; what was liked and what came to a set since is told, and nothing else', async () => {
      await using site = await openSoundCloud()
      await using place = await openFeedPlace({ signedOut: true, environment: { SOUNDCLOUD_PROFILE: 'me' } })
      const dir = await mkdtemp(join(tmpdir(), 'feeds-soundcloud-'))
      const bin = join(dir, 'yt-dlp')
      await writeFile(bin, '#!/bin/sh\nexec yt-dlp --no-check-certificates "$@"\n')
      await chmod(bin, 0o755)
      const sources = createSources({
        fileRoots: [],
        allowPrivateHosts: [],
        maxBytes: 1_000_000,
        maxSeconds: 600,
        downloadTimeoutMs: 60_000,
        ytdlp: { bin, soundcloud: { proxy: site.proxy } },
      })
      site.tracks.push(...[1, 2, 3].map(id => ({ id, title: `Song ${id}`, permalink: `dj/song-${id}` })))
      site.likes.me = [1, 2]
      site.sets.push({ id: 500, title: 'A set', permalink: 'dj/sets/a-set', tracks: [1, 2] })
      const tools = { ...place.tools(), sources }
      await tools.store.commit(() => tools.feeds.watch(SET, true))
      const feeds = feedsOf(tools, { likes: 900, playlists: 3600 }).filter(({ lane }) => lane === 'soundcloud')

      const ask = { signal: AbortSignal.timeout(600_000), onSend() {}, now: 0 }
      const look = (marks: readonly unknown[]) =>
        Promise.all(feeds.map(async (feed, at) => await feed.look(marks[at], ask)))
      const first = await look([])
      expect(first.map(({ finds }) => finds.length)).toEqual([0, 0])
      site.likes.me = [3, 1]
      site.sets[0] = { id: 500, title: 'A set', permalink: 'dj/sets/a-set', tracks: [1, 2, 3] }
      const second = await look(first.map(({ mark }) => mark))
      expect(second[0]?.finds).toEqual([expect.objectContaining({ link: 'https://soundcloud.com/dj/song-3' })])
      expect(second[1]?.lists).toEqual([expect.objectContaining({ link: SET })])
      const listed = site.seen.filter(path => /\/users\/me\/likes/.test(path))
      expect(listed).toHaveLength(2)
      await rm(dir, { recursive: true })
    })
  },
)

function said(program: string, argument: string): string {
  try {
    return execFileSync(program, [argument], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}
