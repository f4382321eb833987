// yt-dlp: for real on a page of our own, and as a stub for what only the outside world can say.

import { execFile, execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSources, type SourcesConfig } from '../../src/sources/fetch-source.ts'
import { TELLS_VERSION } from '../faults/sources/ytdlp-stub.ts'

const PROGRAM = 'yt-dlp'
const WAV = Buffer.concat([Buffer.from('RIFF\x24\x9c\x00\x00WAVEfmt '), Buffer.alloc(40_000, 7)])
const page = (...sources: string[]) =>
  `<html><head><title>A page</title></head><body>${sources.map(src => `<audio src="${src}"></audio>`).join('')}</body></html>`

const pages: Record<string, string> = {
  '/one': page('/a.wav'),
  '/two': page('/a.wav', '/b.wav'),
  '/none': page(),
  '/inside': page('http://127.0.0.1:9/secret.wav'),
  '/inside-by-redirect': page('/elsewhere.wav'),
}
const server = createServer((request, response) => {
  const path = request.url ?? ''
  if (path in pages) return response.writeHead(200, { 'content-type': 'text/html' }).end(pages[path])
  if (path === '/elsewhere.wav') return response.writeHead(302, { location: 'http://127.0.0.1:9/secret.wav' }).end()
  if (!path.endsWith('.wav')) return response.writeHead(404).end()
  response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': WAV.length })
  response.end(request.method === 'HEAD' ? undefined : WAV)
})
let base: string
let root: string
let dir: string
let config: SourcesConfig

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  base = `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`
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
    fileRoots: [],
    allowPrivateHosts: [new URL(base).host],
    maxBytes: 300_000,
    maxSeconds: 600,
    downloadTimeoutMs: 30_000,
    ytdlp: { bin: PROGRAM },
  }
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(root, { recursive: true, force: true })
})

const fetch = (link: string, changes: Partial<SourcesConfig> = {}, signal = AbortSignal.timeout(50_000)) =>
  createSources({ ...config, ...changes }).fetch(link, { dir, signal })

describe.skipIf(!isThere())('the real yt-dlp (skipped when it is not installed)', () => {
  it('fetches the audio of a page', async () => {
    const seen: number[] = []
    const signal = AbortSignal.timeout(50_000)
    const found = await createSources(config).fetch(`${base}/one`, { dir, signal, onProgress: done => seen.push(done) })
    expect(found).toMatchObject({ path: join(dir, 'media.wav'), bytes: WAV.length, origin: 'Generic' })
    expect(found.title).toContain('A page')
    expect(await readFile(found.path)).toEqual(WAV)
    expect(await readdir(dir)).toEqual(['media.wav'])
    expect(seen.at(-1)).toBe(WAV.length)
  })
  it.each([
    ['/two', 'Input', /a playlist, not a track/],
    ['/none', 'Input', /a web page, not to audio/],
    ['/inside', 'Refused', /private network/],
    ['/inside-by-redirect', 'Refused', /private network/],
  ])('%s is %s', async (path, errorClass, message) => {
    await expect(fetch(base + path)).rejects.toMatchObject({ errorClass, message: expect.stringMatching(message) })
    expect(await readdir(dir)).toEqual([])
  })
  it('H3: nothing that lies around has a say', async () => {
    const home = join(root, 'home')
    const plugin = join(home, '.config/yt-dlp/plugins/evil/yt_dlp_plugins/extractor')
    await mkdir(plugin, { recursive: true })
    await writeFile(join(plugin, 'evil.py'), `open('${root}/by-plugin', 'w')\n`)
    await writeFile(join(home, '.config/yt-dlp/config'), `--exec "touch ${root}/by-settings"\n`)
    vi.stubEnv('HOME', home)
    await fetch(`${base}/one`)
    expect(await readdir(root)).not.toContain('by-plugin')
    expect(await readdir(root)).not.toContain('by-settings')
    // run bare, it obeys both
    await promisify(execFile)(PROGRAM, [`${base}/one`], { cwd: root, env: { PATH: process.env.PATH, HOME: home } })
    expect(await readdir(root)).toEqual(expect.arrayContaining(['by-plugin', 'by-settings']))
  })
  it('takes nothing that is too large', async () => {
    await expect(fetch(`${base}/one`, { maxBytes: 1000 })).rejects.toMatchObject({ tag: 'Too_Big' })
    expect(await readdir(dir)).toEqual([])
  })
})

describe('a stub of yt-dlp', () => {
  const LINK = 'https://soundcloud.com/someone/a-track'
  const INFO = {
    extractor_key: 'Soundcloud',
    title: 'T',
    uploader: 'U',
    duration: 12,
    thumbnail: 'https://x.example/t.jpg',
  }
  /** A shell script that prints `info` when it is asked with -J, else does `then`. */
  async function stub(info: object, then: string): Promise<{ ytdlp: SourcesConfig['ytdlp'] }> {
    const bin = join(root, 'yt-dlp')
    await writeFile(join(root, 'info.json'), JSON.stringify(info))
    await writeFile(
      bin,
      `#!/bin/sh\n${TELLS_VERSION}\nprintf '%s\\n' "$*" >> ${root}/calls\nenv >> ${root}/env\nif [ "$1" = -J ]; then cat ${root}/info.json; exit 0; fi\n${then}\n`,
    )
    await chmod(bin, 0o755)
    return { ytdlp: { bin } }
  }
  const failing = (text: string) => `echo '${text}' >&2; exit 1`

  it('gives the file and what the source says of itself', async () => {
    const changes = await stub(INFO, "echo 'PRG 3 NA 6.0'; echo audio > media.m4a")
    const found = await fetch(LINK, changes)
    expect(found).toEqual({
      path: join(dir, 'media.m4a'),
      bytes: 6,
      sha256: createHash('sha256').update('audio\n').digest('hex'),
      origin: 'SoundCloud',
      promisedSeconds: 12,
      title: 'T',
      artist: 'U',
      artworkUrl: 'https://x.example/t.jpg',
    })
    const calls = (await readFile(join(root, 'calls'), 'utf8')).trim().split('\n')
    expect(calls).toHaveLength(2)
    for (const call of calls) expect(call).toMatch(new RegExp(`--proxy http://127\\.0\\.0\\.1:\\d+ -- ${LINK}$`))
  })

  it('asks for a link as a browser shows it by its whole address', async () => {
    await fetch(` ${LINK.replace('https://', '')} `, await stub(INFO, 'echo audio > media.m4a'))
    const calls = (await readFile(join(root, 'calls'), 'utf8')).trim().split('\n')
    for (const call of calls) expect(call).toMatch(new RegExp(` -- ${LINK}$`))
  })

  it('keeps the proxy of the person out of the arguments and lends the cookies', async () => {
    const cookies = join(root, 'cookies.txt')
    await writeFile(cookies, '# Netscape HTTP Cookie File\n')
    const { ytdlp } = await stub(INFO, 'echo audio > media.m4a')
    await fetch(LINK, { ytdlp: { ...ytdlp, cookies, proxy: 'http://me:hidden@127.0.0.1:1' } })
    const calls = await readFile(join(root, 'calls'), 'utf8')
    expect(calls).not.toContain('hidden')
    expect(calls).not.toContain(cookies)
    expect(calls).toContain('--cookies')
    expect(await readFile(join(root, 'env'), 'utf8')).toContain('HTTPS_PROXY=http://me:hidden@127.0.0.1:1')
    expect(await readdir(dir)).toEqual(['media.m4a'])
  })

  it.each([
    ['too many requests', INFO, failing('ERROR: HTTP Error 429: Too Many Requests'), 'Limited', undefined],
    ['an unknown text', INFO, failing('ERROR: whatever'), 'Transient', undefined],
    [
      'progress beyond the limit',
      INFO,
      "echo 'PRG 300001 NA NA'; echo x > media.m4a; exec sleep 20",
      'Input',
      'Too_Big',
    ],
    ['a playlist', { _type: 'playlist', entries: [] }, 'true', 'Input', 'Not_Audio'],
    ['a long recording', { ...INFO, duration: 7200 }, 'true', 'Input', 'Too_Long'],
    ['a live stream', { ...INFO, is_live: true }, 'true', 'Input', 'Not_Audio'],
  ])('%s', async (_, info, then, errorClass, tag) => {
    const error = await fetch(LINK, await stub(info, then)).catch((error: unknown) => error)
    expect(error).toMatchObject(tag ? { errorClass, tag } : { errorClass })
    expect(await readdir(dir)).toEqual([])
  })

  it('is stopped with its signal, and at the end of its time', async () => {
    const hanging = await stub(INFO, 'echo x > media.m4a.part; exec sleep 30')
    const reason = new Error('stopped by the test')
    const stop = new AbortController()
    setTimeout(() => stop.abort(reason), 300)
    await expect(fetch(LINK, hanging, stop.signal)).rejects.toBe(reason)
    await expect(fetch(LINK, { ...hanging, downloadTimeoutMs: 500 })).rejects.toThrow(/did not finish/)
    expect(await readdir(dir)).toEqual([])
  })

  it.each([
    ...['ytsearch:song', 'scsearch5:song', 'ytsearchall:x', 'bare words', 'song', ':ytfav'],
    ...['--exec=touch PWNED', '-o/etc/passwd', '', 'file.m4a', 'ytdl://x', 'dQw4w9WgXcQ'],
  ])('H1, H2: "%s" never reaches it', async text => {
    const changes = await stub(INFO, 'echo audio > media.m4a')
    await expect(fetch(text, changes)).rejects.toMatchObject({ errorClass: 'Refused' })
    await expect(readFile(join(root, 'calls'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('is asked for by name when it is missing', async () => {
    const ytdlp = { bin: join(root, 'nothing') }
    await expect(fetch(LINK, { ytdlp })).rejects.toMatchObject({
      errorClass: 'Environment',
      message: expect.stringContaining('yt-dlp is needed for soundcloud.com links: brew install yt-dlp'),
    })
    await expect(fetch(`${base}/one`, { ytdlp })).rejects.toMatchObject({ errorClass: 'Input', tag: 'Not_Audio' })
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
