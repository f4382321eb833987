// The music sync over its sources: a Spotify, a player and a yt-dlp of the test's own, and a Notion on loopback.

import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Bench, openBench, text, treeOf } from '../support/bench.ts'
import { newVar, orchestrator } from '../support/cli.ts'
import { type Liked, likesAsked, type Played, putPlayer, putProgram, putYtdlp } from '../support/listening.ts'
import { withWorkspace } from '../support/rows.ts'
import { CLIENT_ID } from '../support/spotify/accounts.ts'
import { idOf, someTrack, someTracks, trackAnswer } from '../support/spotify/catalogue.ts'
import { keepSignIn } from '../support/spotify/listener.ts'
import { apiError, openSpotifyServer, type SpotifyServer } from '../support/spotify-server.ts'

const Looks = z.array(z.object({ at: z.string(), state: z.string(), text: z.string() }))
const Report = z.object({
  exitCode: z.number(),
  entries: z.array(z.object({ kind: z.string(), outcome: z.looseObject({ kind: z.string(), text: z.string() }) })),
})
const Planned = z.object({ rows: z.array(z.object({ label: z.string(), would: z.string(), because: z.string() })) })
const Found = z.object({
  results: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.looseObject({ type: z.string() })) })),
})

let bench: Bench
let spotify: SpotifyServer
let dir: string
let settings: Record<string, string>

beforeEach(async () => {
  bench = await openBench({ AUDIO_FORMATS: 'wav' })
  spotify = await openSpotifyServer()
  dir = await mkdtemp(join(tmpdir(), 'music-sync-'))
  settings = {}
})
afterEach(async () => {
  await spotify[Symbol.asyncDispose]()
  await bench[Symbol.asyncDispose]()
  await rm(dir, { recursive: true, force: true })
})

const play = async (played?: Played) => Object.assign(settings, await putPlayer(dir, played))

async function signIn(): Promise<void> {
  await keepSignIn(spotify, bench.varDir)
  useSpotify()
}

function useSpotify(): void {
  Object.assign(settings, {
    SPOTIFY_CLIENT_ID: CLIENT_ID,
    SPOTIFY_API_BASE_URL: spotify.apiUrl,
    SPOTIFY_ACCOUNTS_BASE_URL: spotify.accountsUrl,
  })
}

async function like(...likes: Liked[]): Promise<void> {
  Object.assign(settings, { SOUNDCLOUD_PROFILE: 'me', YTDLP_BIN: await putYtdlp(dir, likes) })
}

/** @returns how the sync ended, and what was said of each place */
async function sync(more: Record<string, string> = {}) {
  const { stdout, stderr } = await bench.run(['sync', '--json'], { ...settings, ...more })
  if (!stdout) throw new Error(stderr)
  const { exitCode, entries } = Report.parse(JSON.parse(stdout))
  const outcome = entries.find(({ kind }) => kind === 'sync')?.outcome
  const looks = Looks.parse(outcome?.looks ?? [])
  const said = Object.fromEntries(looks.map(({ at, state, text: words }) => [at, `${state}: ${words}`]))
  return { exitCode, kind: outcome?.kind, text: outcome?.text, order: looks.map(({ at }) => at), said, stderr }
}

async function rows() {
  const answer = await fetch(`${bench.notionUrl}/v1/data_sources/${bench.sources.tracks}/query`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${bench.env.NOTION_TOKEN}`,
      'notion-version': '2025-09-03',
      'content-type': 'application/json',
    },
    body: '{}',
  })
  return await Promise.all(
    Found.parse(await answer.json()).results.map(async ({ id }) => {
      const { cell, downloaded, tags, inTrash } = await bench.row(id)
      return { id, title: cell('Title'), artist: cell('Artist Name'), downloaded, tags, inTrash, cell }
    }),
  )
}
const titles = async () => (await rows()).map(({ title }) => title).sort()
const finished = async () => (await rows()).filter(({ downloaded }) => downloaded).map(({ title }) => title)

describe('the order', () => {
  it('what plays, then likes at SoundCloud, then likes at Spotify, then the next row', async () => {
    await play()
    await signIn()
    await like()
    await bench.addTrack('waiting', bench.media.url('/waiting.wav'))
    const { kind, text: words, order, said, exitCode } = await sync()
    expect(order).toEqual(['playing now', 'SoundCloud likes', 'Spotify likes', 'next row'])
    expect(said).toEqual({
      'playing now': 'asked: nothing',
      'SoundCloud likes': 'asked: nothing',
      'Spotify likes': 'asked: nothing',
      'next row': 'asked: took waiting',
    })
    expect({ kind, exitCode }).toEqual({ kind: 'done', exitCode: 0 })
    expect(words).toMatch(/^waiting: /)
  })

  it('the first track that gets done ends it: later places are not asked', async () => {
    await play()
    await signIn()
    await like({ name: 'one', title: 'One' }, { name: 'two', title: 'Two' })
    await bench.addTrack('waiting', bench.media.url('/waiting.wav'))
    const { kind, text: words, order } = await sync()
    expect(kind).toBe('done')
    expect(words).toMatch(/^DJ – One: /)
    expect(order).toEqual(['playing now', 'SoundCloud likes'])
    expect(spotify.count('GET /v1/me/tracks')).toBe(0)
    expect(await finished()).toEqual(['One'])
    expect(await titles()).toEqual(['One', 'waiting'])
  })

  it('each sync takes one: what is synced is passed over, and no row is made twice', async () => {
    await play()
    await like({ name: 'one', title: 'One' }, { name: 'two', title: 'Two' })
    await sync()
    const second = await sync()
    expect(second.said['SoundCloud likes']).toBe('asked: took DJ – Two; passed over: DJ – One (it is downloaded)')
    const third = await sync()
    expect(third).toMatchObject({ kind: 'done', text: 'no track wants work' })
    expect(await titles()).toEqual(['One', 'Two'])
  })
})

describe('what is synced already', () => {
  const SOURCE = 'https://soundcloud.com/DJ/one?utm_source=x'
  it.each([
    ['it is downloaded', { Downloaded: { checkbox: true } }],
    ['it has a file path', { 'AIFF File Path': text('rich_text', '/music/one.aiff') }],
    ['it is in Eagle', { 'Eagle File ID': text('rich_text', 'M1') }],
  ])('%s', async (why, cells) => {
    await play()
    await like({ name: 'one', title: 'One' })
    await bench.addTrack('Mine', '', { 'SoundCloud URL': { url: SOURCE }, ...cells })
    const { said } = await sync()
    expect(said['SoundCloud likes']).toBe(`asked: 1 found; passed over: DJ – One (${why})`)
    expect(await titles()).toEqual(['Mine'])
  })
})

describe('what is found at Spotify', () => {
  it('gets a row with title, artist, link, id and code, is said to have no audio, and the sync goes on', async () => {
    await play()
    await signIn()
    spotify.state.liked = someTracks(7, 1).reverse()
    await bench.addTrack('waiting', bench.media.url('/waiting.wav'))
    const { kind, text: words, said } = await sync()
    expect(said['Spotify likes']).toContain('5 found; passed over: Artist 7 – Title 7 (it has no link to fetch audio')
    expect({ kind, words }).toEqual({ kind: 'done', words: expect.stringMatching(/^waiting: /) })
    expect(await titles()).toEqual(['Title 3', 'Title 4', 'Title 5', 'Title 6', 'Title 7', 'waiting'])
    const row = (await rows()).find(({ title }) => title === 'Title 7')
    expect(row).toMatchObject({ artist: 'Artist 7', downloaded: false, tags: [] })
    expect(row?.cell('Spotify ID')).toBe(idOf(7))
    expect(row?.cell('Spotify URL')).toBe(`https://open.spotify.com/track/${idOf(7)}`)
    expect(row?.cell('ISRC')).toBe('GBAYE0000007')
    await sync()
    expect(await titles()).toHaveLength(6)
  })

  it.each([
    ['its id', { 'Spotify ID': text('rich_text', idOf(1)) }],
    ['its link', { 'Spotify URL': { url: `https://open.spotify.com/intl-de/track/${idOf(1)}?si=a` } }],
    ['its link where others stand', { URL: { url: `https://open.spotify.com/track/${idOf(1)}` } }],
  ])('a row with %s is found again, and taken when it has audio', async (_, cells) => {
    await play()
    await signIn()
    spotify.state.liked = [someTrack(1)]
    const SONG = { 'SoundCloud URL': { url: 'https://soundcloud.com/dj/one' } }
    await like({ name: 'one', title: 'One' })
    const id = await bench.addTrack('My name for it', '', { ...SONG, ...cells })
    const { said, text: words } = await sync({ SOUNDCLOUD_PROFILE: '' })
    expect(said['Spotify likes']).toBe('asked: took My name for it')
    expect(words).toMatch(/^My name for it: /)
    expect((await bench.row(id)).downloaded).toBe(true)
    expect(await rows()).toHaveLength(1)
  })

  it.each([
    ['by its code', { ISRC: text('rich_text', 'GBAYE0000001') }, 'Another title', true],
    ['by title and artist', { 'Artist Name': text('rich_text', 'ARTIST 1 ') }, 'TITLE 1', true],
    ['not by a title alone', { 'Artist Name': text('rich_text', 'Artist 12') }, 'Title 1', false],
    [
      'not by names, where the codes differ',
      { 'Artist Name': text('rich_text', 'Artist 1'), ISRC: text('rich_text', 'GBAYE0000002') },
      'Title 1',
      false,
    ],
  ])('what the library has is known %s', async (_, cells, title, isKnown) => {
    await play()
    await signIn()
    spotify.state.liked = [someTrack(1)]
    await bench.addTrack(title, '', { Downloaded: { checkbox: true }, ...cells })
    const { said } = await sync()
    expect(said['Spotify likes']).toContain(isKnown ? '(it is downloaded)' : '(it has no link to fetch audio')
    expect(await rows()).toHaveLength(isKnown ? 1 : 2)
  })

  it('is taken where the same recording is found elsewhere', async () => {
    await play()
    await signIn()
    spotify.state.liked = [someTrack(1, { ms: 3000 })]
    await like({ name: 'one', title: 'Artist 1 - Title 1' })
    const { said } = await sync({ SOUNDCLOUD_PROFILE: '', SEARCH_SOURCES: 'soundcloud' })
    expect(said['Spotify likes']).toBe('asked: took Artist 1 – Title 1')
    expect(await finished()).toEqual(['Title 1'])
  })

  it('a row that a person threw away is not made again', async () => {
    await play()
    await signIn()
    spotify.state.liked = [someTrack(1)]
    await sync()
    const [made] = await rows()
    await bench.trash(made?.id ?? '')
    const { said } = await sync()
    expect(said['Spotify likes']).toContain('Artist 1 – Title 1 (it is in the trash)')
    expect(await rows()).toEqual([])
  })
})

describe('what is playing', () => {
  it('at Spotify, says the player of this machine; the Web API is not asked', async () => {
    await play({ id: idOf(3), title: 'Title 3', artist: 'Artist 3' })
    await signIn()
    const { said } = await sync()
    expect(said['playing now']).toBe(
      'asked: 1 found; passed over: Artist 3 – Title 3 (it has no link to fetch audio from yet, and SEARCH_SOURCES names no service to look for it)',
    )
    expect(await titles()).toEqual(['Title 3'])
    expect(spotify.count('GET /v1/me/player')).toBe(0)
  })

  it('elsewhere, says the Web API', async () => {
    await play()
    await signIn()
    spotify.state.playing = {
      timestamp: 1,
      progress_ms: null,
      context: null,
      is_playing: true,
      actions: {},
      currently_playing_type: 'track',
      item: trackAnswer(someTrack(5)),
    }
    expect((await sync()).said['playing now']).toMatch(/^asked: 1 found; passed over: Artist 5 – Title 5/)
    expect(await titles()).toEqual(['Title 5'])
  })

  it.skipIf(process.platform !== 'linux')('at SoundCloud (only players on Linux say so): it is taken', async () => {
    await like({ name: 'one', title: 'One' })
    await play({ title: 'One', artist: 'Somebody', url: 'https://soundcloud.com/dj/one' })
    const { said } = await sync({ SOUNDCLOUD_PROFILE: '' })
    expect(said['playing now']).toBe('asked: took Somebody – One')
    expect(await finished()).toEqual(['One'])
  })

  it.skipIf(process.platform !== 'linux')('a video, or a file: no wish to have it', async () => {
    await play({ title: 'A talk', artist: 'Speaker', url: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ' })
    const { said } = await sync()
    expect(said['playing now']).toMatch(/passed over: Speaker – A talk \(it plays in spotify: only what comes from/)
    expect(await rows()).toEqual([])
  })
})

describe('a source that cannot be asked', () => {
  it('is a line, and no error: off, signed out, blocked', async () => {
    await play()
    await bench.addTrack('waiting', bench.media.url('/waiting.wav'))
    useSpotify()
    const { exitCode, kind, said } = await sync({ SOUNDCLOUD_PROFILE: 'me', YTDLP_BIN: '/nowhere/yt-dlp' })
    expect({ exitCode, kind }).toEqual({ exitCode: 0, kind: 'done' })
    expect(said['playing now']).toBe('away: Spotify: nobody is signed in; sign in with: orchestrator auth spotify')
    expect(said['SoundCloud likes']).toMatch(/^away: .*yt-dlp/)
    expect(said['Spotify likes']).toMatch(/^away: Spotify: nobody is signed in/)
    expect(said['next row']).toBe('asked: took waiting')
  })

  it('parked: nothing is sent there until its pause is over, in later runs too', async () => {
    await play()
    await signIn()
    const wait = apiError(429, 'API rate limit exceeded', {}, { 'retry-after': '3600' })
    spotify.next('GET /v1/me/player', () => wait)
    const first = await sync()
    expect(first.said['playing now']).toMatch(/^away: .*Spotify/)
    expect(first.said['Spotify likes']).toMatch(/^away: .*Spotify/)
    expect({ kind: first.kind, exitCode: first.exitCode }).toEqual({ kind: 'done', exitCode: 0 })
    await sync()
    expect(spotify.count('GET /v1/me/')).toBe(1)
  })

  it('refused by SoundCloud as a whole: the others are asked', async () => {
    await play()
    await like()
    await bench.addTrack('waiting', bench.media.url('/waiting.wav'))
    const bin = await putProgram(join(dir, 'blocked'), "echo 'ERROR: not available from your location' >&2; exit 1")
    const { said, kind } = await sync({ YTDLP_BIN: bin })
    expect(said['SoundCloud likes']).toMatch(/^away: /)
    expect({ kind, next: said['next row'] }).toEqual({ kind: 'done', next: 'asked: took waiting' })
  })

  it('one blocked entry fails neither the list nor the sync', async () => {
    await play()
    await like(
      { name: 'gone', title: 'Gone', fault: 'ERROR: [soundcloud] 1: Unable to download: HTTP Error 404: Not Found' },
      { name: 'good', title: 'Good' },
    )
    const { kind, text: words, said } = await sync()
    expect({ kind, words }).toEqual({ kind: 'done', words: expect.stringMatching(/^DJ – Good: /) })
    expect(said['SoundCloud likes']).toMatch(/^asked: took DJ – Good; passed over: DJ – Gone \(failed: .*404/)
    expect((await rows()).find(({ title }) => title === 'Gone')?.tags).toEqual(['SC_404'])
    const again = await sync()
    expect(again.said['SoundCloud likes']).toContain('DJ – Gone (it failed before (SC_404) and its input')
  })
})

describe('what people see', () => {
  it('`sync` tells every place, `--once` only those that could not be asked', async () => {
    await play()
    useSpotify()
    const { stdout } = await bench.run(['sync'], settings)
    expect(stdout).toContain('SoundCloud likes: off, SOUNDCLOUD_PROFILE is not set')
    expect(stdout).toContain('Spotify likes: away, Spotify: nobody is signed in')
    expect(stdout).toContain('next row: no track wants work')
    const once = await bench.run(['--once', '--music-sync'], settings)
    expect(once.stdout).not.toMatch(/ off, |next row/)
    expect(once.stdout).toContain('Spotify likes: away, Spotify: nobody is signed in')
    expect(once.code).toBe(0)
  })

  it('`plan` says what would be asked, and asks nobody', async () => {
    await play({ id: idOf(3), title: 'Title 3', artist: 'Artist 3' })
    await signIn()
    await like({ name: 'one', title: 'One' })
    const before = await treeOf(bench.varDir)
    const { stdout } = await bench.run(['sync', '--dry-run', '--json'], settings)
    expect(Planned.parse(JSON.parse(stdout)).rows).toEqual([
      { label: 'music sync', would: 'music-sync', because: 'it is asked for' },
      { label: 'playing now', would: 'ask', because: 'the players of this machine, then Spotify' },
      { label: 'SoundCloud likes', would: 'ask', because: 'the newest 5 likes of me' },
      { label: 'Spotify likes', would: 'ask', because: 'the newest 5 liked tracks' },
      { label: 'next row', would: 'nothing', because: 'Music Tracks: 0 rows want work' },
    ])
    expect(await treeOf(bench.varDir)).toEqual(before)
    expect(spotify.asked).toEqual([])
    expect(await likesAsked(dir)).toBe(0)
    expect(bench.writes).toEqual([])
  })
})

describe('without any settings', () => {
  it('nobody is asked anything, and `--once` says nothing of it', async () => {
    const varDir = await newVar()
    await withWorkspace(varDir, async () => {})
    const asked = await putProgram(join(dir, 'asked'), `touch ${dir}/was-asked`)
    const programs = { PLAYERCTL_BIN: asked, OSASCRIPT_BIN: asked, YTDLP_BIN: asked }
    const once = await orchestrator(['--once', '--var', varDir], programs)
    expect(once).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^Nothing to do \([\d.]+ s\)\.\n$/),
    })
    expect(existsSync(join(dir, 'was-asked'))).toBe(false)
    await rm(varDir, { recursive: true })
  })
})

describe('killed', () => {
  const LIKES = [
    { name: 'one', title: 'One' },
    { name: 'two', title: 'Two' },
  ]

  it.each([
    ['before its first track is begun', 'effect.take-1.proved=kill'],
    ['between the end of its track and its own', 'job.ended=kill@2'],
  ])('%s: started again it ends with that track, and takes no other', async (_, failpoints) => {
    await play()
    await like(...LIKES)
    expect((await bench.run(['sync'], { ...settings, FAILPOINTS: failpoints })).code).toBe(-1)
    const after = await sync()
    expect(after).toMatchObject({ kind: 'done', text: expect.stringMatching(/^DJ – One: /) })
    expect(await finished()).toEqual(['One'])
    expect((await rows()).filter(({ title }) => title === 'One')).toHaveLength(1)
    expect((await sync()).text).toMatch(/^DJ – Two: /)
  })

  it('right after a row was made: it is found again', async () => {
    await play()
    await signIn()
    spotify.state.liked = [someTrack(1)]
    const running = bench.start(['sync'], settings)
    let made = 0
    bench.setFault((method, path) => {
      if (method !== 'POST' || path !== '/v1/pages') return undefined
      made += 1
      setTimeout(() => running.child.kill('SIGKILL'), 5)
      return undefined
    })
    await running.ended
    bench.setFault()
    expect(made).toBe(1)
    await sync()
    expect(await titles()).toEqual(['Title 1'])
  })
})
