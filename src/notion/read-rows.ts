// Rows of a table as Notion answers them, portion by portion, with the lists whole that Notion cuts at 25.

import { z } from 'zod'
import { Transient } from '../errors.ts'
import type { Notion } from './client.ts'
import { Misfit } from './faults.ts'
import { expectForm, Page } from './page.ts'

const Row = Page.loose()
export type ReadRow = z.infer<typeof Row>
type Cell = ReadRow['properties'][string]

const Listing = z.object({
  results: z.array(Row),
  next_cursor: z.string().nullable(),
  request_status: z.object({ type: z.string() }).optional(),
})
const Items = z.object({ results: z.array(z.record(z.string(), z.unknown())), next_cursor: z.string().nullable() })

const PORTION = 100
const MOST_RESTARTS = 3
/** So many references of a cell are in a row; the rest has to be asked for. */
const SHOWN_REFERENCES = 25

/**
 * The newest rows first, `limit` of them at most. Beyond the 10,000 rows Notion gives out for one query it asks again,
 * for those that are not newer than the last.
 * @throws Transient when more than 10,000 rows were made in one minute, which no query tells apart
 */
export async function* readRows(notion: Notion, dataSourceId: string, limit: number): AsyncGenerator<ReadRow[]> {
  const seen = new Set<string>()
  let until: string | undefined
  while (seen.size < limit) {
    const before = seen.size
    const window = windowOf(notion, dataSourceId, until)
    let isWhole = true
    for await (const { results, request_status: status } of window) {
      const fresh = results.filter(row => !seen.has(row.id)).slice(0, limit - seen.size)
      for (const row of fresh) seen.add(row.id)
      until = results.at(-1)?.created_time ?? until
      isWhole = status?.type !== 'incomplete'
      const whole = []
      for (const row of fresh) whole.push(await withWholeLists(notion, row))
      if (whole.length > 0) yield whole
      if (seen.size >= limit) return
    }
    if (isWhole) return
    if (seen.size === before) throw new Transient('more than 10,000 rows were made in one minute; Notion gives no more')
  }
}

/**
 * One query to its end; `until`: rows made after that minute are left out. When its cursor dies while lists are read, it
 * begins again, and rows come twice.
 */
async function* windowOf(notion: Notion, dataSourceId: string, until: string | undefined) {
  const filter = until && { timestamp: 'created_time', created_time: { on_or_before: until } }
  const path = `data_sources/${dataSourceId}/query`
  let restartsLeft = MOST_RESTARTS
  let cursor: string | undefined
  for (;;) {
    const body = {
      filter,
      sorts: [{ timestamp: 'created_time', direction: 'descending' }],
      start_cursor: cursor,
      page_size: PORTION,
    }
    const answer = await notion
      .repeatable(client => client.request({ method: 'post', path, body }))
      .catch((error: unknown) => {
        if (!(error instanceof Misfit) || cursor === undefined || restartsLeft === 0) throw error
      })
    cursor = undefined
    if (answer === undefined) {
      restartsLeft -= 1
      continue
    }
    const listing = expectForm(Listing, answer)
    yield listing
    if (listing.next_cursor === null) return
    cursor = listing.next_cursor
  }
}

async function withWholeLists(notion: Notion, row: ReadRow): Promise<ReadRow> {
  const properties: ReadRow['properties'] = {}
  for (const [name, cell] of Object.entries(row.properties))
    properties[name] = isCut(cell) ? await wholeCell(notion, row.id, cell) : cell
  return { ...row, properties }
}

function isCut(cell: Cell): boolean {
  const list = cell[String(cell.type)]
  if (!Array.isArray(list)) return false
  switch (cell.type) {
    case 'relation':
      return cell.has_more === true
    case 'people':
      return list.length >= SHOWN_REFERENCES
    case 'title':
    case 'rich_text':
      return list.filter(item => item?.type === 'mention').length >= SHOWN_REFERENCES
    default:
      return false
  }
}

async function wholeCell(notion: Notion, pageId: string, cell: Cell): Promise<Cell> {
  const type = String(cell.type)
  const items: unknown[] = []
  let cursor: string | undefined
  do {
    const query = { page_size: PORTION, ...(cursor && { start_cursor: cursor }) }
    const answer = await notion.repeatable(client =>
      client.request({ method: 'get', path: `pages/${pageId}/properties/${cell.id}`, query }),
    )
    const { results, next_cursor: next } = expectForm(Items, answer)
    items.push(...results.map(item => item[type]))
    cursor = next ?? undefined
  } while (cursor)
  return { ...cell, [type]: items, has_more: false }
}
