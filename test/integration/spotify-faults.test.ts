// Spotify that refuses, limits, fails, or wants a new sign-in: which class each is, and what is asked after it.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { serviceOf } from '../../src/lanes/services.ts'
import { idOf, someTrack, someTracks } from '../support/spotify/catalogue.ts'
import { keepSignIn, openListener } from '../support/spotify/listener.ts'
import { apiError, openSpotifyServer, type SpotifyServer } from '../support/spotify-server.ts'

const Page = z.looseObject({ href: z.string(), next: z.string().nullable() })
const TOKEN = 'POST /accounts/api/token'
const SECOND = 1000
const HOUR = 3600 * SECOND
const DAY = 24 * HOUR

let server: SpotifyServer
let me: Awaited<ReturnType<typeof openListener>>

beforeEach(async () => {
  server = await openSpotifyServer()
  server.state.tracks = someTracks(50)
  me = await openListener(server)
})
afterEach(async () => {
  await me[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const track = (n = 1, who = me) => who.spotify.track(idOf(n)).catch((error: unknown) => error)
const limit = (seconds: number, more: object = {}) =>
  apiError(429, 'API rate limit exceeded', more, { 'retry-after': String(seconds) })
const quota = (seconds: number) => limit(seconds, { reason: 'QUOTA_EXCEEDED' })

describe('nobody is signed in', () => {
  it('work waits for a person, who is told what to do; nothing is sent', async () => {
    await using out = await openListener(server, { signIn: false })
    expect(await track(1, out)).toMatchObject({
      errorClass: 'Environment',
      message: 'Spotify: nobody is signed in; sign in with: orchestrator auth spotify',
    })
    expect(await out.spotify.state()).toMatchObject({ signedIn: false })
    expect(server.count()).toBe(0)
    expect(out.lanes.status(), 'the lane is left as it is').toEqual([])
  })

  it.each([
    ['no client id', { clientId: undefined }, 'SPOTIFY_CLIENT_ID is not set'],
    ['another client id', { clientId: 'other' }, 'belongs to another SPOTIFY_CLIENT_ID'],
  ])('%s', async (_what, options, words) => {
    await using other = await openListener(server, options)
    expect(await track(1, other)).toMatchObject({ errorClass: 'Environment', message: expect.stringContaining(words) })
    expect(server.count()).toBe(0)
  })

  it('a file that cannot be understood', async () => {
    writeFileSync(join(me.varDir, 'spotify-token.json'), '{"half":')
    expect(await track()).toMatchObject({ errorClass: 'Environment', message: expect.stringContaining('auth spotify') })
    expect(await me.spotify.state()).toMatchObject({
      signedIn: false,
      why: expect.stringContaining('cannot be understood'),
    })
  })

  it('once a person signed out, what was kept is forgotten', async () => {
    await track(1)
    await me.file.change(held => held.remove())
    expect(await track(1), 'what is kept is known without a sign-in').toMatchObject({ title: 'Title 1' })
    expect(await track(2)).toMatchObject({ errorClass: 'Environment' })
    expect(await track(1), 'until it is found that there is none').toMatchObject({ errorClass: 'Environment' })
  })

  it('what one account was told is not shown to another', async () => {
    await track(1)
    await keepSignIn(server, me.varDir, { account: { id: 'somebody else' } })
    await me.lanes.close()
    await using next = await openListener(server, { varDir: me.varDir })
    await next.spotify.myPlaylists()
    await track(1, next)
    expect(server.count('GET /v1/tracks')).toBe(2)
    await using again = await openListener(server, { varDir: me.varDir })
    await again.spotify.myPlaylists()
    await track(1, again)
    expect(server.count('GET /v1/tracks'), 'the same one is').toBe(2)
  })
})

describe('the access token', () => {
  it('at its end is renewed once; the new refresh token is kept for its owner only', async () => {
    const before = await me.token()
    server.accounts.expireAccess()
    await me.file.change(async held => held.write({ ...before, accessEndsAt: Date.now() + 30 * SECOND }))
    expect(await Promise.all([track(1), track(2), track(3)])).toMatchObject([{}, {}, { title: 'Title 3' }])
    expect(server.count(TOKEN)).toBe(1)
    const after = await me.token()
    expect(after.refreshToken).not.toBe(before.refreshToken)
    expect(after).toMatchObject({ consentedAt: before.consentedAt, account: before.account })
    expect(after).not.toHaveProperty('renewing')
    expect(await me.mode()).toBe(0o600)
  })

  it('refused before its end (401): renewed, and asked once more', async () => {
    server.accounts.expireAccess()
    expect(await track()).toMatchObject({ title: 'Title 1' })
    expect(server.count('GET /v1/tracks')).toBe(2)
  })

  it('refused again at once: that is no passing fault', async () => {
    server.next('GET /v1/tracks', () => apiError(401, 'Invalid access token'), 2)
    expect(await track()).toMatchObject({ errorClass: 'Environment' })
    expect(server.count('GET /v1/tracks')).toBe(2)
  })

  it('an answer without a refresh token keeps the old one', async () => {
    const { refreshToken } = await me.token()
    server.next(TOKEN, async () => Response.json({ access_token: 'new', token_type: 'Bearer', expires_in: 3600 }))
    server.next('GET /v1/tracks', () => apiError(401, 'The access token expired'))
    await track()
    expect(await me.token()).toMatchObject({ refreshToken })
  })

  it.each([
    ['a failing service', () => new Response('oops', { status: 503 }), 'Transient'],
    ['half an answer', () => new Response('{"access', { status: 200 }), 'Transient'],
    ['no connection', () => 'cut' as const, 'Transient'],
    ['a limit', () => new Response('', { status: 429, headers: { 'retry-after': '900' } }), 'Limited'],
    ['an unknown app', () => Response.json({ error: 'invalid_client' }, { status: 400 }), 'Environment'],
  ])('cannot be renewed: %s', async (_what, act, errorClass) => {
    server.accounts.expireAccess()
    server.next(TOKEN, act)
    expect(await track()).toMatchObject({ errorClass })
    expect(await me.token(), 'nobody is signed out by that').toHaveProperty('refreshToken')
  })

  it('a run that only looks renews nothing', async () => {
    await using looking = await openListener(server, { readOnly: true, signIn: { accessEndsAt: 0 } })
    expect(await track(1, looking)).toMatchObject({ errorClass: 'Environment' })
    expect(server.count(TOKEN)).toBe(0)
  })

  it('a disk that took no more does not lose the new one', async () => {
    const inTheWay = join(me.varDir, 'spotify-token.json.new')
    server.accounts.expireAccess()
    server.next(TOKEN, async pass => {
      mkdirSync(inTheWay)
      return await pass()
    })
    expect(await track()).toMatchObject({
      errorClass: 'Environment',
      message: expect.stringContaining('cannot be kept'),
    })
    rmSync(inTheWay, { recursive: true })
    expect(await track()).toMatchObject({ title: 'Title 1' })
    expect(server.count(TOKEN)).toBe(1)
  })
})

describe('the consent', () => {
  it('L7 is over (invalid_grant): the token goes, nothing is sent any more, and it is said once', async () => {
    const { refreshToken } = await me.token()
    server.accounts.revoke()
    server.accounts.expireAccess()
    const told = await track()
    expect(told).toMatchObject({
      errorClass: 'Environment',
      message: expect.stringMatching(
        /^Spotify: the sign-in of \S+ is not accepted any more; .*orchestrator auth spotify$/,
      ),
    })
    expect(JSON.stringify(await me.token())).not.toContain(refreshToken)
    const asked = server.count()
    expect(await track(2)).toMatchObject({ errorClass: 'Environment', message: (told as Error).message })
    expect(server.count()).toBe(asked)
    expect(me.lines.filter(line => line.startsWith('warn'))).toHaveLength(1)
    expect(await me.spotify.state()).toMatchObject({ signedIn: false, why: expect.stringContaining('auth spotify') })
    await using next = await openListener(server, { varDir: me.varDir })
    expect(await track(2, next)).toMatchObject({ errorClass: 'Environment' })
    expect(server.count()).toBe(asked)
  })

  it('its end is warned of at 30 and at 7 days, each once, and named when it came', async () => {
    const consentedAt = '2026-05-21T12:00:00.000Z'
    let now = Date.parse('2026-10-20T12:00:00Z')
    const options = { now: () => now, signIn: { consentedAt, accessEndsAt: Number.MAX_SAFE_INTEGER } }
    await using later = await openListener(server, options)
    const warnings = () => later.lines.filter(line => line.startsWith('warn'))
    let n = 0
    const onDay = async (day: string) => {
      now = Date.parse(`${day}T12:00:00Z`)
      await track(++n, later)
      await track(++n, later)
      return warnings().at(-1)
    }
    expect(await onDay('2026-10-20')).toBeUndefined()
    expect(await onDay('2026-10-22')).toMatch(
      /ends on 2026-11-21 \(30 days left\); sign in again with: orchestrator auth spotify/,
    )
    await onDay('2026-11-01')
    expect(warnings()).toHaveLength(1)
    {
      await using another = await openListener(server, { ...options, varDir: later.varDir })
      await track(40, another)
      expect(another.lines, 'another run does not say it again').toEqual([])
    }
    expect(await onDay('2026-11-15')).toMatch(/\(6 days left\)/)
    await onDay('2026-11-20')
    expect(warnings()).toHaveLength(2)
    server.accounts.expireAccess()
    server.accounts.revoke()
    now = Date.parse('2026-11-22T12:00:00Z')
    expect(await track(41, later)).toMatchObject({
      message: expect.stringContaining('ended on 2026-11-21; sign in again'),
    })
  })
})

describe('limits', () => {
  it('a short one is waited for', async () => {
    server.next('GET /v1/tracks', () => limit(1))
    const begun = performance.now()
    expect(await track()).toMatchObject({ title: 'Title 1' })
    expect(performance.now() - begun).toBeGreaterThan(900)
  })

  it('L10 a long one parks the lane: nothing is sent until then', async () => {
    server.next(
      'GET /v1/tracks',
      () => new Response('Too many requests', { status: 429, headers: { 'retry-after': '600' } }),
    )
    const told = await track()
    expect(told).toMatchObject({ errorClass: 'Limited', message: 'Spotify asks us to wait (429)' })
    expect(await track(2)).toMatchObject({ errorClass: 'Limited' })
    expect(server.count('GET /v1/tracks')).toBe(1)
  })

  it('the quota of a day parks the lane until the time named, in the next run too', async () => {
    server.next('GET /v1/tracks', () => quota(48_925))
    const told = await track()
    expect(told).toMatchObject({ errorClass: 'Limited', message: "Spotify's quota of requests for a day is spent" })
    const hours = ((me.lanes.parkedUntil('spotify') ?? 0) - Date.now()) / HOUR
    expect(hours).toBeCloseTo(13.59, 1)
    await me.lanes.close()
    await using next = await openListener(server, { varDir: me.varDir })
    expect(await track(2, next)).toMatchObject({ errorClass: 'Limited' })
    expect(next.lanes.status()).toMatchObject([
      { name: 'spotify', state: 'parked', reason: expect.stringContaining('quota') },
    ])
    expect(server.count('GET /v1/tracks')).toBe(1)
  })

  it('the quota without a time is an hour', async () => {
    server.next('GET /v1/tracks', () => apiError(429, 'Too many requests', { reason: 'QUOTA_EXCEEDED' }))
    expect(await track()).toMatchObject({ errorClass: 'Limited' })
    expect(((me.lanes.parkedUntil('spotify') ?? 0) - Date.now()) / HOUR).toBeCloseTo(1, 1)
  })

  it('our own budget of a day, in the next run too', async () => {
    expect(serviceOf('spotify')).toMatchObject({ perDay: 1000, requests: 75, windowMs: 30 * SECOND, atOnce: 1 })
    await using frugal = await openListener(server, { service: { perDay: 5 } })
    for (let n = 0; n < 5; n += 1) expect(await track(n, frugal)).toHaveProperty('title')
    expect(await track(5, frugal)).toMatchObject({
      errorClass: 'Limited',
      message: 'Spotify: the 5 requests of today are spent',
    })
    await frugal.lanes.close()
    await using next = await openListener(server, { varDir: frugal.varDir, service: { perDay: 5 } })
    expect(await track(6, next)).toMatchObject({ errorClass: 'Limited' })
    expect(await track(4, next), 'what is kept needs no request').toHaveProperty('title')
    expect(server.count('GET /v1/tracks')).toBe(5)
    const until = next.lanes.parkedUntil('spotify') ?? 0
    expect(until - Date.now()).toBeLessThanOrEqual(DAY + HOUR)
    expect(new Date(until).getHours() + new Date(until).getMinutes()).toBe(0)
  })
})

describe('failures', () => {
  it.each([
    ['500', () => apiError(500, 'm'), 'Transient'],
    ['502 with a page', () => new Response('<html>', { status: 502 }), 'Transient'],
    ['a cut connection', () => 'cut' as const, 'Transient'],
    ['half an answer', () => new Response('{"id":"x', { status: 200 }), 'Transient'],
    ['an answer of an unknown form', () => Response.json({ id: 5 }), 'Environment'],
    [
      'a redirect',
      () => new Response(null, { status: 302, headers: { location: `/v1/tracks/${idOf(2)}` } }),
      'Transient',
    ],
    ['400', () => apiError(400, 'invalid id'), 'Input'],
    ['404', () => apiError(404, 'Resource not found'), 'Input'],
    ['403 without a body', () => new Response('', { status: 403 }), 'Environment'],
    ['403 for the app', () => apiError(403, 'Forbidden'), 'Environment'],
    ['a limit of more than a day', () => quota(30 * 3600), 'Limited'],
  ])('%s', async (_what, act, errorClass) => {
    server.next('GET /v1/tracks', act)
    expect(await track()).toMatchObject({ errorClass })
    expect(server.count('GET /v1/tracks'), 'not tried again here').toBe(1)
  })

  it('no answer at all, within half a minute', async () => {
    server.next('GET /v1/tracks', () => 'silence')
    expect(await track()).toMatchObject({ errorClass: 'Transient' })
  }, 30_000)

  it('three failures in a row, and it is left alone for a while', async () => {
    server.next('GET /v1/tracks', () => apiError(503, 'm'), 9)
    for (const n of [1, 2, 3]) await track(n)
    expect(await track(4)).toMatchObject({ errorClass: 'Limited' })
    expect(server.count('GET /v1/tracks')).toBe(3)
  })

  it('the token goes to no other host, whatever the next page is said to be', async () => {
    server.state.liked = someTracks(60)
    server.next('GET /v1/me/tracks', async pass => {
      const page = Page.parse(await (await pass()).json())
      return Response.json({ ...page, next: page.next?.replace(/^http:\/\/[^/]+/, 'http://elsewhere.example') })
    })
    expect(await me.spotify.likedTracks(60)).toHaveLength(60)
  })

  it('a list that never ends is left', async () => {
    server.state.liked = [someTrack(1)]
    server.next(
      'GET /v1/me/tracks',
      async pass => {
        const page = Page.parse(await (await pass()).json())
        return Response.json({ ...page, items: [], total: 9, next: page.href })
      },
      20,
    )
    await expect(me.spotify.likedTracks(9)).rejects.toMatchObject({ errorClass: 'Environment' })
    expect(server.count('GET /v1/me/tracks')).toBeLessThan(3)
  })
})

it('no token stands in a log line or a fault', async () => {
  const { refreshToken, accessToken } = await me.token()
  const told: unknown[] = []
  server.next('GET /v1/tracks', () => apiError(401, 'The access token expired'))
  told.push(await track(1))
  const renewed = await me.token()
  server.next('GET /v1/tracks', () => Response.json({ id: 5 }))
  told.push(await track(2))
  server.accounts.revoke()
  server.accounts.expireAccess()
  told.push(await track(3))
  const all = JSON.stringify([
    me.lines,
    told,
    told.map(error => error instanceof Error && [error.stack, String(error.cause)]),
  ])
  for (const secret of [refreshToken, accessToken, renewed.refreshToken, renewed.accessToken])
    expect(all).not.toContain(secret)
})
