import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Environment, InputFault, Transient } from '../../../src/errors.ts'
import { silentLog } from '../../../src/log.ts'
import { type NotionOptions, openNotion } from '../../../src/notion/client.ts'
import { html, refusal } from '../../support/notion-server.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

/** A Notion that answers each request by the next of the list, the last one for ever. */
async function misbehaving(answers: readonly Answer[], timeoutMs = 2000, more: Partial<NotionOptions> = {}) {
  let asked = 0
  const server = createServer((request, response) =>
    answers[Math.min(asked++, answers.length - 1)]?.(request, response),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = new AbortController()
  const notion = openNotion({
    token: 't',
    baseUrl: `http://127.0.0.1:${port}`,
    requestsPerMinute: 1000,
    log: silentLog,
    signal: stop.signal,
    timeoutMs,
    firstWaitMs: 5,
    ...more,
  })
  cleanups.push(async () => {
    stop.abort()
    await notion.close()
    server.closeAllConnections()
    server.close()
  })
  return {
    me: () => notion.repeatable(client => client.users.me({})),
    make: () => notion.once(client => client.users.me({})),
    asked: () => asked,
    notion,
    stop,
  }
}

const json =
  (status: number, body: object, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
const fault = (status: number, code: string, headers?: Record<string, string>) =>
  json(status, { object: 'error', status, code, message: 'm', request_id: 'r' }, headers)
const sent =
  (answer: () => Response): Answer =>
  async (_request, response) => {
    const given = answer().clone()
    response.writeHead(given.status, Object.fromEntries(given.headers)).end(await given.text())
  }
const good = json(200, { object: 'user', id: 'u' })
const cut: Answer = request => request.socket.destroy()
const silent: Answer = () => {}
const halfBody: Answer = (_request, response) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).write('{"object":')

describe('the Notion client', () => {
  it('D1 obeys a 429, whose wait costs no attempt', async () => {
    const limited = fault(429, 'rate_limited', { 'retry-after': '1' })
    const { me, asked } = await misbehaving([limited, limited, good])
    const start = Date.now()
    await me()
    expect(Date.now() - start).toBeGreaterThanOrEqual(1900)
    expect(asked()).toBe(3)
  })

  it.each([
    ['D5 500', fault(500, 'internal_server_error')],
    [
      'D5 502 in HTML',
      ((_request, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end('<html>')) as Answer,
    ],
    ['D10 409', fault(409, 'conflict_error')],
    ['D5 504', fault(504, 'gateway_timeout')],
    ['D8 a cut connection', cut],
  ])('%s: tried again', async (_name, answer) => {
    const { me, asked } = await misbehaving([answer, good])
    await expect(me()).resolves.toMatchObject({ id: 'u' })
    expect(asked()).toBe(2)
  })

  it.each([
    ['D6 no answer', silent],
    ['D6 half an answer', halfBody],
  ])('%s: given up in time, as Transient', async (_name, answer) => {
    const { me, asked } = await misbehaving([answer], 60)
    await expect(me()).rejects.toThrow(Transient)
    expect(asked()).toBe(5)
  })

  it('repeats no write that may have happened', async () => {
    const { make, asked } = await misbehaving([cut, good])
    await expect(make()).rejects.toThrow(Transient)
    expect(asked()).toBe(1)
  })

  it.each([
    ['D13', 401, 'unauthorized', Environment, /NOTION_TOKEN is wrong/],
    ['D14', 403, 'restricted_resource', Environment, /refuses access/],
    ['D14', 404, 'object_not_found', Environment, /not shared with this connection/],
    ['D12', 400, 'validation_error', InputFault, /refused the request/],
  ])('%s %i is not tried again', async (_id, status, code, kind, message) => {
    const { me, asked } = await misbehaving([fault(status, code)])
    const error = await me().catch(caught => caught)
    expect(error).toBeInstanceOf(kind)
    expect(error.message).toMatch(message)
    expect(asked()).toBe(1)
  })

  it.each([
    [400, 'missing_version', {}, Environment, /does not know the request \(missing_version\)/],
    [400, 'invalid_request_url', {}, Environment, /is NOTION_BASE_URL right/],
    [400, 'invalid_grant', {}, Environment, /withdrawn/],
    [400, 'row_limit_exceeded', {}, Environment, /as many rows as Notion allows/],
    [403, 'restricted_resource', { block_limit: 'block_creation' }, Environment, /used all of its free blocks/],
  ])('knows %i %s, also where the client does not', async (status, code, data, kind, message) => {
    const { me, asked } = await misbehaving([sent(() => refusal(status, code, { additional_data: data }))])
    const error = await me().catch(caught => caught)
    expect(error).toBeInstanceOf(kind)
    expect(error.message).toMatch(message)
    expect(asked()).toBe(1)
  })

  it.each([
    ['a page of Notion’s edge', html(403, { 'cf-ray': '8f-VIE' }), Environment, /edge refuses access .*cf-ray 8f-VIE/],
    ['another page of the edge', html(400, { 'cf-ray': '8f-VIE' }), Environment, /edge \(cf-ray 8f-VIE\) answered 400/],
    ['a proxy’s page', html(451), Environment, /something between here and Notion .* answered 451/],
    ['too large a request', html(413), InputFault, /too large/],
  ])('D8 %s is no word of Notion about a row', async (_name, page, kind, message) => {
    const { me } = await misbehaving([sent(() => page)])
    const error = await me().catch(caught => caught)
    expect(error).toBeInstanceOf(kind)
    expect(error.message).toMatch(message)
  })

  it('trap 16: an argument the client would drop is a fault, and nothing is sent', async () => {
    const { notion, asked } = await misbehaving([good])
    const wrong = { page_id: '11111111-1111-4111-8111-111111111111', colour: 'red' }
    await expect(notion.repeatable(client => client.pages.update(wrong))).rejects.toThrow(/dropped an argument.*colour/)
    expect(asked()).toBe(0)
  })

  it('trap 32: a bare TypeError of fetch is a failed connection, any other one is ours', async () => {
    const throwing = async (error: TypeError) => {
      const fetch = () => Promise.reject(error)
      const { me } = await misbehaving([good], 2000, { fetch })
      return me().catch(caught => caught)
    }
    expect(await throwing(new TypeError('fetch failed'))).toBeInstanceOf(Transient)
    expect(await throwing(new TypeError('terminated', { cause: new Error('other side closed') }))).toBeInstanceOf(
      Transient,
    )
    const ours = new TypeError('x is not a function')
    expect(await throwing(ours)).toBe(ours)
  })

  it('D9 says that Notion cannot be reached', async () => {
    const gone = createServer()
    await new Promise<void>(resolve => gone.listen(0, '127.0.0.1', resolve))
    const { port } = gone.address() as AddressInfo
    await new Promise(resolve => gone.close(resolve))
    const signal = new AbortController().signal
    const notion = openNotion({
      token: 't',
      baseUrl: `http://127.0.0.1:${port}`,
      requestsPerMinute: 10,
      log: silentLog,
      signal,
      firstWaitMs: 1,
    })
    await expect(notion.repeatable(client => client.users.me({}))).rejects.toThrow(
      /cannot be reached: the connection was refused/,
    )
    await notion.close()
  })

  it('stops waiting when the program stops', async () => {
    const { me, stop } = await misbehaving([fault(429, 'rate_limited', { 'retry-after': '600' })])
    const waiting = me()
    setTimeout(() => stop.abort(new Error('SIGTERM')), 50)
    await expect(waiting).rejects.toThrow()
  })
})
