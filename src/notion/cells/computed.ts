// Computed cells: formula and rollup, read as the values they come to.

import { z } from 'zod'
import { Cell, type CellType, expectValue } from './cell-type.ts'
import { dateText, readDate } from './dates.ts'
import { isWhole } from './references.ts'
import type { Computed, Reading, RolledUp } from './values.ts'

const Result = z.object({ type: z.string() }).loose()

export const formula: CellType<Computed> = {
  reads: 'the text, number, date or true/false it comes to (over the first 25 related rows)',
  read: value => single(expectValue(Result, value, 'formula')),
  text: textOf,
}

/** @param items how a rollup's cells are read: `reading` one of them, `text` its words */
export function rollup(items: {
  read(cell: Cell): Reading
  text(reading: Reading): string
}): CellType<Computed | RolledUp> {
  return {
    reads: 'the number or date it comes to, or the related rows’ cells; 25 of them may not be all',
    read(value, cell) {
      const result = expectValue(Result, value, 'rollup')
      if (result.type !== 'array') return single(result)
      const cells = expectValue(z.array(Cell), result.array, 'rollup.array')
      return { items: cells.map(items.read), complete: isWhole(cell, cells.length) }
    },
    text: value =>
      typeof value === 'object' && 'items' in value
        ? value.items
            .map(items.text)
            .filter(text => text.trim() !== '')
            .join(', ')
        : textOf(value),
  }
}

/** Unsupported and unfinished results are no value. */
function single(result: z.infer<typeof Result>): Computed | undefined {
  const value = result[result.type]
  switch (result.type) {
    case 'string':
      return expectValue(z.string().nullable(), value, 'string') || undefined
    case 'number':
      return expectValue(z.number().nullable(), value, 'number') ?? undefined
    case 'boolean':
      return expectValue(z.boolean().nullable(), value, 'boolean') ?? undefined
    case 'date':
      return readDate(value)
    default:
      return undefined
  }
}

function textOf(value: Computed): string {
  return typeof value === 'object' ? dateText(value) : String(value)
}
