// The local workspace on a loopback port, for any other Notion client.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { ApiError } from './api/api-error.ts'
import { errorAnswer } from './api/respond.ts'
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

const MAX_BODY = 1024 * 1024

export async function serveWorkspace(
  workspace: Pick<Workspace, 'fetch'>,
  { port, host = '127.0.0.1' }: ServeOptions,
): Promise<ServedWorkspace> {
  const server = createServer((request, response) => {
    void reply(workspace, request, response)
  })
  await listen(server, port, host)
  return { url: urlOf(server, host), close: () => close(server) }
}

async function reply(workspace: Pick<Workspace, 'fetch'>, request: IncomingMessage, response: ServerResponse) {
  const answer = await answerTo(workspace, request)
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  response.end(Buffer.from(await answer.arrayBuffer()))
}

async function answerTo(workspace: Pick<Workspace, 'fetch'>, request: IncomingMessage): Promise<Response> {
  try {
    const body = await bodyOf(request)
    // The path is put behind a fixed host: a request line such as `//other/v1` must not name one.
    const url = new URL(`http://workspace.local/${request.url?.replace(/^\/+/, '') ?? ''}`)
    const method = request.method ?? 'GET'
    const hasBody = method !== 'GET' && method !== 'HEAD'
    return await workspace.fetch(url, { method, headers: headersOf(request), body: hasBody ? body : undefined })
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error)
    return errorAnswer(new ApiError(500, 'internal_server_error', 'Unexpected error occurred.'))
  }
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers()
  for (const name of ['authorization', 'notion-version', 'content-type']) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  return headers
}

/** Reads to the end even when it is too much, so that the refusal arrives. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= MAX_BODY) chunks.push(chunk)
  }
  if (size > MAX_BODY) throw new ApiError(413, 'validation_error', 'The request body is larger than 1 MB.')
  return Buffer.concat(chunks).toString()
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
