// Rows of a Notion that lives in a list: a test says what happens around each request, and who wrote each cell is known.

import { Transient } from '../../../src/errors.ts'
import type { FieldValue, RowNow, RowPort } from '../../../src/model/write.ts'

export type Who = 'person' | 'program'
/** Before a request reaches Notion, and after it has been done there but before its answer arrives. */
export type Moment = 'read' | 'read done' | 'write' | 'write done'

interface Cell {
  value: FieldValue
  by: Who
}

export interface ScriptedRow {
  cells: Map<string, Cell>
  inTrash: boolean
}

export function scriptedRows() {
  const rows = new Map<string, ScriptedRow>()
  const asRead = new Map<string, Map<string, FieldValue>>()
  const writes: { page: string; values: Readonly<Record<string, FieldValue>> }[] = []
  const script = {
    at: async (_moment: Moment, _page: string): Promise<void> => {},
    /** Told of each cell that the program is about to change. */
    onChange: (_field: string, _before: Cell | undefined, _value: FieldValue): void => {},
  }

  const rowOf = (page: string) => {
    const row = rows.get(page) ?? { cells: new Map<string, Cell>(), inTrash: false }
    rows.set(page, row)
    return row
  }
  const snapshot = (page: string) => new Map([...rowOf(page).cells].map(([field, { value }]) => [field, value]))

  const port: RowPort = {
    async read(page) {
      await script.at('read', page)
      const cells = snapshot(page)
      const { inTrash } = rowOf(page)
      asRead.set(page, cells)
      await script.at('read done', page)
      return rowNow(cells, inTrash)
    },
    async write(page, values) {
      await script.at('write', page)
      const [before, row] = [asRead.get(page), rowOf(page)]
      const moved = Object.keys(values).find(field => !isSame(before?.get(field), row.cells.get(field)?.value))
      if (moved) throw new Transient(`${moved} was changed by somebody else`)
      for (const [field, value] of Object.entries(values)) {
        script.onChange(field, row.cells.get(field), value)
        row.cells.set(field, { value, by: 'program' })
      }
      writes.push({ page, values })
      await script.at('write done', page)
    },
  }

  return {
    port,
    script,
    writes,
    edit(page: string, field: string, value: FieldValue) {
      rowOf(page).cells.set(field, { value, by: 'person' })
    },
    row: rowOf,
    cell: (page: string, field: string) => rowOf(page).cells.get(field)?.value,
    writer: (page: string, field: string) => rowOf(page).cells.get(field)?.by,
  }
}

export const isBlank = (value: FieldValue | undefined) =>
  value === undefined || value === null || value === '' || value === false || (Array.isArray(value) && !value.length)

function isSame(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  return (isBlank(a) && isBlank(b)) || JSON.stringify(a) === JSON.stringify(b)
}

const optionsIn = (value: FieldValue | undefined): string[] =>
  value !== null && typeof value === 'object' ? [...value] : []

function rowNow(cells: ReadonlyMap<string, FieldValue>, inTrash: boolean): RowNow {
  return {
    inTrash,
    takes: field => field !== 'no column',
    isEmpty: field => isBlank(cells.get(field)),
    holds: (field, value) => isSame(cells.get(field), value),
    options: field => optionsIn(cells.get(field)),
    hasRoom: () => true,
    shown: field => (isBlank(cells.get(field)) ? 'empty' : String(cells.get(field))),
  }
}
