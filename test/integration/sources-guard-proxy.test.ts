// The proxy that yt-dlp's connections go through.

import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGuard } from '../../src/sources/guard.ts'
import { type GuardProxy, openGuardProxy } from '../../src/sources/guard-proxy.ts'
import { openForwardProxy } from '../support/forward-proxy.ts'

const LARGE = 20_000_000
const server = createServer((request, response) => {
  if (request.url === '/cut') {
    response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy())
    return
  }
  if (request.url === '/large') return response.end(Buffer.alloc(LARGE, 'x'))
  response.end(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? 'bare'}`)
})
let host: string
let proxy: GuardProxy

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  host = `127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`
  proxy = await openGuardProxy(createGuard({ allowPrivateHosts: [host] }))
})
afterAll(async () => {
  await proxy[Symbol.asyncDispose]()
  server.closeAllConnections()
  server.close()
})

const get = (url: string) =>
  new Promise<{ status?: number; body: string }>((resolve, reject) => {
    const { hostname, port } = new URL(proxy.url)
    const headers = { 'proxy-authorization': 'secret' }
    request({ hostname, port, path: url, headers }, response => {
      text(response).then(body => resolve({ status: response.statusCode, body }), reject)
    })
      .on('error', reject)
      .end()
  })

const ours = () => Number(new URL(proxy.url).port)

/** What comes back for raw bytes sent to a proxy. */
function say(port: number, ...parts: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(parts.join(''))
  return text(socket)
}

describe('the guarding proxy', () => {
  it('passes requests on, without the headers meant for itself', async () => {
    expect(await get(`http://${host}/a?b=1`)).toEqual({ status: 200, body: 'GET /a?b=1 bare' })
  })
  it('tunnels', async () => {
    const answer = await say(
      ours(),
      `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      `GET /through HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 200 Connection established\r\n\r\nHTTP\/1\.1 200 OK/)
    expect(answer).toContain('GET /through')
  })
  it('tunnels the last byte to a slow reader too', async () => {
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1')
    socket.write(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    socket.write(`GET /large HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    await new Promise(resolve => setTimeout(resolve, 300))
    expect((await text(socket)).replace(/^[^x]*\r\n\r\n/s, '').length).toBe(LARGE)
  })
  it('does not hide a cut body', async () => {
    await expect(get(`http://${host}/cut`)).rejects.toThrow()
  })
  it.each([
    'http://127.0.0.1:9/',
    'http://[::1]/',
    'http://169.254.169.254/',
    'http://localhost/',
    'file:///etc/passwd',
    '/',
  ])('refuses %s', async url => {
    expect(await get(url)).toMatchObject({ status: 403 })
    expect(proxy.faults.at(-1)).toMatchObject({ errorClass: 'Refused' })
  })
  it.each([
    '127.0.0.1:9',
    '[::1]:443',
    '169.254.169.254:80',
    'localhost:443',
    'example.com:22',
    'user@example.com:443',
  ])('refuses a tunnel to %s', async target => {
    expect(await say(ours(), `CONNECT ${target} HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403 /)
  })
  it('with a proxy behind it: tunnels through that, passes its answer on, and checks first', async () => {
    await using behind = await openForwardProxy()
    const other = await openGuardProxy(createGuard({ allowPrivateHosts: [host] }), new URL(behind.url))
    const through = (target: string, ...more: string[]) =>
      say(Number(new URL(other.url).port), `CONNECT ${target} HTTP/1.1\r\nHost: x\r\n\r\n`, ...more)
    const answer = await through(host, `GET /through HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*GET \/through bare/s)
    expect(await through('169.254.169.254:80')).toMatch(/^HTTP\/1\.1 403 /)
    expect(behind.seen).toEqual([`CONNECT ${host} `])
    await other[Symbol.asyncDispose]()
    const closed = await openGuardProxy(createGuard({ allowPrivateHosts: [host] }), new URL(`http://${host}`))
    expect(await say(Number(new URL(closed.url).port), `CONNECT ${host} HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(/ 502 /)
    await closed[Symbol.asyncDispose]()
  })
  it('closes with connections open', async () => {
    const other = await openGuardProxy(createGuard({ allowPrivateHosts: [host] }))
    const socket = connect(Number(new URL(other.url).port), '127.0.0.1')
    socket.on('error', () => {})
    await new Promise(resolve => socket.once('connect', resolve))
    await other[Symbol.asyncDispose]()
  })
})
