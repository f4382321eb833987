// The request budget, against servers that count in sliding windows and answer 429.

import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { silentLog } from '../../src/log.ts'
import { type CallKind, type Notion, type NotionOptions, openNotion } from '../../src/notion/client.ts'
import { portOf } from '../support/bench.ts'
import { refusal } from '../support/notion-server.ts'

const REQUESTS = 60
const WINDOW_MS = 1500

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

interface Received {
  at: number
  path: string
  client: string
  refused: boolean
}

/** Counts the requests of any window that ends now, all clients together, and refuses those that are too many. */
async function countingServer() {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const at = performance.now()
    const inWindow = received.filter(one => !one.refused && one.at > at - WINDOW_MS)
    const oldest = inWindow[0]?.at ?? at
    const retryAfter = String(Math.max(1, Math.ceil((oldest + WINDOW_MS - at) / 1000)))
    const full = inWindow.length >= REQUESTS
    const path = request.url?.replace('/v1/', '') ?? ''
    received.push({ at, path, client: request.headers.authorization ?? '', refused: full })
    const reason = { additional_data: { rate_limit_reason: 'public_api_request_rate_limit', retry_after: retryAfter } }
    const reply = full
      ? refusal(429, 'rate_limited', reason, { 'retry-after': retryAfter })
      : Response.json({ object: 'user', id: path })
    await sleep(5)
    response.writeHead(reply.status, Object.fromEntries(reply.headers)).end(await reply.text())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  const baseUrl = `http://127.0.0.1:${portOf(server)}`
  return { baseUrl, received, refused: () => received.filter(({ refused }) => refused).length }
}

function connect(baseUrl: string, more: Partial<NotionOptions> = {}) {
  const stop = new AbortController()
  const notion = openNotion({
    token: 't',
    baseUrl,
    requestsPerMinute: REQUESTS,
    windowMs: WINDOW_MS,
    log: silentLog,
    signal: stop.signal,
    firstWaitMs: 5,
    ...more,
  })
  cleanups.push(async () => {
    stop.abort()
    await notion.close()
  })
  return notion
}

const ask = (notion: Notion, path: string, kind: CallKind = {}) =>
  notion.repeatable(client => client.request({ method: 'get', path }), kind)
const many = (count: number, work: (at: number) => Promise<unknown>) =>
  Array.from({ length: count }, (_, at) => work(at))

// real seconds are counted: a machine that stands still for a moment gets another try
describe('the budget of a connection', { retry: 2 }, () => {
  it('is spent to 95 % and more under mixed load, without one refusal', async () => {
    const { baseUrl, received, refused } = await countingServer()
    const notion = connect(baseUrl)
    const windows = 4
    const start = performance.now()
    const load = [
      ...many(REQUESTS * windows, () => ask(notion, 'bulk')),
      ...many(REQUESTS * windows, () => ask(notion, 'urgent', { urgent: true })),
    ]
    await sleep(windows * WINDOW_MS - 100)
    const sent = received.filter(({ at }) => at < start + windows * WINDOW_MS).length
    void Promise.allSettled(load)
    expect(sent / (REQUESTS * windows)).toBeGreaterThanOrEqual(0.95)
    expect(refused()).toBe(0)
  })

  it('is left to urgent calls by a fifth, and they do not wait behind bulk reads', async () => {
    const { baseUrl, received } = await countingServer()
    const notion = connect(baseUrl)
    const bulk = Promise.allSettled(many(REQUESTS * 3, () => ask(notion, 'bulk')))
    await vi.waitFor(() => expect(received).toHaveLength(REQUESTS * 0.8), { timeout: WINDOW_MS / 2, interval: 10 })
    await sleep(50)
    expect(received).toHaveLength(REQUESTS * 0.8)
    const start = performance.now()
    await Promise.all(many(REQUESTS * 0.2, () => ask(notion, 'urgent', { urgent: true })))
    expect(performance.now() - start).toBeLessThan(WINDOW_MS / 3)
    await sleep(WINDOW_MS)
    expect(received.filter(({ path }) => path === 'bulk').length).toBeGreaterThan(REQUESTS * 0.9)
    void bulk
  })

  it('is shared with another client: both go on, refusals stay few', async () => {
    const { baseUrl, received } = await countingServer()
    const notion = connect(baseUrl)
    const stop = new AbortController()
    const other = everyMs(WINDOW_MS / (REQUESTS / 3), stop.signal, () =>
      fetch(`${baseUrl}/v1/other`, { headers: { authorization: 'Bearer other' } }),
    )
    const start = performance.now()
    const load = Promise.allSettled(many(REQUESTS * 12, () => ask(notion, 'ours', { urgent: true })))
    await sleep(8 * WINDOW_MS)
    stop.abort()
    await other
    const settled = received.filter(({ at }) => at > start + 2 * WINDOW_MS)
    const ours = settled.filter(({ path, refused }) => path === 'ours' && !refused).length
    const others = settled.filter(({ path }) => path === 'other')
    expect(notion.lane.share).toBeLessThan(REQUESTS)
    expect(ours / (REQUESTS * 6)).toBeGreaterThan(0.4)
    expect(others.filter(({ refused }) => !refused).length / others.length).toBeGreaterThan(0.7)
    expect(settled.filter(({ refused }) => refused).length / settled.length).toBeLessThan(0.15)
    void load
  })
})

async function everyMs(ms: number, signal: AbortSignal, work: () => Promise<unknown>): Promise<void> {
  while (!signal.aborted) {
    await sleep(ms)
    await work()
  }
}
