// Too many requests: of those that have not the key, and of those that have.

import { afterEach, expect, it } from 'vitest'
import { silentLog } from '../../src/log.ts'
import { arm } from '../../src/web/handshake.ts'
import { RATES } from '../../src/web/rate-limit.ts'
import {
  eventOf,
  MUSIC,
  NOTION,
  openWebPlace,
  post,
  postMusic,
  postNotion,
  rawly,
  signed,
  TOKEN,
  type WebPlace,
} from '../support/web-place.ts'

const LINK = 'https://example.org/song.mp3'
const FORGED = { 'x-notion-signature': `sha256=${'0'.repeat(64)}` }

/** They fill up so slowly that a slow machine counts as a quick one does. */
const SLOW = { ...RATES, unknown: { ...RATES.unknown, perSecond: 1e-4 } }

let place: WebPlace
afterEach(() => place[Symbol.asyncDispose]())
const open = async (more: Parameters<typeof openWebPlace>[0] = {}) => {
  place = await openWebPlace({ rates: SLOW, ...more })
}

const isWell = async () => {
  expect((await postMusic(place.url, { url: LINK })).status).toBe(202)
  expect((await postNotion(place.url, eventOf())).status).toBe(202)
}

async function statusesOf(count: number, send: () => Promise<Response>): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {}
  for (let n = 0; n < count; n += 1) {
    const response = await send()
    expect(await response.text()).toBe('')
    statuses[response.status] = (statuses[response.status] ?? 0) + 1
    if (response.status === 429) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(5)
  }
  return statuses
}

it('F18 N9: after ten requests without the key 429 is answered; who has it is served', async () => {
  await open()
  const wrong = { authorization: 'Bearer another-token-of-length' }
  expect(await statusesOf(40, () => post(place.url + MUSIC, '{}', wrong))).toEqual({ 401: 10, 429: 30 })
  expect(await statusesOf(40, () => post(place.url + NOTION, JSON.stringify(eventOf()), FORGED))).toEqual({
    401: 10,
    429: 30,
  })
  await isWell()
  expect(place.events()).toHaveLength(1)
})

it('F18: a flood on both routes keeps none out that have the key, and keeps nothing', async () => {
  await open()
  const body = JSON.stringify(eventOf())
  const bad = new Set<number>()
  const good = new Set<number>()
  async function flood(): Promise<void> {
    for (let n = 0; n < 25; n += 1)
      bad.add((await post(place.url + (n % 4 ? NOTION : MUSIC), body, n % 2 ? FORGED : {})).status)
  }
  async function work(): Promise<void> {
    for (let n = 0; n < 10; n += 1) good.add((await postNotion(place.url, eventOf())).status)
  }
  await Promise.all([...Array.from({ length: 10 }, flood), ...Array.from({ length: 5 }, work)])
  expect({ bad, good }).toEqual({ bad: new Set([401, 429]), good: new Set([202]) })
  expect(place.events()).toHaveLength(50)
})

it('F18: while many have no key, no large body is read to see whether it is signed', async () => {
  await open()
  for (let n = 0; n < 10; n += 1) await post(place.url + NOTION, '{}', {})
  const head = (length: number) =>
    [
      `POST ${NOTION} HTTP/1.1`,
      'Host: localhost',
      `X-Notion-Signature: ${FORGED['x-notion-signature']}`,
      'Content-Type: application/json',
      length > 0 ? `Content-Length: ${length}` : 'Transfer-Encoding: chunked',
      '',
      '',
    ].join('\r\n')
  for (const length of [200_000, 0]) {
    const answer = await rawly(place.port, head(length)) // the body never comes
    expect(answer).toMatch(/^HTTP\/1\.1 429 [\s\S]*connection: close/i)
  }
  await isWell()
})

it('F18: whoever has the key and sends too fast is told when to come again; nothing that was taken is lost', async () => {
  await open({ rates: { ...RATES, known: { burst: 20, perSecond: 0.001 } } })
  const answers = await Promise.all(Array.from({ length: 60 }, () => postNotion(place.url, eventOf())))
  const taken = answers.filter(({ status }) => status === 202)
  const refused = answers.filter(({ status }) => status === 429)
  expect([taken.length, refused.length]).toEqual([20, 40])
  for (const { headers } of refused) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect(place.events()).toHaveLength(20)
  expect((await postMusic(place.url, { url: LINK })).status).toBe(202) // the routes are counted apart
})

it('F7 N3: handshakes that nobody armed are refused more and more shortly, and said seldom', async () => {
  const lines: string[] = []
  await open({ log: { ...silentLog, warn: (_fields, line) => void lines.push(line) } })
  const shake = (token: string) => {
    const body = JSON.stringify({ verification_token: token })
    return post(place.url + NOTION, body, { 'x-notion-signature': signed(body, token) })
  }
  expect(await statusesOf(30, () => shake('secret_ofNobodyKnown'))).toEqual({ 409: 10, 429: 20 })
  expect(lines).toHaveLength(11)
  arm(place.dir, place.clock.now)
  expect((await shake('secret_thatWasArmed')).status).toBe(202)
  expect(place.said).toEqual(['secret_thatWasArmed'])
})

it('F22: any name of the host is taken, for a tunnel has its own; without the key none helps', async () => {
  await open()
  for (const host of ['hooks.example.org', 'evil.example:1', 'localhost', '169.254.169.254']) {
    const head = (...more: string[]) => [
      `POST ${MUSIC} HTTP/1.1`,
      `Host: ${host}`,
      'Connection: close',
      'Content-Type: application/json',
      ...more,
    ]
    const body = JSON.stringify({ url: LINK })
    const length = `Content-Length: ${body.length}`
    const whole = (lines: string[]) => [...lines, '', body].join('\r\n')
    expect(await rawly(place.port, whole(head(length, `Authorization: Bearer ${TOKEN}`)))).toMatch(/^HTTP\/1\.1 202 /)
    expect(await rawly(place.port, whole(head(length, 'X-Forwarded-Host: localhost')))).toMatch(/^HTTP\/1\.1 401 /)
  }
})

it('F22: a web page that lets its name lead here can neither send a body nor read an answer', async () => {
  await open()
  const asked = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
  const response = await fetch(place.url + MUSIC, { method: 'OPTIONS', headers: asked })
  expect(response.status).toBe(405)
  expect([...response.headers.keys()].filter(name => name.startsWith('access-control'))).toEqual([])
  const simple = await post(place.url + MUSIC, JSON.stringify({ url: LINK }), { 'content-type': 'text/plain' })
  expect(simple.status).toBe(401)
})
