// A plain HTTP proxy on loopback, as a person may have one: it leads anywhere, and notes what it was asked.

import { createServer, request as send } from 'node:http'
import { connect } from 'node:net'
import { portOf } from './bench.ts'

export async function openForwardProxy() {
  /** Method, address, and who asked. */
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push([request.method, request.url, request.headers['proxy-authorization']].join(' '))
    const onward = send(request.url ?? '', { method: request.method, headers: request.headers, agent: false })
    onward.on('error', () => response.writeHead(502).end())
    onward.on('response', answer => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)))
    request.pipe(onward)
  })
  server.on('connect', (request, client) => {
    seen.push([request.method, request.url, request.headers['proxy-authorization']].join(' '))
    const [host = '', port] = (request.url ?? '').split(':')
    const onward = connect(Number(port), host, () => client.write('HTTP/1.1 200 OK\r\n\r\n'))
    for (const socket of [client, onward]) socket.on('error', () => socket.destroy())
    onward.pipe(client).pipe(onward)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
