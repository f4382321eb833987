// Who may look at the dashboard and who may order: tokens, sessions, other pages of the web.

import { afterEach, describe, expect, it } from 'vitest'
import {
  BEARER,
  DASHBOARD_TOKEN,
  type DashboardPlace,
  failTrack,
  openDashboardPlace,
  pageOf,
} from '../support/dashboard-place.ts'
import { rawly } from '../support/web-place.ts'

let place: DashboardPlace
afterEach(() => place[Symbol.asyncDispose]())

const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' }
const STRANGERS: Record<string, string>[] = [
  {},
  { authorization: 'Bearer another-token-of-some-length' },
  { cookie: 'x=y' },
]
const RETRY = { kind: 'retry', what: 'track:x' }

const post = (path: string, body: string | undefined, headers: Record<string, string>) =>
  fetch(place.url + path, { method: 'POST', headers, body, redirect: 'manual' })
const order = (headers: Record<string, string>, body: unknown = RETRY) =>
  post('/api/act', JSON.stringify(body), { ...JSON_TYPE, ...headers })
const login = (token: string, headers: Record<string, string> = {}) =>
  post('/login', JSON.stringify({ token }), { ...JSON_TYPE, ...headers })

/** @returns the header that a browser would send from now on */
async function signIn(): Promise<{ cookie: string }> {
  const [cookie = ''] = (await login(DASHBOARD_TOKEN)).headers.getSetCookie()
  return { cookie: cookie.slice(0, cookie.indexOf(';')) }
}

describe('without DASHBOARD_TOKEN', () => {
  it('whoever is on this machine may look, and nobody may order', async () => {
    place = await openDashboardPlace({ token: undefined })
    for (const path of ['/', '/api/now', '/api/tracks', '/static/main.js'])
      expect([path, (await place.get(path)).status]).toEqual([path, 200])
    expect(await place.json('/api/now')).toMatchObject({
      actions: { allowed: false, why: expect.stringContaining('DASHBOARD_TOKEN') },
      signedIn: false,
    })
    const answer = await order({ origin: place.url })
    expect([answer.status, await answer.json()]).toEqual([
      403,
      { error: 'DASHBOARD_TOKEN is not set: with one, what is shown here can be acted on' },
    ])
    expect(place.acts).toEqual([])
    expect((await place.get('/login')).headers.get('location')).toBe('/')
    expect((await login('anything at all, long')).status).toBe(400)
  })

  it('F22: a page that calls this machine by a name of its own sees nothing', async () => {
    place = await openDashboardPlace({ token: undefined })
    const ask = (host: string, path: string) =>
      rawly(place.port, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    for (const path of ['/', '/api/now', '/api/events', '/static/main.js', `/api/tracks/${pageOf(1)}/audio`])
      for (const host of ['evil.example', `127.0.0.1.evil.example:${place.port}`, 'localhost.evil.example', ''])
        expect([path, host, (await ask(host, path)).slice(0, 12)]).toEqual([path, host, 'HTTP/1.1 421'])
    expect(await ask(`localhost:${place.port}`, '/api/now')).toMatch(/^HTTP\/1\.1 200 /)
  })
})

describe('with DASHBOARD_TOKEN', () => {
  it('all but /livez and what asks for it needs it', async () => {
    place = await openDashboardPlace()
    const paths = ['/api/now', '/api/events', '/api/tracks', `/api/tracks/${pageOf(1)}`, '/api/failures', '/api/tasks']
    const more = [
      '/api/runs',
      '/api/charts',
      `/api/tracks/${pageOf(1)}/audio`,
      '/metrics',
      '/readyz',
      '/static/main.js',
    ]
    for (const path of [...paths, ...more, '/nothing', '/static/../../../package.json'])
      for (const headers of STRANGERS) expect([path, (await place.get(path, headers)).status]).toEqual([path, 401])
    for (const path of ['/livez', '/login', '/static/login.css'])
      expect([path, (await place.get(path, {})).status]).toEqual([path, 200])
    expect((await order({})).status).toBe(401)
    expect((await place.get('/api/now')).status).toBe(200)
  })

  it('a browser is led to where it signs in, and from a link of another page asks once more', async () => {
    place = await openDashboardPlace()
    const plain = await place.get('/', {})
    expect([plain.status, plain.headers.get('location')]).toEqual([303, '/login'])
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    const followed = await rawlyGet('/', headers)
    expect(followed).toMatch(/^HTTP\/1\.1 200 [\s\S]*http-equiv="refresh"/)
  })

  it('a session does, until it is ended', async () => {
    place = await openDashboardPlace()
    const answer = await login(DASHBOARD_TOKEN)
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(answer.status).toBe(204)
    expect(cookie).toMatch(/^orchestrator_session_\d+=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/)
    const session = await signIn()
    expect((await place.get('/api/now', session)).status).toBe(200)
    expect((await place.get('/', session)).status).toBe(200)
    expect((await place.get('/metrics', session)).status).toBe(200)
    const out = await post('/logout', undefined, { ...session, origin: place.url })
    expect([out.status, out.headers.getSetCookie()[0]]).toEqual([204, expect.stringContaining('Max-Age=0')])
    expect((await place.get('/api/now', session)).status).toBe(401)
  })

  it('a form signs in too, and is told what is wrong', async () => {
    place = await openDashboardPlace()
    const right = await post('/login', `token=${DASHBOARD_TOKEN}`, { ...FORM_TYPE, origin: place.url })
    expect([right.status, right.headers.get('location')]).toEqual([303, '/'])
    expect(right.headers.getSetCookie()).toHaveLength(1)
    const wrong = await post('/login', 'token=%3Cscript%3E', { ...FORM_TYPE, origin: place.url })
    const page = await wrong.text()
    expect([wrong.status, wrong.headers.getSetCookie()]).toEqual([401, []])
    expect(page).toContain('that is not DASHBOARD_TOKEN')
    expect(page).not.toContain('<script>')
    expect((await post('/login', 'x'.repeat(5000), FORM_TYPE)).status).toBe(413)
    expect((await post('/login', undefined, {})).status).toBe(400)
    expect((await post('/login', '{"token":1}', JSON_TYPE)).status).toBe(401)
    expect((await post('/login', '{', JSON_TYPE)).status).toBe(400)
  })

  it('over a tunnel with TLS the cookie is for TLS alone', async () => {
    place = await openDashboardPlace()
    const answer = await rawly(
      place.port,
      `POST /login HTTP/1.1\r\nHost: music.example\r\nOrigin: https://music.example\r\nContent-Type: application/json\r\nContent-Length: ${JSON.stringify({ token: DASHBOARD_TOKEN }).length}\r\nConnection: close\r\n\r\n${JSON.stringify({ token: DASHBOARD_TOKEN })}`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 204 [\s\S]*SameSite=Strict; Secure/)
  })

  it('wrong tokens are counted: after ten there is a pause, also for the right one', async () => {
    place = await openDashboardPlace()
    const statuses: number[] = []
    for (let time = 0; time < 12; time += 1) statuses.push((await login(`a-wrong-token-number-${time}`)).status)
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401))
    expect(statuses).toContain(429)
    const refused = await login(DASHBOARD_TOKEN)
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, expect.any(Number)])
    expect((await place.get('/api/now')).status).toBe(200) // who has the token as a bearer is not shut out
  })
})

describe('who has not the token', () => {
  it('may guess no more often as a bearer, and keeps nobody out by the same old one', async () => {
    place = await openDashboardPlace()
    const ask = async (token: string) => (await place.get('/api/now', { authorization: `Bearer ${token}` })).status
    const { cookie } = await signIn()
    for (let time = 0; time < 30; time += 1) expect(await ask('an-old-token-of-a-script')).toBe(401)
    expect((await place.get('/api/now')).status).toBe(200)
    const statuses: number[] = []
    for (let time = 0; time < 12; time += 1) statuses.push(await ask(`a-wrong-token-number-${time}`))
    expect(statuses.slice(0, 9)).toEqual(Array(9).fill(401))
    expect(statuses).toContain(429)
    const refused = await place.get('/api/now')
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, expect.any(Number)])
    expect((await place.get('/api/now', { cookie })).status).toBe(200)
  })

  it('signs nobody out with a cookie of the same name, nor from another port', async () => {
    place = await openDashboardPlace()
    const { cookie } = await signIn()
    const [name = ''] = cookie.split('=')
    const seen = async (given: string) => (await place.get('/api/now', { cookie: given })).status
    expect(await seen(`${name}=planted; ${cookie}; ${name}=`)).toBe(200)
    expect(await seen(`${name}=planted`)).toBe(401)
    expect(name).toBe(`orchestrator_session_${place.port}`)
    const at = (port: number) => rawly(place.port, `POST /login HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${JSON_LOGIN}`)
    expect(await at(4001)).toContain('orchestrator_session_4001=')
    expect(await at(4002)).toContain('orchestrator_session_4002=')
  })
})

const LOGIN_BODY = JSON.stringify({ token: DASHBOARD_TOKEN })
const JSON_LOGIN = `Content-Type: application/json\r\nContent-Length: ${LOGIN_BODY.length}\r\nConnection: close\r\n\r\n${LOGIN_BODY}`

describe('orders', () => {
  it('are taken from the page itself and from a bearer, and handed on once with their key', async () => {
    place = await openDashboardPlace()
    const session = await signIn()
    const key = { 'idempotency-key': 'a1b2c3d4-e5' }
    const fromPage = await order({ ...session, ...key, origin: place.url })
    expect([fromPage.status, await fromPage.json()]).toEqual([200, { ok: true, says: 'it is done' }])
    expect((await order(BEARER, { kind: 'ignore', page: pageOf(1) })).status).toBe(200)
    expect(place.acts).toEqual([
      { act: RETRY, order: 'a1b2c3d4-e5' },
      { act: { kind: 'ignore', page: pageOf(1) }, order: undefined },
    ])
  })

  it('are not taken from another page, whatever the browser sends along', async () => {
    place = await openDashboardPlace()
    const session = await signIn()
    const froms: Record<string, string>[] = [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `http://127.0.0.1:${place.port + 1}` },
      { origin: `${place.url}.evil.example` },
    ]
    for (const from of froms) expect([from, (await order({ ...session, ...from })).status]).toEqual([from, 403])
    for (const site of ['cross-site', 'same-site', 'none'])
      expect([site, await rawlyPost('/api/act', { ...session, 'sec-fetch-site': site, origin: place.url })]).toEqual([
        site,
        expect.stringMatching(/^HTTP\/1\.1 403 /),
      ])
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expect([
        type,
        (await post('/api/act', JSON.stringify(RETRY), { ...session, origin: place.url, 'content-type': type })).status,
      ]).toEqual([type, 415])
    expect((await post('/logout', undefined, { ...session, origin: 'https://evil.example' })).status).toBe(403)
    expect((await login(DASHBOARD_TOKEN, { origin: 'https://evil.example' })).status).toBe(403)
    expect(place.acts).toEqual([])
  })

  it('that are none are refused with what was expected', async () => {
    place = await openDashboardPlace()
    const bodies = [
      {},
      [],
      'retry',
      { kind: 'drop' },
      { kind: 'ignore', page: '../x' },
      { kind: 'candidate', page: pageOf(1), choice: 0 },
    ]
    for (const body of bodies) expect([body, (await order(BEARER, body)).status]).toEqual([body, 400])
    expect((await order({ ...BEARER, 'idempotency-key': 'a b' })).status).toBe(400)
    expect((await post('/api/act', '{"kind":', { ...BEARER, ...JSON_TYPE })).status).toBe(400)
    expect((await fetch(`${place.url}/api/act`, { headers: BEARER })).status).toBe(405)
    expect(place.acts).toEqual([])
  })
})

describe('every answer', () => {
  it('says that nothing comes from elsewhere, and is for this page alone', async () => {
    place = await openDashboardPlace()
    await failTrack(place, pageOf(1), { title: '<script>' })
    for (const path of ['/', '/login', '/static/main.js', '/api/now', '/api/tracks', '/nothing', '/api/tracks/x']) {
      const { headers } = await place.get(path)
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      )
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it('is not given to another page that asks for it in passing', async () => {
    place = await openDashboardPlace({ token: undefined })
    for (const site of ['cross-site', 'same-site'])
      for (const mode of ['no-cors', 'cors', 'navigate'])
        expect(
          await rawlyGet('/api/now', { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': 'iframe' }),
        ).toMatch(/^HTTP\/1\.1 403 /)
  })

  it('of the page’s own files is asked for once', async () => {
    place = await openDashboardPlace()
    const first = await place.get('/static/main.js')
    const etag = first.headers.get('etag') ?? ''
    expect(first.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    const again = await place.get('/static/main.js', { ...BEARER, 'if-none-match': `W/"x", ${etag}` })
    expect([again.status, await again.text()]).toEqual([304, ''])
    for (const path of [
      '/static/',
      '/static/tsconfig.json',
      '/static/%2e%2e/api.ts',
      '/static/..%2fapi.ts',
      '/static/index.html',
    ])
      expect([path, (await place.get(path)).status]).toEqual([path, 404])
  })
})

const rawlyGet = (path: string, headers: Record<string, string>) =>
  rawly(place.port, `${headOf('GET', path, headers)}\r\n`)
const rawlyPost = (path: string, headers: Record<string, string>) => {
  const body = JSON.stringify(RETRY)
  return rawly(
    place.port,
    `${headOf('POST', path, { ...headers, ...JSON_TYPE, 'content-length': String(body.length) })}\r\n${body}`,
  )
}

/** As a browser would: `fetch` sends no such headers. */
function headOf(method: string, path: string, headers: Record<string, string>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${place.port}\r\nConnection: close\r\n${lines.join('')}`
}
