// Links and pages by webhook: durable jobs, once each, and an answer for every item.

import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Environment } from '../../src/errors.ts'
import { silentLog } from '../../src/log.ts'
import { listen } from '../../src/web/listener.ts'
import { newApp } from '../../src/web/new-app.ts'
import { MUSIC, openWebPlace, post, postMusic, TOKEN, type WebPlace } from '../support/web-place.ts'

const LINK = 'https://example.org/song.mp3'
const PAGE_ID = '284e736160278018872aeb14e82e0392'

let place: WebPlace
beforeEach(async () => {
  place = await openWebPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

const Answer = z.object({
  accepted: z.number(),
  refused: z.number(),
  items: z.array(z.object({ job: z.string().optional(), state: z.string().optional(), error: z.string().optional() })),
})
const answerOf = async (response: Response) => Answer.parse(await response.json())
const jobs = () => place.queue.list(['waiting'])

describe('the music route', () => {
  it('takes a link, a page and a list of both', async () => {
    const one = await postMusic(place.url, { url: LINK })
    expect(one.status).toBe(202)
    expect(await one.json()).toEqual({
      accepted: 1,
      refused: 0,
      items: [{ job: `wish:${LINK}`, state: 'new' }],
    })
    const many = await postMusic(place.url, [{ pageId: PAGE_ID }, { url: LINK }, { url: 'https://example.org/2.mp3' }])
    expect((await answerOf(many)).items.map(({ state }) => state)).toEqual(['new', 'known', 'new'])
    expect(jobs().map(({ handler, input, pool }) => [handler, pool, input])).toEqual([
      ['wish', 'wishes', { link: LINK }],
      ['wish', 'wishes', { pageId: '284e7361-6027-8018-872a-eb14e82e0392' }],
      ['wish', 'wishes', { link: 'https://example.org/2.mp3' }],
    ])
    expect(place.rung.jobs).toBe(2)
  })

  it('answers each item of a list with a bad one, and takes the others', async () => {
    const response = await postMusic(place.url, [
      { url: LINK },
      { url: 'ftp://example.org/a' },
      { url: 'file:///etc/passwd' },
      { link: LINK },
      { pageId: 'no page' },
      7,
      { url: 'https://open.spotify.com/playlist/37i9dQZF1DXcBWIGoYBM5M' },
      { url: LINK, pageId: PAGE_ID },
    ])
    const { accepted, refused, items } = await answerOf(response)
    expect([response.status, accepted, refused]).toEqual([202, 1, 7])
    expect(items[0]).toEqual({ job: `wish:${LINK}`, state: 'new' })
    for (const item of items.slice(1)) expect(item.error).toMatch(/expected|takes it/)
    expect(jobs()).toHaveLength(1)
  })

  it.each([
    ['nothing that can be taken', [{ url: 'nowhere' }], 422],
    ['an empty list', [], 400],
    ['a list that is too long', Array.from({ length: 201 }, () => ({ url: LINK })), 400],
  ])('refuses %s', async (_what, body, status) => {
    const response = await postMusic(place.url, body)
    expect(response.status).toBe(status)
    expect(JSON.stringify(await response.json())).toMatch(/expected/)
    expect(jobs()).toEqual([])
  })

  it('F1: takes a signature in place of the token, and nothing that is nearly one', async () => {
    const body = JSON.stringify({ url: LINK })
    const hex = createHmac('sha256', TOKEN).update(body).digest('hex')
    const withHeaders = (headers: Record<string, string>) => post(place.url + MUSIC, body, headers)
    const wrong: Record<string, string>[] = [
      {},
      { authorization: `Basic ${TOKEN}` },
      { authorization: `Bearer ${TOKEN}x` },
      { authorization: 'Bearer' },
      { authorization: `Bearer ${TOKEN.slice(1)}` },
      { 'x-signature': hex },
      { 'x-signature': `sha256=${hex.toUpperCase()}` },
      { 'x-signature': `sha256=${hex.slice(2)}` },
      { 'x-signature': `sha1=${hex}` },
      { 'x-signature': `sha256=${'0'.repeat(64)}` },
      { 'x-signature': '', authorization: `Bearer ${TOKEN}` },
    ]
    for (const headers of wrong) {
      const response = await withHeaders(headers)
      expect([JSON.stringify(headers), response.status, await response.text()]).toEqual([
        JSON.stringify(headers),
        401,
        '',
      ])
    }
    expect(jobs()).toEqual([])
    expect((await withHeaders({ 'x-signature': `sha256=${hex}` })).status).toBe(202)
  })

  it('F2: a signature is of these bytes, not of what they mean', async () => {
    const body = JSON.stringify({ url: LINK })
    const signature = createHmac('sha256', TOKEN).update(body).digest('hex')
    const response = await post(place.url + MUSIC, `${body} `, { 'x-signature': `sha256=${signature}` })
    expect(response.status).toBe(401)
  })

  it('F3: one link a thousand times at once is one job', async () => {
    const answers = await Promise.all(Array.from({ length: 1000 }, () => postMusic(place.url, { url: LINK })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    expect(jobs()).toHaveLength(1)
  })

  it('F13 F14 F15: what is no sound, flat JSON is refused and harms nothing', async () => {
    const headers = { authorization: `Bearer ${TOKEN}` }
    for (const body of [
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
      '\ufeff{"url":"https://example.org/a.mp3"}',
      '{"url": NaN}',
      '',
      '{"url"',
      '['.repeat(100_000),
      `[${'1,'.repeat(6000)}1]`,
      '"\\ud800"',
    ]) {
      const response = await post(place.url + MUSIC, typeof body === 'string' ? body : new Uint8Array(body), headers)
      expect([400, 422]).toContain(response.status)
      expect(JSON.stringify(await response.json())).toMatch(/body|expected/)
    }
    const polluting = `{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "url": "${LINK}"}`
    await post(place.url + MUSIC, polluting, headers)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})

it('F19: a full queue, or a disk that takes nothing, is told: later', async () => {
  const full = await openWebPlace({ queue: { enqueue: place.queue.enqueue, count: () => 50_000 } })
  const response = await postMusic(full.url, { url: LINK })
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '60'])
  await full[Symbol.asyncDispose]()
  const enqueue = async () => {
    throw new Environment('the disk is full')
  }
  const stuck = await openWebPlace({ queue: { enqueue, count: () => 0 } })
  const refused = await postMusic(stuck.url, { url: LINK })
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30'])
  expect(stuck.rung.jobs).toBe(0)
  await stuck[Symbol.asyncDispose]()
})

it('without a token nobody may', async () => {
  const closed = await openWebPlace({ token: undefined })
  expect((await postMusic(closed.url, { url: LINK })).status).toBe(401)
  await closed[Symbol.asyncDispose]()
})

it('a port that is taken is one clear line', async () => {
  const other = listen(newApp({ log: silentLog }), { port: place.port, setting: 'WEBHOOK_PORT' })
  await expect(other).rejects.toThrow(
    `WEBHOOK_PORT is ${place.port}: nothing can listen there (another program has it); expected a free port`,
  )
})
