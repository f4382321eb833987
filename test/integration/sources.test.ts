// Direct downloads and file links against a real server on loopback.

import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSources, type SourcesConfig } from '../../src/sources/fetch-source.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const WAV = Buffer.concat([Buffer.from('RIFF\x24\x9c\x00\x00WAVEfmt '), Buffer.alloc(40_000, 7)])
const SUM = createHash('sha256').update(WAV).digest('hex')
const MAX_BYTES = 300_000
const audio = (response: ServerResponse, headers: object = {}) =>
  response.writeHead(200, { 'content-type': 'audio/wav', ...headers })
const typed =
  (type: string, body: string | Buffer): Answer =>
  (_, response) =>
    response.writeHead(200, { 'content-type': type }).end(body)
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(code, headers).end('no')
const to =
  (location: string): Answer =>
  (_, response) =>
    response.writeHead(302, { location }).end('moved')

const routes: Record<string, Answer> = {
  '/good.wav': (_, response) => audio(response, { 'content-length': WAV.length }).end(WAV),
  '/typed': typed('audio/x-wav', WAV),
  '/chunked.flac': typed('application/octet-stream', WAV),
  '/hop1': to('/hop2'),
  '/hop2': to('hop3?x=1'),
  '/hop3': to('/good.wav'),
  '/loop': to('/loop'),
  '/inside': to('http://127.0.0.1:9/secret'),
  '/inside-name': to('http://localhost/secret'),
  '/to-file': to('file:///etc/passwd'),
  '/dead': status(404),
  '/forbidden': status(403),
  '/login': status(401),
  '/limited': status(429, { 'retry-after': '7' }),
  '/broken': status(500),
  '/page': typed('text/html; charset=utf-8', '<html><p>hello'),
  '/json.mp3': typed('application/json', '{"a":1}'),
  '/disguised.mp3': typed('audio/mpeg', '#EXTM3U\nfile:///etc/passwd\n'),
  '/list.m3u8': typed('application/x-mpegurl', '#EXTM3U\n'),
  '/page.mp3': typed('audio/mpeg', '<!DOCTYPE html><p>hello'),
  '/empty.wav': typed('audio/wav', ''),
  '/packed.wav': (_, response) => audio(response, { 'content-encoding': 'gzip' }).end(WAV),
  '/radio': (_, response) => audio(response, { 'icy-name': 'Radio' }).write(WAV),
  '/promised-large.wav': (_, response) => audio(response, { 'content-length': MAX_BYTES + 1 }).write(WAV),
  '/cut.wav': (_, response) => {
    audio(response, { 'content-length': WAV.length + 1000 }).write(WAV, () => response.destroy())
  },
  '/cut-chunked.wav': (_, response) => void audio(response).write(WAV, () => response.destroy()),
  '/endless.wav': (_, response) => {
    audio(response)
    const more = () => response.destroyed || response.write(WAV, () => setImmediate(more))
    more()
  },
  '/stalled.wav': (_, response) => void audio(response, { 'content-length': 200_000 }).write(WAV),
  '/silent': () => {},
  '/cover': typed('text/plain', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100)])),
  '/cover.png': typed('image/png', Buffer.from('\x89PNG\r\n\x1a\n123', 'latin1')),
  '/no-cover': typed('image/jpeg', 'GIF89a'),
}

const server = createServer((request, response) => {
  const answer = routes[new URL(request.url ?? '/', 'http://x').pathname] ?? status(404)
  answer(request, response)
})
let base: string
let root: string
let dir: string
let config: SourcesConfig

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = address && typeof address === 'object' ? address.port : 0
  base = `http://127.0.0.1:${port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sources-'))
  dir = join(root, 'staging')
  await mkdir(dir)
  config = {
    fileRoots: [join(root, 'music')],
    allowPrivateHosts: [new URL(base).host],
    maxBytes: MAX_BYTES,
    maxSeconds: 600,
    downloadTimeoutMs: 20_000,
    timeouts: { headersMs: 400, idleMs: 400 },
    ytdlp: { bin: '/nowhere/yt-dlp' },
  }
})
afterEach(() => rm(root, { recursive: true, force: true }))

const fetch = (path: string, changes: Partial<SourcesConfig> = {}, signal = AbortSignal.timeout(30_000)) =>
  createSources({ ...config, ...changes }).fetch(path.startsWith('/') ? base + path : path, { dir, signal })

describe('a direct link', () => {
  it.each([
    ['/good.wav', 'media.wav'],
    ['/typed', 'media.wav'],
    ['/chunked.flac', 'media.flac'],
    ['/hop1', 'media.wav'],
  ])('%s becomes %s', async (path, name) => {
    const seen: [number, number?][] = []
    const found = await createSources(config).fetch(base + path, {
      dir,
      signal: AbortSignal.timeout(30_000),
      onProgress: (done, total) => seen.push([done, total]),
    })
    expect(found).toEqual({ path: join(dir, name), bytes: WAV.length, sha256: SUM, origin: 'Direct' })
    expect(await readFile(found.path)).toEqual(WAV)
    expect(await readdir(dir)).toEqual([name])
    expect(seen.at(-1)?.[0]).toBe(WAV.length)
  })

  it.each([
    ['/inside', 'Refused', undefined, /private network/],
    ['/inside-name', 'Refused', undefined, /localhost/],
    ['/to-file', 'Refused', undefined, /file:/],
    ['/loop', 'Input', 'Download_Failed', /more than 5/],
    ['/dead', 'Input', 'Download_Failed', /dead \(404\)/],
    ['/forbidden', 'Input', 'Download_Failed', /403/],
    ['/login', 'Input', 'Needs_Login', /401/],
    ['/broken', 'Transient', undefined, /500/],
    ['/page', 'Input', 'Not_Audio', /a web page, not to audio/],
    ['/json.mp3', 'Input', 'Not_Audio', /json/],
    ['/disguised.mp3', 'Input', 'Not_Audio', /a playlist, not a track/],
    ['/list.m3u8', 'Input', 'Not_Audio', /a playlist, not a track/],
    ['/page.mp3', 'Input', 'Not_Audio', /web page/],
    ['/empty.wav', 'Input', 'Not_Audio', /empty/],
    ['/radio', 'Input', 'Not_Audio', /live stream/],
    ['/packed.wav', 'Refused', undefined, /gzip/],
    ['/promised-large.wav', 'Input', 'Too_Big', /MAX_DOWNLOAD_MB/],
    ['/endless.wav', 'Input', 'Too_Big', /MAX_DOWNLOAD_MB/],
    ['/cut.wav', 'Transient', undefined, /download was cut/],
    ['/cut-chunked.wav', 'Transient', undefined, /download was cut/],
    ['/stalled.wav', 'Transient', undefined, /standstill/],
    ['/silent', 'Transient', undefined, /did not answer in time/],
    ['http://127.0.0.1:9/a.wav', 'Refused', undefined, /private network/],
    ['http://example.com:9/a.wav', 'Refused', undefined, /port 9/],
    ['http://127.0.0.1/a.wav', 'Refused', undefined, /ALLOW_PRIVATE_HOSTS/],
    ['ytsearch:hello', 'Refused', undefined, /not followed/],
    ['https://open.spotify.com/track/1', 'Input', 'DRM', /Spotify/],
  ])('%s is %s %s', async (path, errorClass, tag, message) => {
    const error = await fetch(path).catch((error: unknown) => error)
    expect(error).toMatchObject({ errorClass, message: expect.stringMatching(message) })
    if (tag) expect(error).toMatchObject({ tag })
    expect(await readdir(dir)).toEqual([])
  })

  it('waits as long as a 429 says', async () => {
    const error = await fetch('/limited').catch((error: unknown) => error)
    expect(error).toMatchObject({ errorClass: 'Limited' })
    const until = error instanceof Error && 'until' in error ? Number(error.until) : 0
    expect(Math.abs(until - Date.now() - 7000)).toBeLessThan(2000)
  })

  it('has a limit for the whole download', async () => {
    const changes = { downloadTimeoutMs: 200, timeouts: { idleMs: 10_000 } }
    await expect(fetch('/stalled.wav', changes)).rejects.toMatchObject({ errorClass: 'Transient' })
    expect(await readdir(dir)).toEqual([])
  })

  it('leaves nothing when it is stopped in the middle', async () => {
    const stop = new AbortController()
    const reason = new Error('stopped by the test')
    const running = createSources({ ...config, timeouts: {} }).fetch(`${base}/stalled.wav`, {
      dir,
      signal: stop.signal,
      onProgress: () => stop.abort(reason),
    })
    await expect(running).rejects.toBe(reason)
    expect(await readdir(dir)).toEqual([])
  })
})

describe('a picture', () => {
  const picture = (path: string) =>
    createSources(config).fetchPicture(base + path, { dir, signal: AbortSignal.timeout(30_000) })
  it('is told by its first bytes', async () => {
    expect(await picture('/cover')).toBe(join(dir, 'cover.jpg'))
    expect(await picture('/cover.png')).toBe(join(dir, 'cover.png'))
  })
  it.each(['/no-cover', '/dead', '/page', '/empty.wav'])('%s is none', async path => {
    expect(await picture(path)).toBeUndefined()
    expect(await readdir(dir)).toEqual([])
  })
})

describe('a file link', () => {
  const link = (...path: string[]) => pathToFileURL(join(root, ...path)).href
  beforeEach(async () => {
    await mkdir(join(root, 'music', 'folder.wav'), { recursive: true })
    await writeFile(join(root, 'music', 'Ünï – a.WAV'), WAV)
    await writeFile(join(root, 'music', 'empty.wav'), '')
    await writeFile(join(root, 'music', 'large.wav'), Buffer.alloc(MAX_BYTES + 1))
    await writeFile(join(root, 'outside.wav'), WAV)
    await mkdir(join(root, 'music-too'))
    await writeFile(join(root, 'music-too', 'a.wav'), WAV)
    await symlink(join(root, 'outside.wav'), join(root, 'music', 'way-out.wav'))
    await symlink(join(root, 'music', 'Ünï – a.WAV'), join(root, 'music', 'way-in.wav'))
  })
  it('is copied, and the original stays', async () => {
    const found = await fetch(link('music', 'Ünï – a.WAV'))
    expect(found).toEqual({ path: join(dir, 'media.wav'), bytes: WAV.length, sha256: SUM, origin: 'File' })
    await writeFile(found.path, 'changed')
    expect(await readFile(join(root, 'music', 'Ünï – a.WAV'))).toEqual(WAV)
    await expect(fetch(link('music', 'way-in.wav'))).resolves.toMatchObject({ bytes: WAV.length })
  })
  it.each([
    [['outside.wav'], 'Not_Allowed', /FILE_ROOTS/],
    [['nothing-outside.wav'], 'Not_Allowed', /FILE_ROOTS/],
    [['music', '..', 'outside.wav'], 'Not_Allowed', /FILE_ROOTS/],
    [['music-too', 'a.wav'], 'Not_Allowed', /FILE_ROOTS/],
    [['music', 'way-out.wav'], 'Not_Allowed', /FILE_ROOTS/],
    [['music', 'nothing.wav'], 'Download_Failed', /there is no file/],
    [['music', 'empty.wav'], 'Not_Audio', /the file is empty/],
    [['music', 'folder.wav'], 'Not_Audio', /not a file/],
    [['music', 'large.wav'], 'Too_Big', /MAX_DOWNLOAD_MB/],
  ])('%j is %s', async (path, tag, message) => {
    const error = await fetch(link(...path)).catch((error: unknown) => error)
    expect(error).toMatchObject({ errorClass: 'Input', tag, message: expect.stringMatching(message) })
    expect(await readdir(dir)).toEqual([])
  })
  it.each(['file:///etc/passwd', 'file://host/share/a.wav', 'file:///a%2Fb.wav'])('%s is refused', async path => {
    await expect(fetch(path)).rejects.toMatchObject({ errorClass: 'Input' })
  })
})
