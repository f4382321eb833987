import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { COLUMNS_PAGE, columnsPage } from '../../../scripts/columns-doc.ts'
import { CELL_TYPES } from '../../../src/notion/cells.ts'
import { type DescribedColumn, TASK_COLUMNS, TRACK_COLUMNS } from '../../../src/notion/columns.ts'

const fields: [string, DescribedColumn][] = [...Object.entries(TASK_COLUMNS), ...Object.entries(TRACK_COLUMNS)]

describe('docs/columns.md', () => {
  it('says what the code says', () => expect(readFileSync(COLUMNS_PAGE, 'utf8')).toBe(columnsPage()))

  it.each(fields)('%s: has a name to be made by, and a use', (_field, column) => {
    expect(column.madeAs ?? column.names[0]).toBeTruthy()
    expect(column.reads ?? column.writes).toBeTruthy()
  })

  it('no name belongs to two fields of a database', () => {
    for (const columns of [TASK_COLUMNS, TRACK_COLUMNS]) {
      const names = Object.values(columns).flatMap((column: DescribedColumn) => [
        ...new Set(column.names.map(name => name.trim().toLowerCase())),
      ])
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('what is written goes into types that can be written', () => {
    for (const [field, column] of fields.filter(([, { writes }]) => writes !== undefined))
      expect(
        column.types.some(type => CELL_TYPES[type].write !== undefined),
        field,
      ).toBe(true)
  })

  it.each(Object.entries(CELL_TYPES))('%s: says how it is written exactly when it is', (_type, { write, writes }) => {
    expect(writes !== undefined).toBe(write !== undefined)
  })
})
