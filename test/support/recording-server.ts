// An HTTP server that keeps what it is sent and answers as the test says.

import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Got {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
}

export interface RecordingServer extends AsyncDisposable {
  url: string
  got: Got[]
  /** How the next requests are answered; `hang`: never. */
  answer: (number | 'hang' | { status: number; headers: Record<string, string> })[]
  /** Paths that begin so are refused with 401, whatever else is to be answered. */
  refused?: string
}

export async function recordingServer(): Promise<RecordingServer> {
  const got: Got[] = []
  const answer: RecordingServer['answer'] = []
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request
    got.push({ method, path, headers, body: await text(request) })
    const isRefused = recording.refused !== undefined && path.startsWith(recording.refused)
    reply(response, isRefused ? 401 : (answer.shift() ?? 200))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const recording: RecordingServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    got,
    answer,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  return recording
}

function reply(response: ServerResponse, answer: RecordingServer['answer'][number]): void {
  if (answer === 'hang') return
  const { status, headers } = typeof answer === 'number' ? { status: answer, headers: {} } : answer
  response.writeHead(status, headers).end('ok')
}
