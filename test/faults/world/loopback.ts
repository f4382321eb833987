// Two servers on loopback: one that media may be fetched from, and one that nobody may ever reach.

import { createServer, type RequestListener, type Server } from 'node:http'

/** Serves every path with the same recording. */
export async function openMedia(recording: Buffer) {
  const server = createServer((_request, response) => {
    response
      .writeHead(200, { 'content-type': 'audio/wav', 'content-length': recording.length, etag: '"one"' })
      .end(recording)
  })
  const host = await listen(server)
  return { host, url: (path: string) => `http://${host}${path}`, close: () => close(server) }
}

/** Counts connections, even those that ask for nothing. */
export async function openCanary() {
  let connections = 0
  const server = createServer(notFound).on('connection', () => {
    connections += 1
  })
  const host = await listen(server)
  return { url: (path: string) => `http://${host}${path}`, connections: () => connections, close: () => close(server) }
}

const notFound: RequestListener = (_request, response) => void response.writeHead(404).end()

async function listen(server: Server): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise(resolve => server.close(() => resolve()))
}
