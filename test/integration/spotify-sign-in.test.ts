// Signing in: the browser's way, the pasted way, and what must not get through.

import { writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SignInOptions, signIn } from '../../src/sources/spotify/sign-in.ts'
import { openTokenFile } from '../../src/sources/spotify/token-file.ts'
import { newVar, startOrchestrator } from '../support/cli.ts'
import { CLIENT_ID } from '../support/spotify/accounts.ts'
import { someTracks } from '../support/spotify/catalogue.ts'
import { openListener } from '../support/spotify/listener.ts'
import { apiError, openSpotifyServer, type SpotifyServer } from '../support/spotify-server.ts'

let server: SpotifyServer
let varDir: string

beforeEach(async () => {
  server = await openSpotifyServer()
  varDir = await newVar()
})
afterEach(() => server[Symbol.asyncDispose]())

const kept = () => openTokenFile(varDir).read()
/** A person's yes on Spotify's page: the address the browser is sent to. */
const sayYes = async (page: string) => (await fetch(page, { redirect: 'manual' })).headers.get('location') ?? ''
const visit = async (address: string) => (await fetch(address)).status
const otherState = (address: string) => address.replace(/state=[^&]+/, 'state=guessed')

function begin(more: Partial<SignInOptions> = {}) {
  const shown = Promise.withResolvers<string>()
  const wrong: number[] = []
  const ended = signIn({
    config: { clientId: CLIENT_ID, market: undefined, apiUrl: server.apiUrl, accountsUrl: server.accountsUrl, varDir },
    signal: new AbortController().signal,
    timeoutMs: 10_000,
    show: shown.resolve,
    lines: (async function* () {})(),
    onWrongLine: () => void wrong.push(1),
    now: () => new Date(),
    ...more,
  })
  ended.catch(() => {})
  return { page: shown.promise, ended, wrong }
}

describe('the browser comes back', () => {
  it('with a code: it is traded, and kept for its owner only', async () => {
    const { page, ended } = begin()
    expect(await visit(await sayYes(await page))).toBe(200)
    expect(await ended).toMatchObject({ account: { id: 'listener', name: 'A Listener' } })
    expect(await kept()).toMatchObject({
      clientId: CLIENT_ID,
      account: { id: 'listener' },
      refreshToken: expect.any(String),
    })
    const query = new URL(await page).searchParams
    expect(query.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
    expect(query.get('scope')?.split(' ').sort()).toEqual([
      'playlist-read-collaborative',
      'playlist-read-private',
      'user-library-read',
      'user-read-currently-playing',
    ])
    expect(query.get('code_challenge')).toMatch(/^[\w-]{43}$/)
  })

  it('with another state, or to another place: it is sent away, and the right one still gets in', async () => {
    const { page, ended } = begin()
    const address = await sayYes(await page)
    expect(await visit(otherState(address))).toBe(400)
    expect(await visit(address.replace(/state=[^&]+/, ''))).toBe(400)
    expect(await visit(address.replace('/callback', '/favicon.ico'))).toBe(404)
    expect((await fetch(address, { method: 'POST' })).status).toBe(405)
    expect(await statusAs(address, 'evil.example')).toBe(404)
    expect(await statusAs(address, new URL(address).host, '//')).toBe(404)
    expect(await kept()).toBeUndefined()
    expect(await visit(address)).toBe(200)
    expect(await ended).toHaveProperty('consentedAt')
  })

  it('twice: the first time counts, and then nobody listens', async () => {
    const { page, ended } = begin()
    const address = await sayYes(await page)
    const both = await Promise.allSettled([visit(address), visit(address.replace(/code=[^&]+/, 'code=another'))])
    expect(both[0]).toMatchObject({ status: 'fulfilled', value: 200 })
    expect(await ended).toHaveProperty('account')
    await expect(visit(address)).rejects.toThrow()
    expect(server.count('POST /accounts/api/token')).toBe(1)
  })

  it('with a no', async () => {
    const { page, ended } = begin()
    const address = (await sayYes(await page)).replace(/code=[^&]+/, 'error=access_denied')
    expect(await visit(address)).toBe(200)
    await expect(ended).rejects.toMatchObject({
      errorClass: 'Environment',
      message: expect.stringContaining('access_denied'),
    })
    expect(await kept()).toBeUndefined()
  })

  it('with a code that is not good: nothing is kept, and no code is said', async () => {
    const { page, ended } = begin()
    const address = (await sayYes(await page)).replace(/code=[^&]+/, 'code=stolen-code')
    await visit(address)
    const fault: unknown = await ended.catch(error => error)
    expect(fault).toMatchObject({ errorClass: 'Environment' })
    expect(String(fault)).not.toContain('stolen-code')
    expect(await kept()).toBeUndefined()
  })
})

describe('nobody comes', () => {
  it('in time', async () => {
    const { page, ended } = begin({ timeoutMs: 200 })
    const address = await sayYes(await page)
    await expect(ended).rejects.toMatchObject({ errorClass: 'Transient', message: expect.stringContaining('within') })
    await expect(visit(address), 'the door is closed').rejects.toThrow()
  })

  it('before Ctrl-C', async () => {
    const stop = new AbortController()
    const { page, ended } = begin({ signal: stop.signal })
    await page
    stop.abort(new Error('stopped'))
    await expect(ended).rejects.toThrow('stopped')
  })
})

describe('the address is pasted', () => {
  it('among lines that are none', async () => {
    const { promise: line, resolve } = Promise.withResolvers<string>()
    const lines = (async function* () {
      yield 'hello'
      yield ''
      yield 'http://127.0.0.1:1/callback?code=x&state=guessed'
      yield await line
    })()
    const { page, ended, wrong } = begin({ lines })
    resolve(`  ${await sayYes(await page)}#_=_ `)
    expect(await ended).toHaveProperty('account')
    expect(wrong).toHaveLength(2)
  })
})

describe('a new sign-in counts', () => {
  it('whatever was there: a dead token, a broken file', async () => {
    for (const before of ['{"signedOut":"2026-11-01","why":"it ended"}', '{"half']) {
      await writeFile(`${varDir}/spotify-token.json`, before)
      const { page, ended } = begin()
      await visit(await sayYes(await page))
      await ended
      await using me = await openListener(server, { varDir })
      server.state.liked = someTracks(2)
      expect(await me.spotify.likedTracks(5)).toHaveLength(2)
    }
  })

  it('also when Spotify then refuses the account, which is said', async () => {
    server.next('GET /v1/me', () => apiError(403, 'Forbidden'))
    const { page, ended } = begin()
    await visit(await sayYes(await page))
    expect(await ended).toMatchObject({ warning: expect.stringContaining('Premium') })
    expect(await kept()).toHaveProperty('refreshToken')
  })
})

describe('orchestrator auth spotify', () => {
  const settings = () => ({
    SPOTIFY_CLIENT_ID: CLIENT_ID,
    SPOTIFY_API_BASE_URL: server.apiUrl,
    SPOTIFY_ACCOUNTS_BASE_URL: server.accountsUrl,
  })
  const start = (args: readonly string[], environment: Record<string, string> = settings()) =>
    startOrchestrator(['auth', 'spotify', ...args, '--var', varDir], environment)

  async function pageOf({ child }: ReturnType<typeof start>): Promise<string> {
    let said = ''
    for await (const chunk of child.stderr ?? []) {
      said += chunk
      const page = /^http\S+\/authorize\?\S+$/m.exec(said)?.[0]
      if (page && said.includes('paste')) return page
    }
    throw new Error(`no page was shown: ${said}`)
  }

  it('shows the page, waits for the browser, and says until when', async () => {
    const running = start(['--json'])
    const address = await sayYes(await pageOf(running))
    expect(await visit(address)).toBe(200)
    const { code, stdout } = await running.ended
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ service: 'spotify', account: { name: 'A Listener' }, warning: null })
    const secret = new URL(address).searchParams.get('code') ?? ''
    expect(stdout).not.toContain(secret)
    expect(await kept()).toHaveProperty('refreshToken')
  })

  it('takes a pasted address, and words for a person', async () => {
    const running = start([])
    running.child.stdin?.write(`${await sayYes(await pageOf(running))}\n`)
    const { code, stdout } = await running.ended
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Signed in to Spotify as A Listener, until \d{4}-\d\d-\d\d\.\n$/)
  })

  it('ends at SIGINT', async () => {
    const running = start([])
    await pageOf(running)
    running.child.kill('SIGINT')
    expect((await running.ended).code).toBe(1)
    expect(await kept()).toBeUndefined()
  })

  it('signs out: the token and what was kept are gone; a dry run does neither', async () => {
    await (await openListener(server, { varDir }))[Symbol.asyncDispose]()
    const { page, ended } = begin()
    await visit(await sayYes(await page))
    await ended
    expect((await start(['--sign-out', '--dry-run']).ended).stdout).toContain('would sign out')
    expect((await start(['--dry-run']).ended).stdout).toContain('would sign in')
    expect(await kept()).toHaveProperty('refreshToken')
    server.state.tracks = someTracks(2, 1)
    const id = server.state.tracks[0]?.id ?? ''
    {
      await using me = await openListener(server, { varDir })
      await me.spotify.track(id)
    }
    const { code, stdout } = await start(['--sign-out', '--json']).ended
    expect({ code, answer: JSON.parse(stdout) }).toEqual({ code: 0, answer: { service: 'spotify', account: null } })
    expect(await kept()).toBeUndefined()
    await using me = await openListener(server, { varDir, signIn: false })
    await expect(me.spotify.track(id), 'not even from what was kept').rejects.toMatchObject({
      errorClass: 'Environment',
    })
  })

  it('without a client id: how to get one, exit 78', async () => {
    const { code, stderr } = await start([], {}).ended
    expect(code).toBe(78)
    expect(stderr).toContain('http://127.0.0.1/callback')
  })
})

/** A request that names this host, and this path, wherever it goes. */
function statusAs(address: string, host: string, path?: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(address, { headers: { host }, ...(path && { path }) }, response => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}
