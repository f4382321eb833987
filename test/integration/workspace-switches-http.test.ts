import { createConnection } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ServedWorkspace, serveWorkspace } from '../../src/workspace/serve.ts'
import { openApi, type TestApi, title, titles } from '../unit/workspace/open-client.ts'

let api: TestApi
let served: ServedWorkspace
let table: string
beforeEach(async () => {
  api = openApi()
  table = await api.table({ Name: { title: {} } })
  served = await serveWorkspace(api.workspace, { port: 0 })
})
afterEach(async () => {
  await served.close()
  api.workspace.close()
})

const HEADERS = { authorization: 'Bearer t', 'notion-version': '2025-09-03', 'content-type': 'application/json' }
const v1 = (path: string, init: RequestInit = {}) =>
  fetch(`${served.url}/v1/${path}`, { ...init, headers: { ...HEADERS, ...init.headers } })
const create = () =>
  v1('pages', {
    method: 'POST',
    body: JSON.stringify({ parent: { data_source_id: table }, properties: { Name: title('ghost') } }),
  })
const rows = async () => titles(await api.query(table, {}))
const admin = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(`${served.url}${path}`, { method, headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
const setFault = (fault: unknown) => admin('POST', '/switches/faults', { times: 1, fault })

/** What the server says to a request written by hand, to the end of the connection. */
function raw(request: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const socket = createConnection(Number(new URL(served.url).port), '127.0.0.1', () => socket.end(request))
  let said = ''
  socket.on('data', chunk => {
    said += String(chunk)
  })
  socket.on('error', reject).on('close', () => resolve(said))
  return promise
}

describe('the admin route', () => {
  it('shows, sets and resets all switches', async () => {
    const set = await admin('PUT', '/switches', { rateLimits: { connection: 1 }, overload: { next: 1 } })
    expect(await set.json()).toMatchObject({ rateLimits: { connection: 1 }, overload: { next: 1 } })
    expect((await v1('users/me')).status).toBe(529)
    expect(await (await admin('GET', '/switches')).json()).toMatchObject({ overload: { next: 0 } })
    expect([(await v1('users/me')).status, (await v1('users/me')).status]).toEqual([200, 429])
    expect(await (await admin('PUT', '/switches', {})).json()).toEqual(api.workspace.switches.settings())
    expect((await v1('users/me')).status).toBe(200)
  })

  it('adds faults to those there are', async () => {
    await setFault({ kind: 'html', status: 502 })
    const both = await admin('POST', '/switches/faults', [{ fault: { kind: 'answer', status: 500, code: 'x' } }])
    expect(await both.json()).toMatchObject({ faults: [{ times: 1 }, { match: {} }] })
    expect([(await v1('users/me')).status, (await v1('users/me')).status]).toEqual([502, 500])
  })

  it.each<[string, string, unknown, string]>([
    ['PUT', '/switches', { faults: [{ fault: { kind: 'x' } }] }, 'body.faults[0].fault.kind: '],
    ['PUT', '/switches', { lagMs: 5 }, 'a read lag needs a workspace in a file'],
    ['PUT', '/switches', '{', 'Error parsing JSON body.'],
    ['POST', '/switches/faults', { fault: { kind: 'late' } }, 'body.fault.ms: '],
    ['POST', '/switches', {}, 'Invalid request URL.'],
    ['DELETE', '/switches/faults', {}, 'Invalid request URL.'],
    ['PUT', '/switches/other', {}, 'Invalid request URL.'],
  ])('refuses %s %s %j and changes nothing', async (method, path, body, said) => {
    const before = api.workspace.switches.settings()
    const answer = await admin(method, path, body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ object: 'error', message: expect.stringContaining(said) })
    expect(api.workspace.switches.settings()).toEqual(before)
  })

  it('is closed to pages in a browser', async () => {
    const rule = { fault: { kind: 'cut' } }
    expect((await admin('POST', '/switches/faults', rule, { origin: 'https://evil.example' })).status).toBe(400)
    expect((await v1('users/me')).status).toBe(200)
  })
})

describe('a connection', () => {
  it('breaks before the write or after it', async () => {
    await setFault({ kind: 'cut' })
    await expect(create()).rejects.toThrow('fetch failed')
    expect(await rows()).toEqual([])
    await setFault({ kind: 'cut', saved: true })
    await expect(create()).rejects.toThrow('fetch failed')
    expect(await rows()).toEqual(['ghost'])
  })

  it('breaks in the middle of an answer', async () => {
    await setFault({ kind: 'halfBody' })
    const answer = await create()
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow('terminated')
    expect(await rows()).toEqual(['ghost'])
    expect((await v1('users/me')).status).toBe(200)
  })

  it('is kept for the next request', async () => {
    const request = `GET /v1/users/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\nNotion-Version: 2025-09-03\r\n`
    const said = await raw(`${request}\r\n${request}Connection: close\r\n\r\n`)
    expect(said.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
    expect(said).toMatch(/Keep-Alive: timeout=75/i)
  })
})

describe('a request', () => {
  const refused = { status: 400, code: 'invalid_request_url' }
  it.each(['OPTIONS', 'PUT', 'DELETE'])('with %s is refused as an unknown URL', async method => {
    expect(await (await v1('users/me', { method })).json()).toMatchObject(refused)
  })

  it('with HEAD or TRACE, too', async () => {
    expect((await v1('users/me', { method: 'HEAD' })).status).toBe(400)
    expect(await raw('TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain('invalid_request_url')
  })

  it('deletes with DELETE', async () => {
    const { id } = (await (await create()).json()) as { id: string }
    expect((await v1(`blocks/${id}`, { method: 'DELETE' })).status).toBe(200)
    expect(await rows()).toEqual([])
  })

  it('has its headers passed on', async () => {
    const answer = await v1('users/me', { headers: { 'notion-beta': 'nothing-2026' } })
    expect(await answer.json()).toMatchObject({ code: 'invalid_beta' })
  })

  it('is refused with Notion’s words when it is too large', async () => {
    for (const size of [500 * 1024 + 1, 3 * 1024 ** 2]) {
      const answer = await v1('pages', { method: 'POST', body: `"${'x'.repeat(size)}"` })
      expect(await answer.json()).toMatchObject({ status: 413, code: 'validation_error' })
    }
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(22 * 1024 ** 2)]), 'x.bin')
    const { 'content-type': _json, ...headers } = HEADERS
    const answer = await fetch(`${served.url}/v1/file_uploads/x/send`, { method: 'POST', body: form, headers })
    expect(answer.status).toBe(413)
  })
})

describe('links to this server', () => {
  /** The URL that reaches the workspace. */
  async function urlFor(host: string): Promise<string> {
    let seen = ''
    const spy = await serveWorkspace(
      {
        async fetch(input) {
          seen = String(input)
          return new Response('{}')
        },
      },
      { port: 0 },
    )
    const { port } = new URL(spy.url)
    const { promise, resolve } = Promise.withResolvers<void>()
    const socket = createConnection(Number(port), '127.0.0.1', () =>
      socket.end(`GET //evil.example/v1 HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
    )
    socket.resume().on('close', () => resolve())
    await promise
    await spy.close()
    return seen.replace(`:${port}/`, ':PORT/')
  }

  it.each([
    ['localhost:4100', 'http://localhost:4100/evil.example/v1'],
    ['[::1]:4100', 'http://[::1]:4100/evil.example/v1'],
    ['studio.local', 'http://studio.local/evil.example/v1'],
    ['a@b', 'http://127.0.0.1:PORT/evil.example/v1'],
    ['x:99999', 'http://127.0.0.1:PORT/evil.example/v1'],
  ])('called by %s begin with its name', async (host, url) => {
    expect(await urlFor(host)).toBe(url)
  })
})
