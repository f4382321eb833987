// The local workspace on a loopback port, for any other Notion client; beside the API, its switches.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { ApiError, invalidUrl } from './api/api-error.ts'
import { bodyTooLarge } from './api/request-body.ts'
import { errorAnswer } from './api/respond.ts'
import { answerAdmin, isAdmin } from './switches/admin.ts'
import { ConnectionCut } from './switches/fault-answers.ts'
import type { Workspace } from './workspace.ts'

export interface ServeOptions {
  /** 0 takes any free port. */
  port: number
  host?: string
}

export interface ServedWorkspace {
  url: string
  close(): Promise<void>
}

/** What is served; switches can be flipped when they are there. */
type Serving = Pick<Workspace, 'fetch'> & Partial<Pick<Workspace, 'switches'>>

const MEBIBYTE = 1024 ** 2
/** Longest bodies that are read: what is above Notion's own limits is refused by the API, what is above these here. */
const MAX_JSON = MEBIBYTE
const MAX_FORM = 21 * MEBIBYTE
/** Longer than clients keep their unused connections, so that none is closed under a request. */
const KEEP_ALIVE_MS = 75_000
/** Others mean nothing here, and some of them no Request can carry. */
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']
const PASSED_HEADERS = ['authorization', 'notion-version', 'notion-beta', 'content-type', 'origin'] as const

export async function serveWorkspace(
  workspace: Serving,
  { port, host = '127.0.0.1' }: ServeOptions,
): Promise<ServedWorkspace> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    void reply(workspace, request, response)
  })
  await listen(server, port, host)
  return { url: urlOf(server, host), close: () => close(server) }
}

async function reply(workspace: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = await answerTo(workspace, request)
  if (!answer) {
    request.socket.destroy()
    return
  }
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  if (answer.body && answer.headers.has('content-length')) return sendOn(answer.body, response)
  response.end(Buffer.from(await answer.arrayBuffer()))
}

/** An answer that names its length may break off before it; what there was of it arrives, then the connection breaks. */
async function sendOn(body: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  try {
    for await (const chunk of body) await new Promise(written => response.write(chunk, written))
    response.end()
  } catch {
    response.destroy()
  }
}

/** @returns undefined when the connection is to break */
async function answerTo(workspace: Serving, request: IncomingMessage): Promise<Response | undefined> {
  try {
    const { url, init } = await requestOf(request)
    if (workspace.switches && isAdmin(url)) return await answerAdmin(new Request(url, init), workspace.switches)
    return await workspace.fetch(url, init)
  } catch (error) {
    if (error instanceof ConnectionCut) return undefined
    if (error instanceof ApiError) return errorAnswer(error)
    return errorAnswer(new ApiError(500, 'internal_server_error', 'Unexpected error occurred.'))
  }
}

async function requestOf(request: IncomingMessage): Promise<{ url: URL; init: RequestInit }> {
  const body = await bodyOf(request)
  const { method = 'GET' } = request
  if (!METHODS.includes(method)) throw invalidUrl()
  const hasBody = method !== 'GET' && method !== 'HEAD'
  // The path is put behind the host: a request line such as `//other/v1` must not name one.
  const url = new URL(`${originOf(request)}/${request.url?.replace(/^\/+/, '') ?? ''}`)
  return { url, init: { method, headers: headersOf(request), body: hasBody ? body : undefined } }
}

/** What the client called this server by, so that links to files lead here from where it is. */
function originOf({ headers: { host }, socket }: IncomingMessage): string {
  if (host !== undefined && /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(host) && URL.canParse(`http://${host}`))
    return `http://${host}`
  return `http://127.0.0.1:${socket.localPort}`
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers()
  for (const name of PASSED_HEADERS) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  return headers
}

/** Reads to the end even when it is too much, so that the refusal arrives. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const isForm = request.headers['content-type']?.startsWith('multipart/form-data') === true
  const max = isForm ? MAX_FORM : MAX_JSON
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= max) chunks.push(chunk)
  }
  if (size > max) throw bodyTooLarge(isForm ? '20 MB' : undefined)
  return new Uint8Array(Buffer.concat(chunks))
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function urlOf(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close(error => (error ? reject(error) : resolve()))
    server.closeAllConnections()
  })
}
