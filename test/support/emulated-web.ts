// A piece of the web on a loopback port: a proxy that leads every host to one HTTPS server of ours.

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { portOf } from './bench.ts'
import { makeCertificate } from './certificate.ts'

export interface EmulatedWeb extends AsyncDisposable {
  /** What a program is given as its proxy. */
  proxy: string
  /** Hosts, paths and queries that were asked for. */
  seen: string[]
  headers: IncomingHttpHeaders[]
  bodies: string[]
  /** Answers this status where host and path match. */
  fails(path: RegExp, status: number): void
  reset(): void
}

export type Respond = (status: number, headers?: Record<string, string>, body?: string | Buffer) => void

export async function openEmulatedWeb(
  hosts: readonly string[],
  answer: (url: URL, respond: Respond, body: string) => void,
): Promise<EmulatedWeb> {
  const dir = mkdtempSync(join(tmpdir(), 'emulated-'))
  const failing: [RegExp, number][] = []
  const noted = { seen: [] as string[], headers: [] as IncomingHttpHeaders[], bodies: [] as string[] }
  const secure = createSecureServer(makeCertificate(dir, hosts), async (request, response) => {
    const url = new URL(request.url ?? '/', `https://${request.headers.host}`)
    const body = (await request.toArray()).join('')
    noted.seen.push(`${url.host}${url.pathname}${url.search}`)
    noted.headers.push(request.headers)
    noted.bodies.push(body)
    const respond: Respond = (status, headers = {}, content = '') => {
      response.writeHead(status, { 'content-length': Buffer.byteLength(content), ...headers })
      response.end(request.method === 'HEAD' ? undefined : content)
    }
    const status = failing.find(([path]) => path.test(`${url.host}${url.pathname}`))?.[1]
    if (status) respond(status)
    else answer(url, respond, body)
  })
  const sockets = new Set<{ destroy(): void }>()
  const proxy = createServer((_, response) => response.writeHead(502).end())
  proxy.on('connect', (_request, socket) => {
    sockets.add(socket.on('error', () => socket.destroy()))
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    secure.emit('connection', socket)
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  return {
    ...noted,
    proxy: `http://127.0.0.1:${portOf(proxy)}`,
    fails: (path, status) => void failing.unshift([path, status]),
    reset() {
      for (const list of [noted.seen, noted.headers, noted.bodies, failing]) list.length = 0
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      secure.closeAllConnections()
      proxy.closeAllConnections()
      await new Promise(resolve => proxy.close(resolve))
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
