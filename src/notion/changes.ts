// Rows that changed since a cursor. Notion rounds edit times to the minute and its queries lag behind, so a look goes back
// further than the last one came, and a row seen twice is told from a row changed twice by what it holds.

import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Notion } from './client.ts'
import { readJson } from './memory.ts'
import { type Row, toRow } from './page.ts'
import { type Filter, minuteOf, queryPages } from './query.ts'
import type { Schema } from './schema.ts'

export interface Changes<F extends string> {
  /** Each once, as the query showed it. A row in the trash is in no query: read a row before working on it. */
  rows: Row<F>[]
  /** To be kept together with what was done about the rows, and given to the next look. */
  next: string
}

const Cursor = z.object({
  /** Edits up to this time were there to be seen (epoch ms). */
  seenTo: z.number(),
  /** Rows edited from here on are in `held`. */
  from: z.number(),
  /** How long after later edits one came into view, at most. */
  lateMs: z.number(),
  /** What rows held that the next look finds again. */
  held: z.record(z.string(), z.string()),
})
type Cursor = z.infer<typeof Cursor>

const MINUTE = 60_000
const NOTHING_SEEN: Cursor = { seenTo: 0, from: 0, lateMs: 0, held: {} }
/** More than stale reads of 30 seconds and a minute that is cut off ask for. */
const LEAST_OVERLAP_MS = 2 * MINUTE
const MOST_OVERLAP_MS = 60 * MINUTE

/** A first cursor: changes from this time on, by Notion's clock. */
export function cursorAt(time: Date): string {
  const at = time.getTime()
  return JSON.stringify({ seenTo: at, from: at, lateMs: 0, held: {} } satisfies Cursor)
}

/**
 * All rows without a cursor, or with one that cannot be read. Times are Notion’s own: our clock plays no part.
 * @param known the `next` of the last look whose work is done
 */
export async function changedSince<F extends string>(
  notion: Notion,
  schema: Schema<F>,
  known: string | undefined,
): Promise<Changes<F>> {
  const before = readJson(Cursor, known)
  const from = before ? sinceOf(before) : 0
  const startedAt = performance.now()
  const pages = await queryPages(notion, schema.dataSourceId, { filter: editedSince(from) })
  const tookMs = performance.now() - startedAt

  const found = pages.map(page => {
    const row = toRow(page, schema)
    return { row, editedAt: Date.parse(page.last_edited_time), holds: contentOf(row) }
  })
  const changed = found.filter(({ row, holds }) => before?.held[row.page.id] !== holds)
  const last = before ?? NOTHING_SEEN
  const seenTo = found.reduce((newest, { editedAt }) => Math.max(newest, editedAt - tookMs), last.seenTo)
  const lateMs = before
    ? changed.reduce((most, { editedAt }) => Math.max(most, lateBy(before, editedAt)), last.lateMs)
    : 0
  const next = { seenTo, lateMs, from: Math.max(from, sinceOf({ seenTo, lateMs })) }
  const kept = found.filter(({ editedAt }) => editedAt >= next.from)
  const held = Object.fromEntries(kept.map(({ row, holds }) => [row.page.id, holds]))
  return { rows: changed.map(({ row }) => row), next: JSON.stringify({ ...next, held }) }
}

/** The whole minute a look begins with: as far back as edits came late so far, and the least overlap more. */
function sinceOf({ seenTo, lateMs }: Pick<Cursor, 'seenTo' | 'lateMs'>): number {
  const since = seenTo - Math.min(LEAST_OVERLAP_MS + lateMs, MOST_OVERLAP_MS)
  return Math.floor(since / MINUTE) * MINUTE
}

/** Rows that were not looked at before say nothing about lateness. */
const lateBy = ({ seenTo, from }: Cursor, editedAt: number) => (editedAt < from ? 0 : seenTo - editedAt)

/** `from` 0: all rows. */
const editedSince = (from: number): Filter => ({
  timestamp: 'last_edited_time',
  last_edited_time: { on_or_after: minuteOf(new Date(Math.max(0, from))) },
})

/** A hash of what the program sees of a row. The addresses of files kept by Notion are new in each answer. */
function contentOf<F extends string>({ page, cells }: Row<F>): string {
  const shown = JSON.stringify([page.in_trash, page.is_archived, page.cover, cells], (key, value) =>
    key === 'file' || key === 'expiry_time' ? withoutQuery(value) : value,
  )
  // Of a list that is cut a change may be out of sight; the edit time tells then.
  const isCut = shown.includes('"has_more":true')
  return createHash('sha256')
    .update(isCut ? shown + page.last_edited_time : shown)
    .digest('base64url')
    .slice(0, 22)
}

function withoutQuery(file: unknown): unknown {
  const { data } = z.object({ url: z.string() }).safeParse(file)
  return data?.url.split('?')[0]
}
