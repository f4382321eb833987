// New likes come in by themselves with `--once`, also when the program is killed between the answer and its end.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newVar, orchestrator } from '../support/cli.ts'
import { putYtdlp } from '../support/listening.ts'
import { trackRows, withWorkspace } from '../support/rows.ts'
import { CLIENT_ID } from '../support/spotify/accounts.ts'
import { someTrack, someTracks } from '../support/spotify/catalogue.ts'
import { keepSignIn } from '../support/spotify/listener.ts'
import { openSpotifyServer, type SpotifyServer } from '../support/spotify-server.ts'

let spotify: SpotifyServer
let varDir: string
let dir: string
let settings: Record<string, string>

beforeEach(async () => {
  spotify = await openSpotifyServer()
  varDir = await newVar()
  dir = await mkdtemp(join(tmpdir(), 'feeds-'))
  await withWorkspace(varDir, async () => {})
  await keepSignIn(spotify, varDir)
  const now = Math.floor(Date.now() / 1000)
  await writeFile(join(varDir, 'music_sync_last_run.json'), JSON.stringify({ last_run: now }))
  settings = {
    SPOTIFY_CLIENT_ID: CLIENT_ID,
    SPOTIFY_API_BASE_URL: spotify.apiUrl,
    SPOTIFY_ACCOUNTS_BASE_URL: spotify.accountsUrl,
    AUDIO_FORMATS: 'wav',
    LIKES_POLL_INTERVAL: '300',
    MUSIC_SYNC_INTERVAL: '31536000',
    PLAYERCTL_BIN: '/nowhere',
    OSASCRIPT_BIN: '/nowhere',
  }
})
afterEach(async () => {
  await spotify[Symbol.asyncDispose]()
  for (const folder of [varDir, dir]) await rm(folder, { recursive: true, force: true })
})

const run = (words: string, more: Record<string, string> = {}) =>
  orchestrator([...words.split(' '), '--var', varDir], { ...settings, ...more })
const titles = async () => (await trackRows(varDir)).map(row => row.Title ?? '')

/** As if the time of the next look had come. */
async function makeDue(): Promise<void> {
  const { openStore } = await import('../../src/store/database.ts')
  using store = openStore(varDir, false)
  store.commitNow(() => store.database.exec('update feed set due_at = 0, looked_at = 0'))
}

it('a like is taken once, over two deaths of the program', async () => {
  spotify.state.liked = someTracks(3).reverse()
  settings.SOUNDCLOUD_PROFILE = 'me'
  settings.YTDLP_BIN = await putYtdlp(dir, [{ name: 'old', title: 'Old' }])
  expect((await run('--once')).code).toBe(0) // the first looks
  const before = await titles()
  spotify.state.liked.unshift(someTrack(7, { name: 'Newly liked' }))
  settings.YTDLP_BIN = await putYtdlp(dir, [
    { name: 'fresh', title: 'Fresh' },
    { name: 'old', title: 'Old' },
  ])
  await makeDue()
  expect((await run('--once', { FAILPOINTS: 'feed.asked=kill' })).code).toBe(-1)
  expect(await titles()).toEqual(before)
  expect((await run('--once', { FAILPOINTS: 'feed.kept=kill' })).code).toBe(-1)
  expect((await run('--once')).code).toBe(0)
  const after = await titles()
  expect(after.slice().sort()).toEqual([...before, 'Fresh', 'Newly liked'].sort())

  const status = (await run('status')).stdout
  expect(status).toMatch(
    /^Spotify likes: looked at \d+ \w+, \d\d:\d\d, changed \d+ \w+, \d\d:\d\d, next \d+ \w+, \d\d:\d\d$/m,
  )
  expect(status).toMatch(/^ {2}looking at spotify: at most 225 requests a day of 250 \(a day has 1000\), \d+ today$/m)
})
