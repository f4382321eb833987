// Audio that is never touched: no spelling of such a link, and no way round to it, starts a program or asks the service.

import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSources, type Sources } from '../../src/sources/fetch-source.ts'
import { portOf } from '../support/bench.ts'

const TRACK = '4uLU6hMCjMI75M1A2tKUQC'
const SPELLINGS = [
  `https://open.spotify.com/track/${TRACK}`,
  `https://open.spotify.com./track/${TRACK}`,
  `HTTP://OPEN.SPOTIFY.COM:443/intl-de/track/${TRACK}?si=1`,
  `https://open.spotify.com/de/%74rack/${TRACK}`,
  `open.spotify.com/track/${TRACK}`,
  ` spotify:track:${TRACK} `,
  `spotify:Track:${TRACK}`,
  `https://embed.spotify.com/?uri=spotify:track:${TRACK}`,
  `https://api.spotify.com/v1/tracks/${TRACK}`,
  'https://spotify.link/abc',
  'https://spotify.app.link/abc',
  `https://p.scdn.co/mp3-preview/${TRACK}`,
  'https://audio-ak-spotify-com.akamaized.net/audio/abc',
  'https://music.apple.com/de/album/a/1?i=2',
  'https://www.deezer.com/track/1',
  'https://listen.tidal.com/track/1',
  'https://music.amazon.co.uk/albums/B0',
]

let root: string
let dir: string
let sources: Sources
const server = createServer((request, response) =>
  response.writeHead(302, { location: SPELLINGS[Number(request.url?.slice(1))] }).end(),
)

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'protected-'))
  dir = join(root, 'staging')
  const bin = join(root, 'yt-dlp')
  await mkdir(dir)
  await writeFile(bin, `#!/bin/sh\ntouch ${root}/started\n`)
  await chmod(bin, 0o755)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  sources = createSources({
    fileRoots: [],
    allowPrivateHosts: [`127.0.0.1:${portOf(server)}`],
    maxBytes: 1000,
    maxSeconds: 600,
    downloadTimeoutMs: 20_000,
    ytdlp: { bin },
  })
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
  await rm(root, { recursive: true, force: true })
})

const signal = AbortSignal.timeout(60_000)
const refused = { errorClass: 'Input', tag: 'DRM', message: expect.stringMatching(/audio is DRM-protected/) }

describe('protected audio', () => {
  it.each(SPELLINGS)('%s is refused before anything is started or asked', async link => {
    await expect(sources.fetch(link, { dir, signal })).rejects.toMatchObject(refused)
    await expect(sources.describe(link, signal)).rejects.toMatchObject(refused)
    expect([await readdir(root), await readdir(dir)]).toEqual([['staging', 'yt-dlp'], []])
  })

  it.each(SPELLINGS.map((link, at) => [link, at] as const).filter(([link]) => /^https:/.test(link)))(
    'a link that is led on to %s as well',
    async (_, at) => {
      const link = `http://127.0.0.1:${portOf(server)}/${at}`
      await expect(sources.fetch(link, { dir, signal })).rejects.toMatchObject(refused)
      expect([await readdir(root), await readdir(dir)]).toEqual([['staging', 'yt-dlp'], []])
    },
  )
})
