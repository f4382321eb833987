import { readdir, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newVar, orchestrator } from '../support/cli.ts'
import { addTracks, changeTrack, trackRows } from '../support/rows.ts'
import { wav } from '../support/wav.ts'

const GOOD = wav(6)
let server: Server
let base: string
let host: string

const ANSWERS: Record<string, { status?: number; type?: string; body: Buffer | string }> = {
  '/good.wav': { body: GOOD },
  '/page.mp3': { type: 'text/html', body: '<!doctype html><title>Buy now</title>' },
  '/empty.wav': { body: '' },
  '/cut.wav': { body: GOOD.subarray(0, 400_000) },
  '/noise.mp3': { type: 'audio/mpeg', body: Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 251)) },
  '/list.mp3': { type: 'audio/mpeg', body: '#EXTM3U\n#EXTINF:5,\nfile:///etc/passwd\n' },
  '/long.wav': { body: wav(12) },
  '/locked.wav': { status: 401, body: 'no' },
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    const answer = ANSWERS[path] ?? (path.startsWith('/named-') ? { body: GOOD } : undefined)
    if (!answer) return response.writeHead(404).end('gone')
    response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'audio/wav' }).end(answer.body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  base = `http://${host}`
})
afterAll(() => void server.close())

const settings = () => ({ ALLOW_PRIVATE_HOSTS: host, MAX_TRACK_SECONDS: '10' })

describe('rows with bad input', () => {
  let varDir: string
  let rows: readonly Record<string, string>[]
  const CASES = [
    ['dead link', '/gone.wav', 'Download_Failed', /404/],
    ['HTML instead of audio', '/page.mp3', 'Not_Audio', /web page/],
    ['zero bytes', '/empty.wav', 'Not_Audio', /empty/],
    ['cut file', '/cut.wav', 'Corrupt_Audio', /cut|damaged/],
    ['noise named mp3', '/noise.mp3', 'Not_Audio', /audio/],
    ['playlist in disguise', '/list.mp3', 'Not_Audio', /playlist/],
    ['too long', '/long.wav', 'Too_Long', /MAX_TRACK_SECONDS/],
    ['login', '/locked.wav', 'Needs_Login', /login|401/],
    ['no link at all', 'not a link', 'No_Source', /expected http/],
  ] as const
  const titles = CASES.map(([name]) => name)

  beforeAll(async () => {
    varDir = await newVar()
    await addTracks(varDir, [
      ...CASES.map(([title, path]) => ({ title, url: path.startsWith('/') ? base + path : path })),
      { title: 'private', url: 'http://192.168.7.7/x.wav' },
      { title: 'good one', artist: 'x', url: `${base}/good.wav`, tags: ['Favourite'], tempo: 117 },
      { title: 'same A', artist: 'y', url: `${base}/named-same.wav` },
      { title: 'same B', artist: 'y', url: `${base}/named-same.wav?utm_source=mail` },
    ])
    const run = await orchestrator(['--once', '--json', '--var', varDir], settings())
    expect(run.code, run.stderr).toBe(0)
    expect(JSON.parse(run.stdout)).toMatchObject({ done: 3, failed: CASES.length + 1 })
    rows = await trackRows(varDir)
  }, 120_000)

  it.each(CASES)('%s', (title, _path, tag, reason) => {
    const row = rows.find(({ Title }) => Title === title)
    expect(row?.['Audio Processing']).toBe(tag)
    expect(row?.['Audio Processing Summary']).toMatch(reason)
    expect(row?.Downloaded).toBeUndefined()
  })

  it('a private address is refused', () => {
    expect(rows.find(({ Title }) => Title === 'private')?.['Audio Processing']).toBe('Not_Allowed')
  })

  it('the good row is finished; its tag and tempo, which are a person’s, stay', () => {
    expect(rows.find(({ Title }) => Title === 'good one')).toMatchObject({
      Downloaded: '✓',
      'Audio Processing': 'Favourite',
      Tempo: '117',
    })
  })

  it('of two rows with the same link in two spellings both are done, and one at least shares files: the sound is another row’s too', () => {
    const pair = rows.filter(({ Title }) => Title?.startsWith('same'))
    const [other] = pair.filter(row => row['Audio Processing'] === 'Merged Duplicate')
    const [owner] = pair.filter(row => row !== other)
    expect(pair.map(({ Downloaded }) => Downloaded)).toEqual(['✓', '✓'])
    expect(other?.['Audio Processing Summary']).toContain('whose files it shares')
    expect(owner?.Title).not.toBe(other?.Title)
  })

  it('nothing is left behind', async () => {
    expect(await readdir(join(varDir, 'staging')).catch(() => [])).toEqual([])
    const files = await readdir(join(varDir, 'library', 'Unassigned'))
    expect(files).toHaveLength(6)
  })

  it('failed rows do not come back by themselves, and do when their link changes', async () => {
    const again = await orchestrator(['--once', '--var', varDir], settings())
    expect(again.stdout).toMatch(/^Nothing to do/)
    const id = (await addTracks(varDir, [{ title: 'mended', url: `${base}/gone2.wav` }]))[0] ?? ''
    await orchestrator(['--once', '--var', varDir], settings())
    await changeTrack(varDir, id, { url: `${base}/named-mended.wav` })
    const mended = await orchestrator(['--once', '--json', '--var', varDir], settings())
    expect(JSON.parse(mended.stdout)).toMatchObject({ done: 1, failed: 0 })
    expect((await trackRows(varDir)).find(({ Title }) => Title === 'mended')?.['Audio Processing']).toBeUndefined()
    expect(titles.length).toBe(CASES.length)
  })
})

describe('titles that are no file names', () => {
  it('become safe names inside the library', async () => {
    const varDir = await newVar()
    const titles = [
      'AC/DC: live?',
      '🎧 night 🎧',
      'שלום עולם',
      'x'.repeat(300),
      '-rf',
      '../../escape',
      'line\nbreak',
      '',
    ]
    await addTracks(
      varDir,
      titles.map((title, i) => ({ title, artist: i % 2 ? 'Ä Band' : undefined, url: `${base}/named-${i}.wav` })),
    )
    const run = await orchestrator(['batch', '--json', '--var', varDir], { ...settings(), AUDIO_FORMATS: 'wav' })
    expect(JSON.parse(run.stdout)).toMatchObject({ done: titles.length, failed: 0 })
    const files = await readdir(join(varDir, 'library'), { recursive: true })
    const wavs = files.filter(name => name.endsWith('.wav'))
    expect(wavs).toHaveLength(titles.length)
    for (const name of wavs) {
      expect(name).toMatch(/^Unassigned\/[^/\\:*?"<>|\p{Cc}-][^/\\:*?"<>|\p{Cc}]* \[[0-9a-f]{8}\]\.wav$/u)
      expect(Buffer.byteLength(name)).toBeLessThan(230)
    }
  })
})

describe('wrong use', () => {
  it.each([
    [['track', 'nonsense'], 2, /no link, no Notion page and no file/],
    [['track', 'https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC'], 2, /DRM/],
    [['track', '00000000000000000000000000000000'], 2, /there is no page/],
    [['batch', '--limit', '0'], 2, /--limit expects a whole number/],
    [['frobnicate'], 2, /Unknown argument: frobnicate/],
    [['--once', '--colour'], 2, /Unknown argument: colour/],
    [['workspace', 'add', 'justaword'], 2, /neither a link \(https:.* nor "Artist - Title"/],
    [['workspace', 'reset'], 3, /--yes/],
  ])('%j exits %i and says why', async (args, code, message) => {
    const varDir = await newVar()
    await addTracks(varDir, [])
    const run = await orchestrator([...args, '--var', varDir])
    expect(run.stdout + run.stderr).toMatch(message)
    expect(run.stdout + run.stderr).not.toMatch(/\n\s+at /)
    expect(run.code).toBe(code)
  })

  it('a wrong setting is exit 78 and one line', async () => {
    const run = await orchestrator(['--once', '--var', await newVar()], { AUDIO_FORMATS: 'mp5' })
    expect(run).toEqual({
      code: 78,
      stdout: '',
      stderr: 'orchestrator: AUDIO_FORMATS is "mp5": expected a list of m4a, wav, aiff, flac, mp3, aac\n',
    })
  })
})

describe('surroundings', () => {
  it('without ffmpeg rows wait untagged, and are finished when it is there', async () => {
    const varDir = await newVar()
    const [id = ''] = await addTracks(varDir, [{ title: 'waits', url: `${base}/good.wav` }])
    const run = await orchestrator(['--once', '--var', varDir], { ...settings(), FFMPEG_BIN: '/nowhere/ffmpeg' })
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/blocked: waits: FFMPEG_BIN is "\/nowhere\/ffmpeg", but no program is there/)
    expect((await trackRows(varDir))[0]?.['Audio Processing']).toBeUndefined()
    const later = await orchestrator(['track', id, '--var', varDir], settings())
    expect(later.code, later.stderr).toBe(0)
  })

  it('a library whose volume is away gets nothing', async () => {
    const varDir = await newVar()
    const parent = await newVar()
    const library = join(parent, 'Music')
    const environment = { ...settings(), LIBRARY_DIR: library, AUDIO_FORMATS: 'wav' }
    await addTracks(varDir, [{ title: 'one', url: `${base}/named-1.wav` }])
    await orchestrator(['--once', '--var', varDir], environment)
    const { rm, mkdir } = await import('node:fs/promises')
    await rm(library, { recursive: true })
    await mkdir(library)
    await addTracks(varDir, [{ title: 'two', url: `${base}/named-2.wav` }])
    const run = await orchestrator(['--once', '--var', varDir], environment)
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/is its volume mounted\?/)
    expect(await readdir(library)).toEqual([])
  })

  it('a broken last-run file is kept aside and said', async () => {
    const varDir = await newVar()
    await addTracks(varDir, [])
    await writeFile(join(varDir, 'music_sync_last_run.json'), '{"last_run": "tues')
    const run = await orchestrator(['--once', '--var', varDir])
    expect(run.stderr).toMatch(/unreadable; it is kept aside/)
    expect((await readdir(varDir)).some(name => name.startsWith('music_sync_last_run.json.broken-'))).toBe(true)
    expect((await stat(join(varDir, 'music_sync_last_run.json'))).size).toBeGreaterThan(10)
  })
})
