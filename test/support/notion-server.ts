// A Notion over HTTP: a local workspace behind whatever a test does to single requests.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Client } from '@notionhq/client'
import { vi } from 'vitest'
import { z } from 'zod'
import { type Log, silentLog } from '../../src/log.ts'
import { API_VERSION, type Notion, type NotionOptions, openNotion } from '../../src/notion/client.ts'
import { openWorkspace, type WorkspaceOptions } from '../../src/workspace/workspace.ts'
import { portOf } from './bench.ts'

export type Json = Record<string, unknown>

export interface Asked {
  /** Method and path behind `/v1/`, as in `PATCH pages/…`. */
  line: string
  body: Json
  version: string | undefined
}

/** What comes back: an answer, a cut connection, or nothing ever. */
type Reaction = Response | 'cut' | 'silence'
/** `pass()` lets the request through to the workspace. */
type Act = (asked: Asked, pass: () => Promise<Response>) => Reaction | Promise<Reaction>

export type NotionServer = Awaited<ReturnType<typeof openNotionServer>>

const HEADERS = { authorization: 'Bearer t', 'content-type': 'application/json' }
const Id = z.object({ id: z.string() })
const Sources = z.object({ data_sources: z.array(Id).min(1) })

export async function openNotionServer(options: Partial<WorkspaceOptions> = {}) {
  const workspace = openWorkspace({ file: ':memory:', ...options })
  const asked: Asked[] = []
  const acts: { prefix: string; timesLeft: number; act: Act }[] = []
  const stop = new AbortController()
  const opened: Notion[] = []
  const failures: unknown[] = []
  let closedUnanswered = 0

  async function pass({ line, body, version = '2025-09-03' }: Asked): Promise<Response> {
    const [method = '', path] = line.split(' ')
    return workspace.fetch(`http://workspace/v1/${path}`, {
      method,
      headers: { ...HEADERS, 'notion-version': version },
      body: method === 'GET' ? undefined : JSON.stringify(body),
    })
  }

  async function react(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const now = await read(request)
    asked.push(now)
    const found = acts.find(({ prefix, timesLeft }) => timesLeft > 0 && now.line.startsWith(prefix))
    if (found) found.timesLeft -= 1
    const reaction = found ? await found.act(now, () => pass(now)) : await pass(now)
    if (reaction === 'cut') return void request.socket.destroy()
    if (reaction === 'silence') return void response.on('close', () => (closedUnanswered += 1))
    response.writeHead(reaction.status, Object.fromEntries(reaction.headers)).end(await reaction.text())
  }

  const server = createServer((request, response) => {
    react(request, response).catch(error => {
      failures.push(error)
      request.socket.destroy()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))

  async function call(line: string, body: Json = {}): Promise<Json> {
    const answer = await pass({ line, body, version: undefined })
    const json: unknown = await answer.json()
    if (!answer.ok) throw new Error(`the workspace refused: ${JSON.stringify(json)}`)
    return z.record(z.string(), z.unknown()).parse(json)
  }

  return {
    ids: workspace.ids,
    url: `http://127.0.0.1:${portOf(server)}`,
    asked,
    /** Requests whose line starts so. */
    count: (prefix: string) => asked.filter(({ line }) => line.startsWith(prefix)).length,
    /** Requests left without an answer whose connection the client closed. */
    closedUnanswered: () => closedUnanswered,
    /** The next requests whose line starts so get this instead. */
    next(prefix: string, act: Act, times = 1) {
      acts.push({ prefix, timesLeft: times, act })
    },
    /** No request is treated otherwise any more. */
    forget: () => void acts.splice(0),
    call,
    sourceOf: async (database: string) =>
      Sources.parse(await call(`GET databases/${database}`)).data_sources[0]?.id ?? '',
    add: async (source: string, properties: Json) =>
      Id.parse(await call('POST pages', { parent: { type: 'data_source_id', data_source_id: source }, properties })).id,
    open(more: Partial<NotionOptions> = {}): Notion {
      const notion = openNotion({
        token: 't',
        baseUrl: `http://127.0.0.1:${portOf(server)}`,
        requestsPerMinute: 6000,
        log: silentLog,
        signal: stop.signal,
        timeoutMs: 2000,
        firstWaitMs: 2,
        probeWaitsMs: [5, 10, 20],
        ...more,
      })
      opened.push(notion)
      return notion
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      for (const notion of opened) await notion.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      workspace.close()
      if (failures.length > 0) throw failures[0]
    },
  }
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  const version = request.headers['notion-version']
  return {
    line: `${request.method} ${request.url?.replace(/^\/+v1\//, '')}`,
    body: text === '' ? {} : z.record(z.string(), z.unknown()).parse(JSON.parse(text)),
    version: typeof version === 'string' ? version : undefined,
  }
}

/** An error as Notion words it. */
export const refusal = (status: number, code: string, more: Json = {}, headers: Record<string, string> = {}) =>
  Response.json({ object: 'error', status, code, message: 'm', ...more, request_id: 'r' }, { status, headers })

export const html = (status: number, headers: Record<string, string> = {}) =>
  new Response('<html><body>Hello</body></html>', { status, headers: { 'content-type': 'text/html', ...headers } })

/** The request does its work, then this comes back. */
export const savedThen =
  (reaction: Reaction): Act =>
  async (_asked, pass) => {
    await pass()
    return reaction
  }

/** The answer to a write that was saved too late to be answered. */
export const savedButLate = async (pass: () => Promise<Response>) => {
  const { id } = Id.parse(await (await pass()).json())
  return refusal(503, 'service_unavailable', {
    additional_data: { deadline_ms: '55000', committed_resource_id: id, committed_child_ids: [] },
  })
}

/** The clock that is never set, put forward; `vi.restoreAllMocks()` ends it. */
export function clockAhead() {
  const real = performance.now.bind(performance)
  let ahead = 0
  vi.spyOn(performance, 'now').mockImplementation(() => real() + ahead)
  return {
    forward(ms: number) {
      ahead += ms
    },
  }
}

/** A log that keeps its lines: the level, the message, the reason when there is one. */
export function saidBy() {
  const lines: string[] = []
  const at =
    (level: string) =>
    (fields: object, message: string): void => {
      const reason = 'reason' in fields ? `: ${String(fields.reason)}` : ''
      lines.push(`${level}: ${message}${reason}`)
    }
  const log: Log = { ...silentLog, error: at('error'), warn: at('warn'), info: at('info'), child: () => log }
  return { log, lines }
}

/** Notion access without a lane, whose waits would be most of what a test of very many calls takes. */
export function openDirect(fetch: typeof globalThis.fetch, log: Log = silentLog): Notion {
  const signal = new AbortController().signal
  const notion = openNotion({ token: 't', baseUrl: 'http://direct', requestsPerMinute: 1, fetch, log, signal })
  const client = new Client({ auth: 't', fetch, notionVersion: API_VERSION, retry: false, logger: () => {} })
  return { ...notion, once: send => send(client), repeatable: send => send(client) }
}

/** Named texts of one test. */
export function memoryOf(kept = new Map<string, string>()) {
  return {
    kept,
    recall: (name: string) => kept.get(name),
    remember: (name: string, value: string) => void kept.set(name, value),
  }
}
