// All rows of a query, oldest first: over dying cursors and over Notion's end at 10,000 results.

import { z } from 'zod'
import { Environment, Transient } from '../errors.ts'
import type { Notion } from './client.ts'
import { Misfit } from './faults.ts'
import { expectForm, Page } from './page.ts'

export type Filter = Record<string, unknown>

export interface Query {
  filter: Filter
  /** Stop after so many rows; default: all of them. */
  limit?: number
}

const Listing = z.object({
  results: z.array(z.object({ object: z.string() }).loose()),
  next_cursor: z.string().nullable(),
  has_more: z.boolean(),
  request_status: z.object({ type: z.string() }).optional(),
})
type Listing = z.infer<typeof Listing>

/** A pass over one window of rows: those created at or after `since` (ISO minute). */
interface Pass extends Query {
  since?: string
  /** Rows by id: a row that moved while pages were read, or stands in two windows, comes once. */
  rows: Map<string, Page>
  restartsLeft: number
}

const PAGE_SIZE = 100
const MOST_RESTARTS = 3

/** An answer that stops short is never "no more rows". */
export async function queryPages(notion: Notion, dataSourceId: string, query: Query): Promise<Page[]> {
  const pass: Pass = { ...query, rows: new Map(), restartsLeft: MOST_RESTARTS }
  for (;;) {
    const { complete, newest } = await readWindow(notion, dataSourceId, pass)
    if (complete) return [...pass.rows.values()].slice(0, query.limit)
    if (newest === undefined) throw new Transient('Notion ended a query before its first row')
    if (newest === pass.since)
      throw new Environment(`more rows were created in the minute ${newest} than Notion lists (10,000)`)
    pass.since = newest
  }
}

/** Reads a window from its first page; from there again when its cursor dies on the way. */
async function readWindow(
  notion: Notion,
  dataSourceId: string,
  pass: Pass,
): Promise<{ complete: boolean; newest?: string }> {
  let cursor: string | undefined
  let newest: string | undefined
  for (;;) {
    const listing = await nextPage(notion, dataSourceId, { ...bodyOf(pass), start_cursor: cursor }).catch(
      restartOn(pass, cursor),
    )
    if (!listing) {
      cursor = undefined
      continue
    }
    for (const page of pagesOf(listing)) {
      pass.rows.set(page.id, page)
      newest = minuteOf(page.created_time)
    }
    if (pass.limit !== undefined && pass.rows.size >= pass.limit) return { complete: true }
    if (listing.request_status?.type === 'incomplete' && !listing.has_more) return { complete: false, newest }
    if (!listing.has_more) return { complete: true }
    if (listing.next_cursor === null) throw new Transient('Notion names more rows and no way to them')
    cursor = listing.next_cursor
  }
}

async function nextPage(notion: Notion, dataSourceId: string, body: Record<string, unknown>): Promise<Listing> {
  const answer = await notion.repeatable(
    client => client.request({ method: 'post', path: `data_sources/${dataSourceId}/query`, body }),
    { endpoint: 'dataSources.query' },
  )
  return expectForm(Listing, answer)
}

/** Notion forgets the session behind a cursor; the refusal has the code of any wrong value, so the cursor decides. */
function restartOn(pass: Pass, cursor: string | undefined): (error: unknown) => undefined {
  return error => {
    if (!(error instanceof Misfit) || cursor === undefined) throw error
    if (pass.restartsLeft === 0)
      throw new Transient(`Notion dropped a query in the middle ${MOST_RESTARTS + 1} times`, { cause: error })
    pass.restartsLeft -= 1
  }
}

function bodyOf({ filter, since, limit }: Pass): Record<string, unknown> {
  return {
    filter: since === undefined ? filter : allOf(filter, createdSince(since)),
    sorts: [{ timestamp: 'created_time', direction: 'ascending' }],
    page_size: Math.min(limit ?? PAGE_SIZE, PAGE_SIZE),
  }
}

/** A filter is always given, so that a query can be cut into windows. */
export const EVERY_ROW: Filter = { timestamp: 'created_time', created_time: { on_or_after: '2000-01-01' } }

export const createdSince = (minute: string): Filter => ({
  timestamp: 'created_time',
  created_time: { on_or_after: minute },
})

/** Notion nests filters two levels deep, so an `and` is lengthened, not wrapped. */
const allOf = (filter: Filter, more: Filter): Filter =>
  Array.isArray(filter.and) ? { and: [...filter.and, more] } : { and: [filter, more] }

/** A wiki lists tables among its pages. */
const pagesOf = (listing: Listing): Page[] =>
  listing.results.filter(({ object }) => object === 'page').map(result => expectForm(Page, result))

export const minuteOf = (time: string | Date): string => `${new Date(time).toISOString().slice(0, 16)}:00.000Z`
