// A media server on loopback that keeps count, and misbehaves as it is told.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface Content {
  bytes: Buffer
  etag?: string
  lastModified?: string
}

/** How an answer goes; absent: as the standard says. */
export interface Behaviour {
  /** The connection is cut when so many bytes of the body were sent. */
  cutAt?: number
  /** No more is sent after so many bytes, and the connection stays. */
  holdAt?: number
  ignoreRange?: boolean
  ignoreIfRange?: boolean
  status?: number
  /** Written over what the standard says; undefined leaves one out. */
  headers?: Record<string, string | undefined>
  redirect?: string
}

export interface Asked {
  range?: string
  ifRange?: string
  status: number
  /** Bytes of the body that were handed to the connection. */
  sent: number
}

export interface MediaServer extends AsyncDisposable {
  url(path?: string): string
  host: string
  content: Content
  behaviour: Behaviour
  /** Requests since the last look. */
  asked: Asked[]
}

export async function openMediaServer(content: Content): Promise<MediaServer> {
  const server = createServer((request, response) => answer(media, request, response))
  const port = await new Promise<number>(resolve => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(address && typeof address === 'object' ? address.port : 0)
    })
  })
  const host = `127.0.0.1:${port}`
  const media: MediaServer = {
    url: (path = '/track.wav') => `http://${host}${path}`,
    host,
    content,
    behaviour: {},
    asked: [],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
  return media
}

function answer(media: MediaServer, request: IncomingMessage, response: ServerResponse): void {
  const { content, behaviour } = media
  if (behaviour.redirect && request.url !== behaviour.redirect) {
    response.writeHead(302, { location: behaviour.redirect }).end()
    return
  }
  const { status, body, range } = chosen(media, request)
  const asked: Asked = { range: request.headers.range, ifRange: one(request.headers['if-range']), status, sent: 0 }
  media.asked.push(asked)
  const headers = {
    'content-type': 'audio/wav',
    etag: content.etag,
    'last-modified': content.lastModified,
    'content-length': String(body.length),
    'content-range': range,
    ...behaviour.headers,
  }
  response.writeHead(status, Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)))
  const part = body.subarray(0, behaviour.cutAt ?? behaviour.holdAt ?? body.length)
  asked.sent = part.length
  if (behaviour.cutAt !== undefined) response.write(part, () => response.destroy())
  else if (behaviour.holdAt !== undefined) response.write(part)
  else response.end(part)
}

function chosen({ content, behaviour }: MediaServer, request: IncomingMessage) {
  const whole = content.bytes
  const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]
  if (behaviour.status) return { status: behaviour.status, body: Buffer.from('no'), range: undefined }
  const condition = one(request.headers['if-range'])
  const isSame = condition === undefined || condition === content.etag || condition === content.lastModified
  if (from === undefined || behaviour.ignoreRange || !(isSame || behaviour.ignoreIfRange)) {
    return { status: 200, body: whole, range: undefined }
  }
  if (Number(from) >= whole.length) return { status: 416, body: Buffer.alloc(0), range: `bytes */${whole.length}` }
  const range = `bytes ${from}-${whole.length - 1}/${whole.length}`
  return { status: 206, body: whole.subarray(Number(from)), range }
}

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)
