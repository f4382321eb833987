// Cursors: opaque to the caller, good for their own query only. They hold the last row's place in the order,
// so rows that leave the result while someone pages do not make others be skipped.

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { validationError } from '../api/api-error.ts'
import type { SortTerm } from './sort-sql.ts'
import { join, type Sql, sql } from './sql.ts'

export interface Cursor {
  /** Rows given out so far. */
  count: number
  /** The sort terms' values of the last row; null is empty. */
  keys: (string | number | null)[]
}

const Shape = z.tuple([z.string(), z.int().min(1), z.array(z.union([z.string(), z.number(), z.null()]))])

/** What a cursor is bound to. */
export const queryHash = (query: unknown): string =>
  createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 16)

export const writeCursor = (hash: string, { count, keys }: Cursor): string =>
  Buffer.from(JSON.stringify([hash, count, keys])).toString('base64url')

export function readCursor(text: string, hash: string, terms: readonly SortTerm[]): Cursor {
  const parsed = Shape.safeParse(parseJson(Buffer.from(text, 'base64url').toString()))
  const keys = parsed.data?.[2] ?? []
  if (parsed.data?.[0] !== hash || keys.length !== terms.length || keys.at(-1) === null)
    throw validationError(`The start_cursor provided is invalid: ${text}`)
  return { count: parsed.data[1], keys }
}

/** True for rows behind the cursor: further on in the first term that differs. */
export function isBehind({ keys }: Cursor, terms: readonly SortTerm[]): Sql {
  const ways = terms.flatMap((term, index) => {
    const beyond = isBeyond(term, keys[index] ?? null)
    if (!beyond) return []
    const equal = terms.slice(0, index).map((before, at) => sql`${before.sql} IS ${keys[at] ?? null}`)
    return [sql`(${join([...equal, beyond], ' AND ')})`]
  })
  return sql`(${join(ways, ' OR ')})`
}

/** Empty values are last, so nothing is beyond one. */
function isBeyond({ sql: value, direction }: SortTerm, key: string | number | null): Sql | undefined {
  if (key === null) return undefined
  const differs = direction === 'ASC' ? sql`${value} > ${key}` : sql`${value} < ${key}`
  return sql`(${differs} OR ${value} IS NULL)`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
