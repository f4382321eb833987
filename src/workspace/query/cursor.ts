// Cursors: opaque to the caller, good for their own query only. They hold the last row's place in the order,
// so rows that leave the result while someone pages do not make others be skipped.

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { validationError } from '../api/api-error.ts'
import type { SortTerm } from './sort-sql.ts'
import { join, raw, type Sql, sql } from './sql.ts'

export interface Cursor {
  /** Rows given out so far. */
  count: number
  /** The sort terms' values of the last row. */
  keys: (string | number | null)[]
}

const Shape = z.tuple([z.string(), z.number(), z.array(z.union([z.string(), z.number(), z.null()]))])

/** What a cursor is bound to. */
export const queryHash = (query: unknown): string =>
  createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 16)

export const writeCursor = (hash: string, { count, keys }: Cursor): string =>
  Buffer.from(JSON.stringify([hash, count, keys])).toString('base64url')

export function readCursor(text: string, hash: string, terms: readonly SortTerm[]): Cursor {
  const parsed = Shape.safeParse(parseJson(Buffer.from(text, 'base64url').toString()))
  const keys = parsed.data?.[2]
  if (!parsed.data || parsed.data[0] !== hash || keys?.length !== terms.length)
    throw validationError(`The start_cursor provided is invalid: ${text}`)
  return { count: parsed.data[1], keys: parsed.data[2] }
}

/** True for rows behind the cursor: larger in the first term that differs. `columns` name the terms. */
export function isBehind(cursor: Cursor, terms: readonly SortTerm[], columns: readonly string[]): Sql {
  const ways = terms.map((term, index) => {
    const equal = cursor.keys.slice(0, index).map((key, at) => sql`${raw(columns[at] ?? '')} IS ${key}`)
    const column = raw(columns[index] ?? '')
    const key = cursor.keys[index] ?? null
    const differs = term.direction === 'ASC' ? sql`${column} > ${key}` : sql`${column} < ${key}`
    return sql`(${join([...equal, differs], ' AND ')})`
  })
  return sql`(${join(ways, ' OR ')})`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
