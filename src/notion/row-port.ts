// Rows of a table as the outbox sees them: fields that are looked at, compared and written one by one.

import type { FieldValue, RowNow, RowPort } from '../model/write.ts'
import { type CellValue, isBlank, readText, sameCell } from './cells.ts'
import { entriesAs, entriesIn, hasRoom, holdsNames, isRelation } from './entries.ts'
import type { Row, Values } from './page.ts'
import type { PageTable } from './pages.ts'
import type { Column, Schema } from './schema.ts'

/** How a value in our words is meant in this database: a status is one of its options. Undefined: it has no place there. */
export type InItsWords<F extends string> = (schema: Schema<F>, field: F, value: FieldValue) => FieldValue | undefined

const asItIs = (_schema: unknown, _field: unknown, value: FieldValue) => value

/** So many rows that were read and are not written yet are kept. */
const MOST_READ = 100

export function openRowPort<F extends string>(table: PageTable<F>, inItsWords: InItsWords<F> = asItIs): RowPort {
  /** What was looked at is what is written to: a row that changes in between is not overwritten. */
  const asRead = new Map<string, Row<F>>()

  function keep(page: string, row: Row<F>): void {
    asRead.delete(page)
    asRead.set(page, row)
    const [oldest] = asRead.keys()
    if (asRead.size > MOST_READ && oldest !== undefined) asRead.delete(oldest)
  }

  return {
    async read(page) {
      const row = await table.read(page)
      keep(page, row)
      return rowNow(row, table.schema, inItsWords)
    },
    async write(page, values, given = []) {
      const before = asRead.get(page)
      asRead.delete(page)
      const basis = { before, given: given.filter(field => isField(table.schema, field)) as F[] }
      await table.write(page, schema => inColumns(schema, values, inItsWords), basis)
    },
  }
}

function inColumns<F extends string>(
  schema: Schema<F>,
  values: Readonly<Record<string, FieldValue>>,
  inItsWords: InItsWords<F>,
): Values<F> {
  const meant: Values<F> = {}
  for (const [field, value] of Object.entries(values)) {
    const column = isField(schema, field) ? schema.columns[field] : undefined
    if (column) meant[field as F] = inItsCell(column, inItsWords(schema, field as F, value))
  }
  return meant
}

/** A list is pages, options, or one text. */
function inItsCell(column: Column, value: FieldValue | undefined): CellValue | undefined {
  return isList(value) ? (entriesAs(column, value) ?? null) : value
}

const isList = (value: FieldValue | undefined): value is readonly string[] => Array.isArray(value)

export function rowNow<F extends string>(
  { page, cells }: Row<F>,
  schema: Schema<F>,
  inItsWords: InItsWords<F>,
): RowNow {
  const cellOf = (field: string) => (isField(schema, field) ? cells[field] : undefined)
  return {
    inTrash: page.in_trash || page.is_archived,
    takes: (field, value) => isField(schema, field) && inItsWords(schema, field, value) !== undefined,
    isEmpty: field => isBlank(cellOf(field)),
    holds(field, value) {
      if (!isField(schema, field)) return false
      const column = schema.columns[field]
      const meant = inItsWords(schema, field, value)
      if (meant === null || meant === false || meant === '') return isBlank(cells[field])
      if (column === undefined || meant === undefined) return false
      if (isList(meant) && isNamed(column)) return holdsNames(cells[field], meant)
      const inCell = inItsCell(column, meant)
      return inCell !== undefined && sameCell(column, inCell, cells[field])
    },
    options: (field, add = []) => entriesIn(cellOf(field), add),
    hasRoom(field, entries) {
      const column = isField(schema, field) ? schema.columns[field] : undefined
      return column !== undefined && hasRoom(column, entries)
    },
    shown: field => shownCell(cellOf(field)),
  }
}

/** Pages have names of their own, elsewhere. */
function shownCell(cell: unknown): string {
  return isRelation(cell) ? `${entriesIn(cell).length} pages` : (readText(cell) ?? 'empty')
}

const isNamed = ({ type }: Column) => type === 'rich_text' || type === 'select'

const isField = <F extends string>(schema: Schema<F>, field: string): field is F =>
  Object.hasOwn(schema.columns, field) && schema.columns[field as F] !== undefined
