import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Environment, InputFault, Transient } from '../../src/errors.ts'
import { silentLog } from '../../src/log.ts'
import { openNotion } from '../../src/notion/client.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

/** A Notion that answers each request by the next of the list, the last one for ever. */
async function misbehaving(answers: readonly Answer[], timeoutMs = 2000) {
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
    stop,
    port,
  }
}

const json =
  (status: number, body: object, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
const fault = (status: number, code: string, headers?: Record<string, string>) =>
  json(status, { object: 'error', status, code, message: 'm', request_id: 'r' }, headers)
const good = json(200, { object: 'user', id: 'u' })
const cut: Answer = request => request.socket.destroy()
const silent: Answer = () => {}
const halfBody: Answer = (_request, response) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).write('{"object":')

describe('the Notion client', () => {
  it('obeys a 429, whose wait costs no attempt', async () => {
    const limited = fault(429, 'rate_limited', { 'retry-after': '1' })
    const { me, asked } = await misbehaving([limited, limited, good])
    const start = Date.now()
    await me()
    expect(Date.now() - start).toBeGreaterThanOrEqual(1900)
    expect(asked()).toBe(3)
  })

  it.each([
    ['500', fault(500, 'internal_server_error')],
    [
      '502 in HTML',
      ((_request, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end('<html>')) as Answer,
    ],
    ['409', fault(409, 'conflict_error')],
    ['504', fault(504, 'gateway_timeout')],
    ['a cut connection', cut],
  ])('tries again after %s', async (_name, answer) => {
    const { me, asked } = await misbehaving([answer, good])
    await expect(me()).resolves.toMatchObject({ id: 'u' })
    expect(asked()).toBe(2)
  })

  it.each([
    ['no answer', silent],
    ['half an answer', halfBody],
  ])('gives up on %s in time, as Transient', async (_name, answer) => {
    const { me, asked } = await misbehaving([answer], 60)
    await expect(me()).rejects.toThrow(Transient)
    expect(asked()).toBe(4)
  })

  it('repeats no write that may have happened', async () => {
    const { make, asked } = await misbehaving([cut, good])
    await expect(make()).rejects.toThrow(Transient)
    expect(asked()).toBe(1)
  })

  it.each([
    [401, 'unauthorized', Environment, /NOTION_TOKEN is wrong/],
    [403, 'restricted_resource', Environment, /refuses access/],
    [404, 'object_not_found', Environment, /not shared with this connection/],
    [400, 'validation_error', InputFault, /refused the request/],
  ])('%i is not tried again', async (status, code, kind, message) => {
    const { me, asked } = await misbehaving([fault(status, code)])
    const error = await me().catch(caught => caught)
    expect(error).toBeInstanceOf(kind)
    expect(error.message).toMatch(message)
    expect(asked()).toBe(1)
  })

  it('says that Notion cannot be reached', async () => {
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
