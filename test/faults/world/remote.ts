// The Notion of a world: a local workspace on a loopback port that outlives the program and keeps count of what it did.

import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { serveWorkspace } from '../../../src/workspace/serve.ts'
import { ConnectionCut } from '../../../src/workspace/switches/fault-answers.ts'
import { openWorkspace } from '../../../src/workspace/workspace.ts'

export const TOKEN = 'ntn_killWorldTokenThatNobodyMaySee42'

const Cell = z.object({ type: z.string() }).loose()
const Page = z.object({
  id: z.string(),
  in_trash: z.boolean(),
  properties: z.record(z.string(), Cell),
  parent: z.object({ data_source_id: z.string().optional() }).loose(),
})
const Pages = z.object({ results: z.array(Page) })
const Sources = z.object({ data_sources: z.array(z.object({ id: z.string() })) })

export type Page = z.infer<typeof Page>

/** A cell of a row that a request changed. */
export interface Change {
  page: string
  column: string
  /** As Notion holds it after the request. */
  value: unknown
}

/** What a request is, before it reaches Notion or when it was done. */
export interface Moment {
  when: 'before' | 'after'
  /** Counts requests from 1. */
  number: number
  /** As in `PATCH pages`. */
  line: string
}

/** `cut` breaks the connection. */
type Listener = (moment: Moment) => 'pass' | 'cut'

export type Remote = Awaited<ReturnType<typeof openRemote>>

export async function openRemote() {
  const workspace = openWorkspace({ file: ':memory:' })
  const log = { lines: [] as string[], changes: [] as Change[], patched: [] as string[] }
  let onMoment: Listener = () => 'pass'

  async function pass(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await workspace.fetch(`https://notion.invalid/v1/${path}`, {
      method,
      headers: { authorization: 'Bearer world', 'notion-version': '2025-09-03', 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const json: unknown = await answer.json()
    if (!answer.ok) throw new Error(`the workspace refused: ${JSON.stringify(json)}`)
    return json
  }

  const read = async (id: string) => Page.parse(await pass('GET', `pages/${id}`))

  /** Lets a request of the program through and notes what it changed. */
  async function answer(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const path = new URL(String(input)).pathname.replace(/^\/+v1\//, '')
    const method = init?.method ?? 'GET'
    const line = `${method} ${path.replace(/[0-9a-f]{8}-?[0-9a-f-]{23,27}/g, '…')}`
    const number = log.lines.push(line)
    if (onMoment({ when: 'before', number, line }) === 'cut') throw new ConnectionCut()
    const [, page] = /^pages\/([\w-]+)$/.exec(path) ?? []
    const before = method === 'PATCH' && page ? await read(page) : undefined
    if (before) log.patched.push(before.id)
    const response = await workspace.fetch(input, init)
    if (before) noteChanges(before, await read(before.id))
    if (onMoment({ when: 'after', number, line }) === 'cut') throw new ConnectionCut()
    return response
  }

  function noteChanges(before: Page, after: Page): void {
    for (const [column, value] of Object.entries(after.properties))
      if (!isDeepStrictEqual(value, before.properties[column])) log.changes.push({ page: after.id, column, value })
  }

  const sourceOf = async (database: string) =>
    Sources.parse(await pass('GET', `databases/${database}`)).data_sources[0]?.id ?? ''
  const sources = { tasks: await sourceOf(workspace.ids.agentTasks), tracks: await sourceOf(workspace.ids.tracks) }
  const server = await serveWorkspace({ fetch: answer }, { port: 0 })

  return {
    url: server.url,
    ids: workspace.ids,
    sources,
    log,
    read,
    add: async (table: keyof typeof sources, properties: object) =>
      Page.parse(await pass('POST', 'pages', { parent: { data_source_id: sources[table] }, properties })).id,
    edit: (id: string, properties: object) => pass('PATCH', `pages/${id}`, { properties }),
    rows: async (table: keyof typeof sources) =>
      Pages.parse(await pass('POST', `data_sources/${sources[table]}/query`, {})).results,
    /** Called at each request of the program, before it reaches Notion and when it was done. */
    at(listener: Listener) {
      onMoment = listener
    },
    async close() {
      await server.close()
      workspace.close()
    },
  }
}

/** A cell's value as plain text, number or truth. */
export function plain(page: Page, column: string): unknown {
  const cell = page.properties[column]
  const value = cell?.[cell.type]
  if (!Array.isArray(value)) return z.object({ name: z.string() }).safeParse(value).data?.name ?? value
  const parts = z.array(z.object({ plain_text: z.string().optional(), name: z.string().optional() })).parse(value)
  return parts.map(part => part.plain_text ?? part.name).join('')
}
