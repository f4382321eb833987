// A workspace in memory with the official client on it, and a table to write into.

import { APIResponseError, Client } from '@notionhq/client'
import type { Workspace, WorkspaceOptions } from '../../../src/workspace/workspace.ts'
import { openWorkspace } from '../../../src/workspace/workspace.ts'

export type Json = Record<string, unknown>

export interface TestApi {
  workspace: Workspace
  client: Client
  /** A request as the client would send it, with whatever body. */
  send(method: 'get' | 'post' | 'patch', path: string, body?: Json): Promise<Json>
  /** A new table with these columns. */
  table(properties: Json): Promise<string>
  addRow(table: string, properties: Json): Promise<string>
  query(table: string, body: Json): Promise<Json & { results: Json[] }>
}

export function openApi(options: Partial<WorkspaceOptions> & { version?: string } = {}): TestApi {
  const { version = '2025-09-03', ...rest } = options
  const workspace = openWorkspace({ file: ':memory:', ...rest })
  const client = new Client({
    auth: 'local',
    fetch: workspace.fetch,
    retry: false,
    notionVersion: version,
    logger: () => {},
  })
  const send: TestApi['send'] = (method, path, body) => client.request<Json>({ method, path, body })
  return {
    workspace,
    client,
    send,
    async table(properties) {
      const page = await send('post', 'databases', {
        parent: { type: 'workspace', workspace: true },
        title: [{ text: { content: 'Test' } }],
        initial_data_source: { properties },
      })
      return at(page, 'data_sources', 0, 'id') as string
    },
    async addRow(table, properties) {
      const page = await send('post', 'pages', { parent: { data_source_id: table }, properties })
      return String(page.id)
    },
    query: async (table, body) =>
      (await send('post', `data_sources/${table}/query`, body)) as Json & { results: Json[] },
  }
}

/** A value deep in an answer. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key], value)
}

/** The titles of an answer's rows, in order. */
export const titles = (answer: { results: Json[] }, column = 'Name'): string[] =>
  answer.results.map(row => String(at(row, 'properties', column, 'title', 0, 'plain_text')))

export const title = (content: string): Json => ({ title: [{ text: { content } }] })
export const text = (content: string): Json => ({ rich_text: [{ text: { content } }] })

/** What the official client throws; fails when the call works. */
export async function refusal(call: Promise<unknown>): Promise<{ status: number; code: string; message: string }> {
  try {
    await call
  } catch (error) {
    if (APIResponseError.isAPIResponseError(error))
      return { status: error.status, code: error.code, message: error.message }
    throw error
  }
  throw new Error('the call should have been refused')
}
