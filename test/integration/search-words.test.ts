// A row is searched for in other words where the first found nothing: the real yt-dlp, led to a SoundCloud of our own.

import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { searchSources } from '../../src/pipeline/search-sources.ts'
import type { StageContext } from '../../src/pipeline/stage.ts'
import { createSources } from '../../src/sources/fetch-source.ts'
import { hasOpenssl } from '../support/certificate.ts'
import { openSoundCloud, type SoundCloud } from '../support/soundcloud.ts'

const PROGRAM = 'yt-dlp'
const OLDEST = '2025.04.30'

let site: SoundCloud
let root: string
let context: StageContext

describe.skipIf(said(PROGRAM, '--version') < OLDEST || !hasOpenssl)(
  `SoundCloud searched through the real yt-dlp (skipped when it is older than ${OLDEST}, or openssl is missing)`,
  () => {
    beforeAll(async () => {
      site = await openSoundCloud()
      root = await mkdtemp(join(tmpdir(), 'search-'))
      const bin = join(root, 'yt-dlp')
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
      context = {
        tools: { sources, searchSources: ['soundcloud'] },
        log: { info: () => {} },
        signal: AbortSignal.timeout(100_000),
        progress: () => {},
      } as unknown as StageContext // all that is asked for
    })
    afterAll(async () => {
      await site[Symbol.asyncDispose]()
      await rm(root, { recursive: true, force: true })
    })

    const searches = () =>
      site.seen
        .filter(path => path.includes('/search/tracks'))
        .map(path => new URL(`https://${path}`).searchParams.get('q'))

    it('in words without what says nothing of the recording, once', { timeout: 60_000 }, async () => {
      site.tracks.push({
        id: 1,
        title: 'Nia Kessler Night Ferry',
        permalink: 'nia/night-ferry',
        user: 'nia',
        ms: 200_000,
      })
      const wish = { title: 'Night Ferry [Free Download]', artist: 'Nia Kessler', seconds: 200 }
      const { candidates, fault } = await searchSources(wish, new Map(), context)
      expect(fault).toBeUndefined()
      expect(searches()).toEqual(['Nia Kessler Night Ferry [Free Download]', 'Nia Kessler Night Ferry'])
      expect(candidates).toMatchObject([{ link: 'https://soundcloud.com/nia/night-ferry', seconds: 200 }])
    })

    it('never where there are no others', { timeout: 60_000 }, async () => {
      site.empty()
      const { candidates } = await searchSources({ title: 'Last Tram', artist: 'Nia Kessler' }, new Map(), context)
      expect(candidates).toEqual([])
      expect(searches()).toEqual(['Nia Kessler Last Tram'])
    })
  },
)

function said(program: string, ...args: string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return ''
  }
}
