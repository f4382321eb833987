// A forward proxy on loopback for yt-dlp: it follows redirects and embedded players by itself, so every one of its
// connections is checked here, and made to the address that was checked.

import { type ClientRequest, createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { connect, type Socket } from 'node:net'
import { type Duplex, pipeline } from 'node:stream'
import { type Fault, Refused } from '../errors.ts'
import { answering, TIMEOUTS } from './egress.ts'
import { type Guard, portOf } from './guard.ts'
import { networkFault } from './network-fault.ts'
import { NoTunnel, proxyAway, sendThrough, tunnelThrough } from './upstream-proxy.ts'

export interface GuardProxy extends AsyncDisposable {
  url: string
  /** Why connections were not made, in order. */
  faults: readonly Fault[]
  /** From now on so much may come; then all connections end. Before that, there is no limit. */
  allow(bytes: number): void
}

const OWN_HEADERS = /^(proxy-.*|connection|keep-alive|te|trailer|upgrade)$/i

/** @param upstream a person's own proxy, which then looks the names up; where a request leads is checked as text */
export async function openGuardProxy(guard: Guard, upstream?: URL): Promise<GuardProxy> {
  const faults: Fault[] = []
  const sockets = new Set<Duplex>()
  const keep = <T extends Duplex>(socket: T): T => {
    sockets.add(socket)
    return socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
  }
  let [most, left] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const count = (chunk: Buffer) => {
    const isFirst = left >= 0
    left -= chunk.length
    if (left >= 0) return
    if (isFirst)
      faults.push(new Refused(`it sends more than ${Math.round(most / 1e6)} MB: that is no page with a track`))
    for (const socket of sockets) socket.destroy()
  }
  const note = (error: unknown, host: string) => {
    const fault = networkFault(error, host)
    faults.push(fault)
    if (error instanceof NoTunnel) return error.status
    return fault.errorClass === 'Refused' ? 403 : 502
  }

  const server = createServer((request, response) => {
    forward(guard, { request, response, proxy: upstream, count }).catch(error => {
      const status = note(error, hostOf(request.url))
      if (response.headersSent) return response.destroy()
      response.writeHead(status, { connection: 'close' }).end()
    })
  })
  server.on('connection', socket => (left < 0 ? socket.destroy() : keep(socket)))
  server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    tunnel(guard, request.url ?? '', upstream).then(
      upstream => {
        keep(upstream).on('data', count)
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
    allow(bytes) {
      most = bytes
      left = bytes
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

interface Forwarding {
  request: IncomingMessage
  response: ServerResponse
  proxy: URL | undefined
  count(chunk: Buffer): void
}

/** Answers `GET http://host/path`. */
async function forward(guard: Guard, { request, response, proxy, count }: Forwarding): Promise<void> {
  const outgoing = await asked(guard, request, proxy)
  await new Promise<void>((resolve, reject) => {
    response.on('close', () => outgoing.destroy())
    outgoing
      .on('error', error => reject(proxy ? proxyAway(error) : error))
      .on('response', answer => {
        const passed = Object.entries(answer.headers).filter(([name]) => !OWN_HEADERS.test(name))
        response.writeHead(answer.statusCode ?? 502, { ...Object.fromEntries(passed), connection: 'close' })
        answer.on('error', reject).on('end', resolve).on('data', count).pipe(response)
      })
    request.pipe(outgoing)
  })
}

async function asked(guard: Guard, request: IncomingMessage, proxy: URL | undefined): Promise<ClientRequest> {
  const url = guard.check(request.url ?? '')
  const passed = Object.entries(request.headers).filter(([name]) => !OWN_HEADERS.test(name))
  const options = { method: request.method, headers: { ...Object.fromEntries(passed), connection: 'close' } }
  if (proxy) return sendThrough(proxy, url, options)
  const addresses = await guard.addresses(url.hostname, portOf(url), TIMEOUTS.connectMs)
  return send(url, { ...options, lookup: answering(addresses), agent: false })
}

/** Opens what `CONNECT host:port` asks for. */
async function tunnel(guard: Guard, target: string, proxy: URL | undefined): Promise<Socket> {
  const url = guard.check(`https://${target}`)
  const port = portOf(url)
  if (proxy) return await tunnelThrough(proxy, `${url.hostname}:${port}`)
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
