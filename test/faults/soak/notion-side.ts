// Notion as the program meets it: the local workspace behind a network with delays and faults. A person reaches it directly.

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import type { FaultRule } from '../../../src/workspace/switches/settings.ts'
import { openWorkspace } from '../../../src/workspace/workspace.ts'
import type { Gate } from './gate.ts'
import type { Random } from './seed.ts'
import type { VirtualTime } from './virtual-time.ts'

export const TOKEN = 'ntn_aTokenThatIsUsedForNothingElse'

const Cell = z.object({ type: z.string() }).loose()
const Page = z.object({
  id: z.string(),
  in_trash: z.boolean(),
  properties: z.record(z.string(), Cell),
})
export type Page = z.infer<typeof Page>
const Pages = z.object({ results: z.array(Page), has_more: z.boolean(), next_cursor: z.string().nullable() })
const Sources = z.object({ data_sources: z.array(z.object({ id: z.string() })).min(1) })
const Comments = z.object({ results: z.array(z.object({ rich_text: z.array(z.object({ plain_text: z.string() })) })) })

export type Table = 'tasks' | 'tracks'

/** As a person reaches it: at once, and always. */
export interface NearSide {
  ids: { agentTasks: string; tracks: string }
  /** Their data sources. */
  sources: Record<Table, string>
  add(table: Table, properties: object): Promise<string>
  edit(page: string, change: object): Promise<void>
  read(page: string): Promise<Page>
  /** Every row that is not in the trash. */
  rows(table: Table): AsyncGenerator<Page>
  comments(page: string): Promise<string[]>
  close(): void
}

export interface NotionSide extends NearSide {
  /** What the program is given as `fetch` in one life. */
  fetchFor(gate: Gate): typeof fetch
  /** Called before a page is read by the program: a person may be faster. */
  beforeRead: (page: string) => Promise<void>
  /** No faults from now on. */
  calm(): void
  readonly seen: { requests: number; faults: number }
  /** Of all requests, their times and answers: the same for the same run. */
  trace(): string
}

export interface NotionSideOptions {
  dir: string
  time: VirtualTime
  random: Random
  faultPart: number
}

export async function openNotionSide({ dir, time, random, faultPart }: NotionSideOptions): Promise<NotionSide> {
  const near = await openNearSide(dir)
  const far = openWorkspace({ file: fileIn(dir), switches: { faults: faultRules(faultPart) } })
  const seen = { requests: 0, faults: 0 }
  const trace = createHash('sha256')
  const side: NotionSide = {
    ...near,
    seen,
    trace: () => trace.copy().digest('hex').slice(0, 12),
    beforeRead: async () => {},
    fetchFor: gate => async (input, init) => {
      await gate.pass('request')
      await time.sleep(random.between(30, 300))
      const [, page] = /\/v1\/pages\/([\w-]+)$/.exec(String(input)) ?? []
      if (page && (init?.method ?? 'GET') === 'GET') await side.beforeRead(page)
      seen.requests += 1
      try {
        const answer = await far.fetch(input, init)
        trace.update(`${time.now()} ${init?.method} ${input} ${answer.status}\n`)
        if (!answer.ok) seen.faults += 1
        await gate.pass('answer')
        return answer
      } catch (error) {
        seen.faults += 1
        await gate.pass('answer')
        throw error
      }
    },
    calm: () => far.switches.set({}),
    close() {
      far.close()
      near.close()
    },
  }
  return side
}

export async function openNearSide(dir: string): Promise<NearSide> {
  const near = openWorkspace({ file: fileIn(dir), queryRows: MOST_ROWS })

  async function call(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await near.fetch(`https://near.invalid/v1/${path}`, {
      method,
      headers: { authorization: 'Bearer person', 'notion-version': '2025-09-03', 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    })
    const json: unknown = await answer.json()
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`)
    return json
  }

  const sourceOf = async (id: string) => Sources.parse(await call('GET', `databases/${id}`)).data_sources[0]?.id ?? ''
  const sources = { tasks: await sourceOf(near.ids.agentTasks), tracks: await sourceOf(near.ids.tracks) }
  return {
    ids: near.ids,
    sources,
    add: async (table, properties) =>
      Page.parse(await call('POST', 'pages', { parent: { data_source_id: sources[table] }, properties })).id,
    edit: async (page, change) => void (await call('PATCH', `pages/${page}`, change)),
    read: async page => Page.parse(await call('GET', `pages/${page}`)),
    async *rows(table) {
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const answer = Pages.parse(
          await call('POST', `data_sources/${sources[table]}/query`, { page_size: 100, start_cursor: cursor }),
        )
        yield* answer.results
        cursor = answer.has_more ? answer.next_cursor : null
      }
    },
    comments: async page =>
      Comments.parse(await call('GET', `comments?block_id=${page}`)).results.map(({ rich_text }) =>
        rich_text.map(part => part.plain_text).join(''),
      ),
    close: near.close,
  }
}

/** A person who looks at all rows is shown all. */
const MOST_ROWS = 1_000_000
const fileIn = (dir: string) => join(dir, 'notion.db')

/** All kinds alike; a rule is asked only when those before it did not happen. */
function faultRules(part: number): FaultRule[] {
  const error = (status: number, code: string, headers?: Record<string, string>, limit?: string) => {
    const additionalData = limit ? { rate_limit_reason: limit } : undefined
    return { kind: 'answer', status, code, headers, additionalData } as const
  }
  const faults: FaultRule['fault'][] = [
    error(429, 'rate_limited', { 'retry-after': '20' }, 'public_api_space_request_rate_limit'),
    error(529, 'service_overload', { 'retry-after': '5' }),
    error(500, 'internal_server_error'),
    error(409, 'conflict_error'),
    { kind: 'html', status: 502 },
    { kind: 'cut', saved: false },
    { kind: 'cut', saved: true },
    { kind: 'committed' },
    { kind: 'halfBody' },
    { kind: 'queryOverload' },
  ]
  return faults.map(fault => ({
    match: fault.kind === 'answer' && fault.status === 409 ? { method: 'PATCH' } : {},
    chance: part / faults.length,
    fault,
  }))
}

/** A cell as text, number or truth; undefined when it is empty. */
export function shown(page: Page, column: string): string | number | boolean | undefined {
  const cell = page.properties[column]
  const value = cell?.[cell.type]
  if (value === null || value === undefined) return undefined
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value
  if (!Array.isArray(value)) return Named.parse(value).name
  const parts = z.array(z.object({ plain_text: z.string().optional(), name: z.string().optional() })).parse(value)
  return parts.map(part => part.plain_text ?? part.name).join(parts[0]?.name === undefined ? '' : ', ') || undefined
}

const Named = z.object({ name: z.string() })
