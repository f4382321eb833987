// Answers that do not come, stop half-way, or come over a connection that is dead without having said so.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Transient } from '../../../src/errors.ts'
import type { Notion } from '../../../src/notion/client.ts'
import { Unsure } from '../../../src/notion/faults.ts'
import { boundedFetch } from '../../../src/notion/fetch.ts'
import { type NotionServer, openNotionServer } from '../../support/notion-server.ts'

let server: NotionServer
const cleanups: (() => unknown)[] = []
beforeEach(async () => {
  server = await openNotionServer()
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const me = (notion: Notion) => notion.repeatable(client => client.users.me({}))
const onceMe = (notion: Notion) => notion.once(client => client.users.me({}))

function portOfNet(listening: Server): number {
  const address = listening.address()
  if (address === null || typeof address === 'string') throw new Error('it does not listen')
  return address.port
}

/** What lies between: passes bytes on until it becomes a black hole that takes all and gives nothing. */
async function openProxy(target: string) {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let connections = 0
  let cut = 0
  let swallows = false
  const proxy = createServer(client => {
    connections += 1
    swallows = false // a new connection works
    const upstream = connect(Number(port), hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    }
    client.on('data', chunk => swallows || upstream.write(chunk))
    client.on('close', () => {
      cut += 1
      upstream.destroy()
    })
    upstream.on('data', chunk => swallows || client.write(chunk))
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy()
    proxy.close()
  })
  return {
    url: `http://127.0.0.1:${portOfNet(proxy)}`,
    swallow() {
      swallows = true
    },
    connections: () => connections,
    /** Connections the client has given up. */
    cut: () => cut,
  }
}

describe('a half-open socket', () => {
  it('D7 the next request on it fails in time, its connection is cut, and a new one works', async () => {
    const probe = server.open()
    const proxy = await openProxy(server.url)
    const notion = server.open({ baseUrl: proxy.url, timeoutMs: 400 })
    await me(notion)
    await me(notion)
    expect(proxy.connections()).toBe(1)
    proxy.swallow()
    await expect(onceMe(notion)).rejects.toThrow(Unsure)
    await expect.poll(proxy.cut).toBeGreaterThan(0)
    expect(await me(notion)).toMatchObject({ object: 'user' })
    expect(proxy.connections()).toBeGreaterThan(1)
    expect(await me(probe)).toMatchObject({ object: 'user' })
  })

  it('D7 a read is repeated over a new connection by itself', async () => {
    const proxy = await openProxy(server.url)
    const notion = server.open({ baseUrl: proxy.url, timeoutMs: 400 })
    await me(notion)
    proxy.swallow()
    expect(await me(notion)).toMatchObject({ object: 'user' })
    expect(proxy.connections()).toBe(2)
  })
})

describe('bounds', () => {
  const never: typeof fetch = (_input, init) =>
    new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)))

  it('D6 an answer has 30 seconds to begin in and 60 to be complete in', async () => {
    const whole = vi.spyOn(AbortSignal, 'timeout')
    const begin = vi.spyOn(globalThis, 'setTimeout')
    await me(server.open({ timeoutMs: undefined }))
    expect(whole.mock.calls).toEqual([[60_000]])
    expect(begin.mock.calls.map(([_do, ms]) => ms)).toContain(30_000)
    vi.restoreAllMocks()
  })

  it('D6 silence is ended when no answer has begun, long before the whole time is over', async () => {
    const send = boundedFetch(never, { signal: new AbortController().signal, headersMs: 20, totalMs: 60_000 })
    await expect(send('http://nowhere')).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('D6 an answer that has begun may take the whole time, not more', async () => {
    const send = boundedFetch(fetch, { signal: new AbortController().signal, headersMs: 60_000, totalMs: 100 })
    const stalling = createServer(socket => {
      socket.on('error', () => {}).once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"ob'))
    }).listen(0, '127.0.0.1')
    await once(stalling, 'listening')
    cleanups.push(() => stalling.close())
    const answer = await send(`http://127.0.0.1:${portOfNet(stalling)}`)
    await expect(answer.text()).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('D6 a connection that is not taken is given up after ten seconds', { timeout: 40_000 }, async () => {
    if (process.platform !== 'linux') return // elsewhere a full queue refuses
    const deaf = spawn(process.execPath, ['-e', DEAF], { stdio: ['ignore', 'pipe', 'ignore'] })
    cleanups.push(() => deaf.kill('SIGKILL'))
    const [line] = await once(deaf.stdout, 'data')
    const port = Number(String(line))
    const fillers = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}))
    cleanups.push(() => {
      for (const socket of fillers) socket.destroy()
    })
    await expect.poll(() => fillers.filter(socket => !socket.connecting).length).toBeGreaterThanOrEqual(1)
    const start = performance.now()
    const fault = await onceMe(server.open({ baseUrl: `http://127.0.0.1:${port}`, timeoutMs: 60_000 })).catch(
      (caught: unknown) => caught,
    )
    expect(fault).toBeInstanceOf(Transient)
    expect(fault).not.toBeInstanceOf(Unsure)
    expect(performance.now() - start).toBeLessThan(20_000)
  })
})

/** Listens with the shortest queue, and never takes a connection. */
const DEAF = `const server = require('net').createServer()
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  require('fs').writeSync(1, String(server.address().port))
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
})`

describe('a Notion that is away', () => {
  it('D9 an unknown name: said in words, and the next calls do not wait anew', async () => {
    let sent = 0
    const notion = server.open({
      baseUrl: 'http://notion.invalid',
      fetch: (input, init) => {
        sent += 1
        return fetch(input, init)
      },
    })
    await expect(me(notion)).rejects.toThrow(/Notion cannot be reached: its name (is not known|could not be looked up)/)
    expect(sent).toBe(5)
    await expect(me(notion)).rejects.toThrow(Transient)
    expect(sent).toBe(6)
  })
})
