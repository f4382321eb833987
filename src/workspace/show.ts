// The workspace's tables for a terminal.

import { z } from 'zod'
import type { Workspace } from './workspace.ts'

export interface ShownTable {
  title: string
  columns: readonly string[]
  /** Cells as text, one record a row. */
  rows: readonly Record<string, string>[]
}

const Names = z.array(z.object({ name: z.string() }))
const Texts = z.array(z.object({ plain_text: z.string() }))
const Cell = z.object({ type: z.string() }).loose()
const Listing = z.object({
  results: z.array(z.object({ properties: z.record(z.string(), Cell) })),
  next_cursor: z.string().nullable(),
})

/** Reads all rows of both databases through the API itself. */
export async function workspaceTables(workspace: Workspace): Promise<ShownTable[]> {
  return Promise.all([workspace.ids.agentTasks, workspace.ids.tracks].map(id => readTable(workspace, id)))
}

async function readTable(workspace: Workspace, databaseId: string): Promise<ShownTable> {
  const database = z
    .object({ title: Texts, data_sources: z.array(z.object({ id: z.string() })).min(1) })
    .parse(await call(workspace, `databases/${databaseId}`))
  const source = database.data_sources[0]?.id ?? ''
  const schema = z
    .object({ properties: z.record(z.string(), z.unknown()) })
    .parse(await call(workspace, `data_sources/${source}`))
  const rows: Record<string, string>[] = []
  let cursor: string | null = null
  do {
    const body = {
      page_size: 100,
      sorts: [{ timestamp: 'created_time', direction: 'ascending' }],
      ...(cursor ? { start_cursor: cursor } : {}),
    }
    const listing: z.infer<typeof Listing> = Listing.parse(await call(workspace, `data_sources/${source}/query`, body))
    rows.push(...listing.results.map(({ properties }) => asText(properties)))
    cursor = listing.next_cursor
  } while (cursor)
  return { title: database.title.map(part => part.plain_text).join(''), columns: Object.keys(schema.properties), rows }
}

async function call(workspace: Workspace, path: string, body?: unknown): Promise<unknown> {
  const headers = { authorization: 'Bearer local', 'notion-version': '2025-09-03', 'content-type': 'application/json' }
  const answer = await workspace.fetch(
    `http://workspace/v1/${path}`,
    body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers },
  )
  return answer.json()
}

function asText(properties: Record<string, z.infer<typeof Cell>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, cell]) =>
      [cellText(cell)].flatMap(text => (text ? [[name, text]] : [])),
    ),
  )
}

function cellText(cell: z.infer<typeof Cell>): string {
  const value = cell[cell.type]
  const texts = Texts.safeParse(value)
  if (texts.success) return texts.data.map(part => part.plain_text).join('')
  const names = Names.safeParse(value)
  if (names.success) return names.data.map(option => option.name).join(', ')
  const named = z.object({ name: z.string() }).safeParse(value)
  if (named.success) return named.data.name
  const date = z.object({ start: z.string() }).safeParse(value)
  if (date.success) return date.data.start
  if (value === true) return '✓'
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** A heading and, per row, its filled cells, each cut to the width; long fingerprints do not fill the screen. */
export function tableLines(table: ShownTable, width: number): string[] {
  const [first = ''] = table.columns
  return [
    `${table.title} (${table.rows.length} rows)`,
    ...table.rows.flatMap(row => {
      const title = Object.entries(row).find(([name]) => /^(title|task name|name)$/i.test(name))
      const rest = Object.entries(row).filter(([name]) => name !== title?.[0])
      return [
        `  ${title?.[1] ?? row[first] ?? 'untitled'}`,
        ...rest.map(([name, text]) => cut(`    ${name.trim()}: ${text}`, width)),
      ]
    }),
  ]
}

const cut = (line: string, width: number) =>
  (line.length > width ? `${line.slice(0, Math.max(20, width - 1))}…` : line).replaceAll('\n', ' ')
