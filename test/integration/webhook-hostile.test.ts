// Senders that are large, slow, many, or speak another language.

import { connect, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { MUSIC, NOTION, openWebPlace, post, postMusic, rawly, TOKEN, type WebPlace } from '../support/web-place.ts'

const LINK = 'https://example.org/song.mp3'
const LIMIT = 256 * 1024
const AUTH = { authorization: `Bearer ${TOKEN}` }

let place: WebPlace
const sockets: Socket[] = []
beforeEach(async () => {
  place = await openWebPlace({ limits: { headersMs: 700, requestMs: 1400, connections: 250 } })
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await place[Symbol.asyncDispose]()
})

const head = (...lines: string[]) =>
  [
    `POST ${MUSIC} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${TOKEN}`,
    'Content-Type: application/json',
    ...lines,
    '',
    '',
  ].join('\r\n')

const isWell = async () => expect((await postMusic(place.url, { url: LINK })).status).toBe(202)

it('F10: a body that says it is too large is refused before it comes', async () => {
  const answer = await rawly(place.port, head(`Content-Length: ${LIMIT + 1}`))
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(answer).toMatch(/connection: close/i)
  const fits = await post(place.url + MUSIC, `{"url":"${LINK}"}`.padEnd(LIMIT), AUTH)
  expect(fits.status).toBe(202)
})

it('F10: one that grows too large in pieces is cut off, and not kept', async () => {
  const chunk = Buffer.alloc(16 * 1024, 0x20)
  const piece = Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')])
  const before = process.memoryUsage().arrayBuffers
  const answer = await rawly(place.port, head('Transfer-Encoding: chunked'), ...Array.from({ length: 64 }, () => piece))
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 2 ** 20)
  await isWell()
})

it('F10: a length that lies: too short is a broken request after it, too long is waited for only so long', async () => {
  const body = `{"url":"${LINK}"}`
  expect(await rawly(place.port, head(`Content-Length: ${body.length - 4}`) + body)).toMatch(/^HTTP\/1\.1 400 /)
  expect(await rawly(place.port, head(`Content-Length: ${body.length + 4}`) + body)).toMatch(/^HTTP\/1\.1 408 /)
  expect(place.queue.list(['waiting'])).toEqual([])
})

it('F10: headers that are too large are refused', async () => {
  expect(await rawly(place.port, head(`X-Filler: ${'x'.repeat(20_000)}`))).toMatch(/^HTTP\/1\.1 431 /)
})

it('F11: slow senders are cut off while others are served', async () => {
  const ends = Array.from({ length: 200 }, (_, n) => {
    const socket = connect(place.port, '127.0.0.1')
    sockets.push(socket)
    const ended = new Promise<string>(resolve => {
      let came = ''
      socket.setEncoding('latin1').on('data', text => {
        came += text
      })
      socket.on('error', () => {}).on('close', () => resolve(came))
    })
    socket.write(n % 2 ? 'POST /webhook/notion HTTP/1.1\r\nHost: a\r\nX-Slow: ' : head('Content-Length: 100'))
    return ended
  })
  await isWell()
  const answers = await Promise.all(ends)
  expect(answers.filter(answer => answer.startsWith('HTTP/1.1 408 '))).toHaveLength(200)
  await isWell()
})

it('F12: more connections than there are places for are closed, and the places come back', async () => {
  const ends = Array.from({ length: 400 }, () => {
    const socket = connect(place.port, '127.0.0.1').resume()
    sockets.push(socket)
    return new Promise<void>(resolve => socket.on('error', () => {}).on('close', () => resolve()))
  })
  await Promise.all(ends) // also those that had a place: they say nothing for too long
  await isWell()
})

it('F16: a packed body is not unpacked', async () => {
  const packed = new Uint8Array(gzipSync(JSON.stringify({ url: LINK })))
  expect((await post(place.url + MUSIC, packed, { ...AUTH, 'content-encoding': 'gzip' })).status).toBe(415)
  expect((await post(place.url + MUSIC, packed, { ...AUTH, 'content-encoding': 'br' })).status).toBe(415)
})

it('F17: other methods, paths, types and forms are refused', async () => {
  const get = await fetch(place.url + MUSIC)
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST'])
  expect((await fetch(place.url + NOTION, { method: 'DELETE' })).status).toBe(405)
  for (const path of ['/', '/webhook', `${MUSIC}/`, '/livez', '/metrics', '/webhook/..%2fmetrics'])
    expect([path, (await post(place.url + path, '{}', AUTH)).status]).toEqual([path, 404])
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/json',
  ])
    expect([type, (await post(place.url + MUSIC, '{}', { ...AUTH, 'content-type': type })).status]).toEqual([type, 415])
  const smuggled = head('Content-Length: 4', 'Transfer-Encoding: chunked')
  expect(await rawly(place.port, `${smuggled}0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /)
  expect(await rawly(place.port, 'NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
  expect(place.queue.list(['waiting'])).toEqual([])
})

it('F22: names of hosts and senders that others claim change nothing', async () => {
  const claims = { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'localhost', 'cf-connecting-ip': '::1' }
  expect((await post(place.url + MUSIC, JSON.stringify({ url: LINK }), claims)).status).toBe(401)
})

it('answers on the other loopback address too, where there is one', async () => {
  const response = await postMusic(`http://[::1]:${place.port}`, { url: LINK }).catch((error: Error) => error.cause)
  if (response instanceof Response) expect(response.status).toBe(202)
  else expect(JSON.stringify(response)).toMatch(/EADDRNOTAVAIL|EAFNOSUPPORT|ENETUNREACH|ECONNREFUSED/)
})
