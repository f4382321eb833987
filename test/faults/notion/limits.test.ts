// What Notion asks for when it has had enough: waits of every kind, obeyed to the second and costing no attempt.

import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CallKind, Notion } from '../../../src/notion/client.ts'
import { Barred } from '../../../src/notion/faults.ts'
import { type Json, memoryOf, type NotionServer, openNotionServer, refusal } from '../../support/notion-server.ts'

let server: NotionServer
beforeEach(async () => {
  server = await openNotionServer()
})
afterEach(() => server[Symbol.asyncDispose]())

const ask = (notion: Notion, path = 'users/me', kind: CallKind = {}) =>
  notion.repeatable(client => client.request({ method: 'get', path }), kind)

const tooMany = (retryAfter: string | undefined, reason?: string) => () =>
  refusal(
    429,
    'rate_limited',
    reason ? { additional_data: { rate_limit_reason: `public_api_${reason}` } } : {},
    retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  )
const overloaded = (retryAfter?: string) => () =>
  refusal(529, 'service_overload', {}, retryAfter === undefined ? {} : { 'retry-after': retryAfter })

/** Seconds for which the lane is parked after one answer; nothing may be asked meanwhile. */
async function parkedFor(answer: () => Response): Promise<number> {
  const notion = server.open()
  server.next('GET users', answer, 9)
  const before = Date.now()
  const waiting = ask(notion).catch(() => {})
  await expect.poll(() => notion.lane.parked?.until ?? 0).toBeGreaterThan(0)
  const seconds = ((notion.lane.parked?.until ?? 0) - before) / 1000
  await sleep(30)
  expect(server.asked).toHaveLength(1)
  await notion.close()
  await waiting
  return seconds
}

describe('a wait Notion names', () => {
  it.each([30, 60])('D1 of %i seconds is kept to, and nothing is asked meanwhile', async seconds => {
    const parked = await parkedFor(tooMany(String(seconds)))
    expect(parked).toBeGreaterThanOrEqual(seconds)
    expect(parked).toBeLessThanOrEqual(seconds * 1.1)
  })

  it('D1 costs no attempt, and those who came meanwhile lose none either', async () => {
    const sent: string[] = []
    const notion = server.open({
      fetch: (input, init) => {
        sent.push(String(input).replace(/^.*v1\//, ''))
        return fetch(input, init)
      },
    })
    server.next('GET users/me?first', tooMany('1'), 7)
    const first = ask(notion, 'users/me?first')
    await expect.poll(() => notion.lane.parked).toBeDefined()
    const paths = [1, 2, 3, 4, 5].map(at => `users/me?at=${at}`)
    await Promise.all([first, ...paths.map(path => ask(notion, path))])
    expect(sent.filter(path => !path.includes('first')).sort()).toEqual(paths)
    expect(sent).toHaveLength(8 + paths.length)
  })

  it('D2 of ten minutes is kept to in full, by the next run too; with another token nothing is waited for', async () => {
    const memory = memoryOf()
    const stop = new AbortController()
    const first = server.open({ memory, signal: stop.signal })
    server.next('GET users', tooMany('600', 'space_request_rate_limit'), 9)
    void ask(first).catch(() => {})
    await expect.poll(() => first.lane.parked?.until ?? 0).toBeGreaterThan(Date.now() + 590_000)
    stop.abort()
    const second = server.open({ memory })
    expect(second.lane.parked).toEqual({
      until: first.lane.parked?.until,
      reason: expect.stringContaining('budget of the workspace'),
    })
    void ask(second).catch(() => {})
    await sleep(50)
    expect(server.asked).toHaveLength(1)
    expect(server.open({ memory, token: 'another' }).lane.parked).toBeUndefined()
  })

  it.each([
    ['none', undefined, 60],
    ['a negative one', '-5', 60],
    ['a word', 'abc', 60],
    ['an empty one', '', 60],
    ['an HTTP date', 'date', 120],
    ['one of a day', '86400', 86_400],
  ])('D3 %s: read, or a wait of our own', async (_kind, header, seconds) => {
    const named = header === 'date' ? new Date(Date.now() + 120_000).toUTCString() : header
    const parked = await parkedFor(tooMany(named))
    expect(parked).toBeGreaterThanOrEqual(seconds - 1)
    expect(parked).toBeLessThanOrEqual(seconds + 1)
  })

  it.each(['1e9', '86401', '99999999999999999'])(
    'D3 %s seconds are no wait: said once, and nobody asks again',
    async named => {
      const said: string[] = []
      const log = { ...server.open().log, error: (_fields: object, message: string) => void said.push(message) }
      const notion = server.open({ log })
      server.next('GET users', tooMany(named), 9)
      for (const _ of [1, 2, 3]) {
        const error = await ask(notion).catch(caught => caught)
        expect(error).toBeInstanceOf(Barred)
        expect(error.message).toMatch(/asks to wait for [\d,]+ hours/)
      }
      expect(server.asked).toHaveLength(1)
      expect(said).toEqual(['Notion refuses this connection'])
    },
  )

  it('of one endpoint holds up the others not', async () => {
    const notion = server.open()
    server.next('GET users', tooMany('60', 'endpoint_rate_limit'), 9)
    void ask(notion, 'users/me', { endpoint: 'users' }).catch(() => {})
    await expect.poll(() => server.asked.length).toBe(1)
    const { ids } = server
    for (const _ of [1, 2, 3]) await ask(notion, `databases/${ids.tracks}`, { endpoint: 'databases' })
    expect(notion.lane.parked).toBeUndefined()
    expect(server.count('GET users')).toBe(1)
  })
})

describe('an overload', () => {
  it.each([
    ['with', '7', 7],
    ['without', undefined, 60],
  ])('D4 529 %s a named wait parks the lane', async (_kind, named, seconds) => {
    const parked = await parkedFor(overloaded(named))
    expect(Math.round(parked)).toBe(seconds)
  })

  it('D4 a storm of them costs no attempt: every call ends well', async () => {
    const notion = server.open()
    server.next('GET users', overloaded('1'), 6)
    const answers: Json[] = await Promise.all(Array.from({ length: 20 }, async () => Object(await ask(notion))))
    expect(answers.every(({ object }) => object === 'user')).toBe(true)
    expect(server.count('GET users')).toBe(26)
  })
})
