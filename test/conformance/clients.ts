// Other people's clients, each as a function that runs one operation against a base URL.

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { arch, platform } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { Client } from '@notionhq/client'
import { type Json, OPERATIONS, type Run, wireOf } from './operations.ts'

const MODULES = join(import.meta.dirname, 'node_modules')
export const MCP_SERVER = join(MODULES, '@notionhq/notion-mcp-server/bin/cli.mjs')
export const API_DESCRIPTION = join(MODULES, '@notionhq/notion-mcp-server/scripts/notion-openapi.json')
export const NTN = join(MODULES, `ntn/dist/ntn-${platform()}-${arch()}/ntn`)
const VERSIONS = ['2022-06-28', '2025-09-03', '2026-03-11']

export interface TestClient {
  run: Run
  close(): Promise<void> | void
}

/** Warnings of the SDK, such as an argument it dropped, are faults. */
export function officialSdk(baseUrl: string): TestClient {
  const logger = (_level: unknown, message: string) => {
    if (/dropp|unknown param/i.test(message)) throw new Error(message)
  }
  const client = new Client({ auth: 'local', baseUrl, retry: false, logger })
  return {
    run: async (name, args = {}) => (await OPERATIONS[name].sdk(client, args as never)) as Json,
    close: () => {},
  }
}

/** The official MCP server, spoken to as its agents do: JSON-RPC, a line a message, over stdin and stdout. */
export async function officialMcpServer(baseUrl: string): Promise<TestClient> {
  const server = spawn(process.execPath, [MCP_SERVER], {
    env: { ...process.env, BASE_URL: baseUrl, NOTION_TOKEN: 'local' },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const ask = jsonRpc(server)
  const clientInfo = { name: 'conformance', version: '1' }
  await ask('initialize', { protocolVersion: '2025-03-26', capabilities: {}, clientInfo })
  return {
    async run(name, args = {}) {
      const { content } = (await ask('tools/call', { name: `API-${name}`, arguments: args })) as {
        content: { text: string }[]
      }
      return answerIn(content[0]?.text ?? '')
    },
    close: () => void server.kill(),
  }
}

function jsonRpc(server: ChildProcess): (method: string, params: Json) => Promise<unknown> {
  const waiting = new Map<number, (message: Json) => void>()
  if (server.stdout) {
    createInterface({ input: server.stdout }).on('line', line => {
      const message = JSON.parse(line) as Json
      waiting.get(Number(message.id))?.(message)
    })
  }
  let last = 0
  return async (method, params) => {
    last += 1
    const id = last
    const { promise, resolve } = Promise.withResolvers<Json>()
    waiting.set(id, resolve)
    server.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`)
    const message = await promise
    if (message.error) throw new Error(JSON.stringify(message.error))
    return message.result
  }
}

/** Notion's own command line program, which is written in Rust. It asks its documentation for the versions it may send. */
export async function officialCommandLine(baseUrl: string, home: string): Promise<TestClient> {
  const notionVersion = { schema: { enum: VERSIONS } }
  const docs = createServer((_request, response) => {
    response.end(JSON.stringify({ openapi: '3.1.0', paths: {}, components: { parameters: { notionVersion } } }))
  })
  await new Promise<void>(resolve => docs.listen(0, '127.0.0.1', resolve))
  const { port } = docs.address() as AddressInfo
  const env = {
    NOTION_API_BASE_URL: baseUrl,
    NOTION_API_DOCS_BASE_URL: `http://127.0.0.1:${port}`,
    NOTION_API_TOKEN: 'local',
    NOTION_API_VERSION: '2026-03-11',
    NOTION_KEYRING: '0',
    NOTION_HOME: home,
    HOME: home,
  }
  return {
    async run(name, args = {}) {
      const { method, path, body } = wireOf(name, args)
      const data = body ? ['-d', JSON.stringify(body)] : []
      const running = promisify(execFile)(NTN, ['api', path, '-X', method, ...data], { env })
      running.child.stdin?.end()
      const done = await running.catch(error => error)
      return answerIn(done.stdout || done.stderr)
    },
    close: () => void docs.close(),
  }
}

/** @throws Error with Notion's message when the answer is an error */
function answerIn(text: string): Json {
  const start = text.indexOf('{')
  const answer = start === -1 ? undefined : (JSON.parse(text.slice(start)) as Json)
  if (!answer || answer.object === 'error' || answer.status === 'error') throw new Error(text)
  return answer
}
