// The real yt-dlp, led to pages that do not end: it is stopped before it has taken too much.

import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGuard } from '../../src/sources/guard.ts'
import { fetchWithYtdlp } from '../../src/sources/ytdlp.ts'
import { openVersions } from '../../src/sources/ytdlp-version.ts'
import { portOf, tinyWav } from '../support/bench.ts'

const PROGRAM = 'yt-dlp'
const PAGE_BYTES = 1_000_000
const WAV = tinyWav(10, 440)
let sent = 0
const server = createServer((request, response) => {
  if (request.url === '/a.wav')
    return response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': WAV.length }).end(WAV)
  response.writeHead(200, { 'content-type': 'text/html' })
  if (request.url === '/page') return response.end('<html><audio src="/a.wav"></audio></html>')
  endless(response)
})
let host: string
let dir: string

function endless(response: ServerResponse): void {
  const more = () => {
    if (response.destroyed) return
    sent += 65_536
    response.write('<p>more and '.padEnd(65_536, 'more '), () => setImmediate(more))
  }
  more()
}

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${portOf(server)}`
  dir = await mkdtemp(join(tmpdir(), 'endless-'))
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
  await rm(dir, { recursive: true, force: true })
})

const fetch = (path: string) =>
  fetchWithYtdlp(
    {
      guard: createGuard({ allowPrivateHosts: [host] }),
      pageBytes: PAGE_BYTES,
      maxBytes: 3_000_000,
      maxSeconds: 600,
      downloadTimeoutMs: 60_000,
      ytdlp: { bin: PROGRAM },
      versions: openVersions(),
    },
    `http://${host}${path}`,
    { dir, signal: AbortSignal.timeout(60_000) },
  )

describe.skipIf(!isThere())('a page (skipped when yt-dlp is not installed)', () => {
  it('without an end is refused', async () => {
    await expect(fetch('/endless')).rejects.toMatchObject({
      errorClass: 'Refused',
      message: 'it sends more than 1 MB: that is no page with a track',
    })
    expect(sent).toBeLessThan(20 * PAGE_BYTES)
    expect(await readdir(dir)).toEqual([])
  })

  it('may be small, and its track larger than a page', async () => {
    expect(WAV.length).toBeGreaterThan(PAGE_BYTES / 2)
    expect(await fetch('/page')).toMatchObject({ bytes: WAV.length })
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
