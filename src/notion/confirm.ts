// Whether Notion holds what was meant: the cells of its answer beside the values that were to be written.

import { Transient } from '../errors.ts'
import { type CellValue, readText, sameCell } from './cells.ts'
import type { Row, Values } from './page.ts'
import type { Schema } from './schema.ts'

/** What differs, in words, one entry a column. */
export function differences<F extends string>(row: Row<F>, values: Values<F>, schema: Schema<F>): string[] {
  return (Object.keys(values) as F[]).flatMap(field => {
    const column = schema.columns[field]
    const meant: CellValue | undefined = values[field]
    const cell = row.cells[field]
    if (!column || meant === undefined || sameCell(column, meant, cell)) return []
    return [`"${column.name}" should be ${shown(meant)}, it is ${shown(readText(cell) ?? null)}`]
  })
}

/** @throws Transient naming both values of each column that differs */
export function confirm<F extends string>(row: Row<F>, values: Values<F>, schema: Schema<F>): Row<F> {
  const found = differences(row, values, schema)
  if (found.length === 0) return row
  throw new Transient(`Notion does not hold what was written: ${found.join('; ')}`, { fields: { page: row.page.id } })
}

const LONGEST_SHOWN = 80

function shown(value: CellValue): string {
  if (value === null) return 'empty'
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return `"${text.slice(0, LONGEST_SHOWN)}"`
}
