// Prepared statements, kept for the next time.

import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { z } from 'zod'
import type { Sql, SqlValue } from '../query/sql.ts'

const KEPT = 200

type Bound = SqlValue | Uint8Array

export interface Statements {
  run(text: string, ...values: Bound[]): void
  /** The first column of the first row. */
  column(text: string, ...values: Bound[]): unknown
  rows(query: Sql): Record<string, unknown>[]
  /** The JSON of the first column, as the shape says. */
  record<T>(shape: z.ZodType<T>, text: string, ...values: Bound[]): T | undefined
  records<T>(shape: z.ZodType<T>, text: string, ...values: Bound[]): T[]
}

export function openStatements(db: DatabaseSync): Statements {
  const statements = new Map<string, StatementSync>()
  const prepared = (text: string) => {
    if (statements.size > KEPT) statements.clear()
    const statement = statements.get(text) ?? db.prepare(text)
    statements.set(text, statement)
    return statement
  }
  const column = (text: string, ...values: Bound[]) => firstOf(prepared(text).get(...values))
  return {
    run: (text, ...values) => void prepared(text).run(...values),
    column,
    rows: query => prepared(query.text).all(...query.values),
    record(shape, text, ...values) {
      const found = column(text, ...values)
      return typeof found === 'string' ? shape.parse(JSON.parse(found)) : undefined
    },
    records: (shape, text, ...values) =>
      prepared(text)
        .all(...values)
        .map(row => shape.parse(JSON.parse(String(firstOf(row))))),
  }
}

const firstOf = (row: Record<string, unknown> | undefined): unknown => Object.values(row ?? {})[0]
