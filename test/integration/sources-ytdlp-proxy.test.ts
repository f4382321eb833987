// The real yt-dlp behind a proxy of the person's own: what a page leads to is checked all the same.

import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSources } from '../../src/sources/fetch-source.ts'
import { portOf, tinyWav } from '../support/bench.ts'
import { openForwardProxy } from '../support/forward-proxy.ts'

const PROGRAM = 'yt-dlp'
const WAV = tinyWav(1, 440)
const page = (src: string) => `<html><head><title>A page</title></head><body><audio src="${src}"></audio></body></html>`
const server = createServer((request, response) => {
  if (request.url === '/elsewhere.wav') return response.writeHead(302, { location: 'http://127.0.0.1:9/secret' }).end()
  if (request.url === '/a.wav')
    return response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': WAV.length }).end(WAV)
  response.writeHead(200, { 'content-type': 'text/html' })
  response.end(page(request.url === '/inside' ? '/elsewhere.wav' : '/a.wav'))
})
let base: string
let dir: string

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${portOf(server)}`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'proxied-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const fetch = (link: string, proxy: string) =>
  createSources({
    fileRoots: [],
    allowPrivateHosts: [new URL(base).host],
    maxBytes: 300_000,
    maxSeconds: 600,
    downloadTimeoutMs: 60_000,
    ytdlp: { bin: PROGRAM, proxy },
  }).fetch(link, { dir, signal: AbortSignal.timeout(60_000) })

describe.skipIf(!isThere())('behind a proxy (skipped when yt-dlp is not installed)', () => {
  it('a page is fetched, with the name and password that it wants', async () => {
    await using proxy = await openForwardProxy()
    const asking = ` Basic ${btoa('me:hidden')}`
    expect(await fetch(`${base}/page`, proxy.url.replace('//', '//me:hidden@'))).toMatchObject({ bytes: WAV.length })
    expect(proxy.seen).toContain(`GET ${base}/a.wav${asking}`)
    expect(proxy.seen.filter(line => !line.endsWith(asking))).toEqual([])
  })

  it('a page that leads inside is refused, and the proxy is not asked', async () => {
    await using proxy = await openForwardProxy()
    await expect(fetch(`${base}/inside`, proxy.url)).rejects.toMatchObject({ errorClass: 'Refused' })
    expect(proxy.seen.filter(line => line.includes('secret'))).toEqual([])
  })

  it('a proxy that is away is told of by its setting', async () => {
    const away = fetch(`${base}/page`, 'http://127.0.0.1:1')
    await expect(away).rejects.toMatchObject({
      errorClass: 'Environment',
      message: 'the proxy of YTDLP_PROXY does not work',
    })
  })
})

function isThere(): boolean {
  try {
    execFileSync(PROGRAM, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
