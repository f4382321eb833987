// `sync --playlists`, and tasks that ask for playlists: which list is taken, and what is said of the others.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ListPlace, openListPlace, tracksIn } from '../support/list-place.ts'
import { withWorkspace } from '../support/rows.ts'
import { CLIENT_ID } from '../support/spotify/accounts.ts'
import { idOf, someTracks, trackAnswer } from '../support/spotify/catalogue.ts'
import { keepSignIn } from '../support/spotify/listener.ts'
import { openSpotifyServer, type SpotifyServer } from '../support/spotify-server.ts'

const Looks = z.array(z.object({ at: z.string(), state: z.string(), text: z.string() }))
const Ids = z.object({ data_sources: z.array(z.object({ id: z.string() })) })

let place: ListPlace
let spotify: SpotifyServer
beforeEach(async () => {
  place = await openListPlace()
  spotify = await openSpotifyServer()
})
afterEach(async () => {
  await spotify[Symbol.asyncDispose]()
  await place[Symbol.asyncDispose]()
})

async function signIn(): Promise<void> {
  await keepSignIn(spotify, place.varDir)
  useSpotify()
}

const useSpotify = () =>
  Object.assign(place.env, {
    SPOTIFY_CLIENT_ID: CLIENT_ID,
    SPOTIFY_API_BASE_URL: spotify.apiUrl,
    SPOTIFY_ACCOUNTS_BASE_URL: spotify.accountsUrl,
  })

async function sync() {
  const report = await place.report(['sync', '--playlists'])
  const outcome = report.entries.find(({ kind }) => kind === 'playlist')?.outcome
  const looks = Looks.parse(outcome?.looks ?? [])
  return { ...report, said: Object.fromEntries(looks.map(({ at, state, text }) => [at, `${state}: ${text}`])) }
}

const list = (n: number, name: string, more: object = {}) => ({
  id: idOf(n, 'P'),
  name,
  snapshot: `s${n}`,
  items: someTracks(2, n * 10),
  ...more,
})

describe('a sync of playlists', () => {
  it('with nothing set up says so of each place, and takes ten of the rows that want work', async () => {
    await withWorkspace(place.varDir, async (call, ids) => {
      const source = Ids.parse(await call('GET', `databases/${ids.tracks}`)).data_sources[0]?.id
      for (let n = 1; n <= 12; n += 1)
        await call('POST', 'pages', {
          parent: { type: 'data_source_id', data_source_id: source },
          properties: { Title: { title: [{ text: { content: `Song ${n}` } }] }, URL: { url: 'file:///nowhere.wav' } },
        })
    })
    const { said, text, tracks, exitCode } = await sync()
    expect(said).toEqual({
      'playlist playing now': 'off: SPOTIFY_CLIENT_ID is not set',
      'SoundCloud playlists': 'off: SOUNDCLOUD_PROFILE is not set',
      'Spotify playlists': 'off: SPOTIFY_CLIENT_ID is not set',
      'next rows': 'asked: 10 rows taken, 10 failed',
    })
    expect(text).toBe('no playlist has anything new; 10 rows taken, 10 failed')
    expect(tracks).toHaveLength(10)
    expect(exitCode).toBe(0)
  })

  it('takes the playlist that plays; then a set with something new; then nothing more', async () => {
    await signIn()
    spotify.state.playlists = [list(1, 'Plays now')]
    spotify.state.playing = {
      timestamp: 1,
      progress_ms: null,
      is_playing: true,
      currently_playing_type: 'track',
      actions: {},
      item: trackAnswer(someTracks(1, 10)[0] ?? { id: '', name: '' }),
      context: { type: 'playlist', uri: `spotify:playlist:${idOf(1, 'P')}`, href: '', external_urls: { spotify: '' } },
    }
    await place.listAt('Night drive', [
      { name: 'one', title: 'One' },
      { name: 'two', title: 'Two' },
    ])
    await place.setsAt([{ name: 'night-drive', title: 'Night drive' }])
    place.env.SOUNDCLOUD_PROFILE = 'dj'

    const first = await sync()
    expect(first.said).toEqual({ 'playlist playing now': 'asked: took Plays now' })
    expect(first.text).toMatch(/^Plays now: 2 entries, 2 rows made, 2 left as they are$/)

    const second = await sync()
    expect(second.said['playlist playing now']).toMatch(
      /^asked: 1 found; passed over: .*P0+1 \(nothing new: 2: it has no link to fetch audio from yet, and .*\)$/,
    )
    expect(second.said['SoundCloud playlists']).toBe('asked: took Night drive')
    expect(second.text).toMatch(/^Night drive: 2 entries, 2 rows made, 2 done now; 2 tracks in /)
    expect(tracksIn(await place.m3u8('Night drive'))).toHaveLength(2)

    const third = await sync()
    expect(third.said['SoundCloud playlists']).toBe(
      'asked: 1 found; passed over: Night drive (nothing new: 2: it is downloaded)',
    )
    expect(third.said['Spotify playlists']).toMatch(/^asked: 1 found; passed over: Plays now \(nothing new/)
    expect(third.text).toBe('no playlist has anything new; no track wants work')
    expect(await place.downloads()).toEqual({ one: 1, two: 1 })
  })

  it('at Spotify: a foreign one is said, an unchanged one costs no request', async () => {
    await signIn()
    spotify.state.playlists = [list(1, 'Foreign', { owner: 'friend' }), list(2, 'Mine'), list(3, 'Other')]
    const first = await sync()
    expect(first.said['Spotify playlists']).toMatch(
      /^asked: took Mine; passed over: Foreign \(of Name of friend: Spotify shows its tracks only to its owner\)$/,
    )
    expect((await sync()).said['Spotify playlists']).toContain('took Other')
    const before = spotify.count('GET /v1/playlists/')
    expect((await sync()).said['Spotify playlists']).toMatch(/^asked: 2 found; passed over: Foreign .*Mine .*Other/)
    expect(spotify.count('GET /v1/playlists/')).toBe(before)
  })

  it('places that are away are lines, and no errors', async () => {
    useSpotify()
    Object.assign(place.env, { SOUNDCLOUD_PROFILE: 'dj', YTDLP_BIN: '/nowhere/yt-dlp' })
    const { said, exitCode } = await sync()
    expect(said['playlist playing now']).toMatch(/^away: Spotify: nobody is signed in/)
    expect(said['SoundCloud playlists']).toMatch(/^away: .*yt-dlp/)
    expect(said['Spotify playlists']).toMatch(/^away: Spotify: nobody is signed in/)
    expect(exitCode).toBe(0)
  })

  it('a dry run says where it would look, asks nobody and writes nothing', async () => {
    await signIn()
    place.env.SOUNDCLOUD_PROFILE = 'dj'
    const before = await place.tree()
    const { stdout } = await place.run(['sync', '--playlists', '--dry-run'])
    expect(stdout).toMatch(/ask +playlist playing now: the playlist that plays at Spotify/)
    expect(stdout).toMatch(/ask +SoundCloud playlists: the playlists of dj/)
    expect(stdout).toMatch(/ask +Spotify playlists: the playlists of the account/)
    expect(spotify.count('GET')).toBe(0)
    expect(await place.tree()).toEqual(before)
  })
})

describe('a task', () => {
  const addTask = (title: string) =>
    withWorkspace(place.varDir, async (call, ids) => {
      const source = Ids.parse(await call('GET', `databases/${ids.agentTasks}`)).data_sources[0]?.id
      await call('POST', 'pages', {
        parent: { type: 'data_source_id', data_source_id: source },
        properties: {
          'Task Name': { title: [{ text: { content: title } }] },
          Status: { status: { name: 'Ready' } },
        },
      })
    })

  it('that cannot be done says so in one line, wherever it is told', async () => {
    place.env.YTDLP_BIN = await place.put('no-program', '')
    await addTask('Download https://soundcloud.com/dj/sets/night-drive')
    const told = (text: string) => text.split('\n').filter(line => line.includes('night-drive'))
    const { code, stdout, stderr } = await place.run(['--once', '--no-music-sync'])
    expect(code).toBe(1)
    expect(told(stderr)).toEqual([expect.stringMatching(/Download https:/)])
    expect(told(stdout)).toEqual([expect.stringMatching(/^ {2}(retry|blocked): Download https:/)])
    const lines = told((await place.run(['status'])).stdout)
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}from \d+ \w+, \d\d:\d\d: Download/))
    expect(lines.filter(line => line.includes('playlist http'))).toEqual([])
  })

  it.each(['Download https://soundcloud.com/dj/sets/night-drive', 'Sync my playlists'])('"%s"', async title => {
    await place.listAt('Night drive', [{ name: 'one', title: 'One' }])
    await place.setsAt([{ name: 'night-drive', title: 'Night drive' }])
    place.env.SOUNDCLOUD_PROFILE = 'dj'
    await addTask(title)
    const { entries } = await place.report(['--once', '--no-music-sync'])
    expect(entries.find(({ kind }) => kind === 'task')?.outcome).toMatchObject({
      kind: 'done',
      text: expect.stringMatching(/^Night drive: 1 entry, 1 row made, 1 done now; 1 track in /),
    })
    expect(await place.downloads()).toEqual({ one: 1 })
  })
})
