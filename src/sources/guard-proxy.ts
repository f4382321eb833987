// A forward proxy on loopback for yt-dlp: it follows redirects and embedded players by itself, so every one of its
// connections is checked here, and made to the address that was checked.

import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { connect, type Socket } from 'node:net'
import { type Duplex, pipeline } from 'node:stream'
import type { Fault } from '../errors.ts'
import { answering, TIMEOUTS } from './egress.ts'
import { type Guard, portOf } from './guard.ts'
import { networkFault } from './network-fault.ts'

export interface GuardProxy extends AsyncDisposable {
  url: string
  /** Why connections were not made, in order. */
  faults: readonly Fault[]
}

const OWN_HEADERS = /^(proxy-.*|connection|keep-alive|te|trailer|upgrade)$/i

export async function openGuardProxy(guard: Guard): Promise<GuardProxy> {
  const faults: Fault[] = []
  const sockets = new Set<Duplex>()
  const keep = <T extends Duplex>(socket: T): T => {
    sockets.add(socket)
    return socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
  }
  const note = (error: unknown, host: string) => {
    const fault = networkFault(error, host)
    faults.push(fault)
    return fault.errorClass === 'Refused' ? 403 : 502
  }

  const server = createServer((request, response) => {
    forward(guard, request, response).catch(error => {
      const status = note(error, hostOf(request.url))
      if (response.headersSent) return response.destroy()
      response.writeHead(status, { connection: 'close' }).end()
    })
  })
  server.on('connection', keep)
  server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    tunnel(guard, request.url ?? '').then(
      upstream => {
        keep(upstream)
        client.write('HTTP/1.1 200 Connection established\r\n\r\n')
        upstream.write(head)
        pipeline(client, upstream, () => {})
        pipeline(upstream, client, () => {})
      },
      error => client.end(`HTTP/1.1 ${note(error, hostOf(`http://${request.url}`))} Not followed\r\n\r\n`),
    )
  })
  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}`,
    faults,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** Answers `GET http://host/path`. */
async function forward(guard: Guard, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = guard.check(request.url ?? '')
  const addresses = await guard.addresses(url.hostname, portOf(url), TIMEOUTS.connectMs)
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !OWN_HEADERS.test(name)))
  await new Promise<void>((resolve, reject) => {
    const upstream = send(url, {
      method: request.method,
      headers: { ...headers, connection: 'close' },
      lookup: answering(addresses),
      agent: false,
    })
    response.on('close', () => upstream.destroy())
    upstream.on('error', reject).on('response', answer => {
      const passed = Object.entries(answer.headers).filter(([name]) => !OWN_HEADERS.test(name))
      response.writeHead(answer.statusCode ?? 502, { ...Object.fromEntries(passed), connection: 'close' })
      answer.on('error', reject).on('end', resolve).pipe(response)
    })
    request.pipe(upstream)
  })
}

/** Opens what `CONNECT host:port` asks for. */
async function tunnel(guard: Guard, target: string): Promise<Socket> {
  const url = guard.check(`https://${target}`)
  const port = portOf(url)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = await guard.addresses(host, port, TIMEOUTS.connectMs)
  return await new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      lookup: answering(addresses),
      autoSelectFamily: true,
      timeout: TIMEOUTS.idleMs,
    })
    socket.on('timeout', () => socket.destroy(Object.assign(new Error('idle'), { code: 'ETIMEDOUT' })))
    socket.once('error', reject).once('connect', () => resolve(socket))
  })
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address && typeof address === 'object') resolve(address.port)
    })
  })
}

const hostOf = (link: string | undefined) => (link && URL.canParse(link) ? new URL(link).hostname : 'the host')
