// Cells: the table of property types, and reading, writing and comparing a cell by it.

import { isDeepStrictEqual } from 'node:util'
import { Transient } from '../errors.ts'
import { Cell, type CellType, unfit } from './cells/cell-type.ts'
import { formula, rollup } from './cells/computed.ts'
import { date } from './cells/dates.ts'
import { files } from './cells/files.ts'
import { manyOptions, oneOption } from './cells/options.ts'
import { button, checkbox, number, place, time, uniqueId, user, verification } from './cells/plain.ts'
import { people, relation } from './cells/references.ts'
import { type RichText, toRichText } from './cells/rich-text.ts'
import { richText, shortText } from './cells/text.ts'
import type { CellValue, CellValues, IdList, Reading } from './cells/values.ts'
import type { ColumnType } from './columns/rule.ts'
import type { Column } from './schema.ts'

export { splitText } from './cells/split-text.ts'
export type { CellValue } from './cells/values.ts'

export const CELL_TYPES: { readonly [T in ColumnType]: CellType<CellValues[T]> } = {
  title: richText,
  rich_text: richText,
  number,
  select: oneOption,
  multi_select: manyOptions,
  status: { ...oneOption, writes: 'the name of an option that exists: Notion makes no new ones' },
  date,
  people,
  files,
  checkbox,
  url: shortText('link', 2000),
  email: shortText('address', 200),
  phone_number: shortText('number', 200),
  relation,
  unique_id: uniqueId,
  formula,
  rollup: rollup({ read: readAny, text: textOf }),
  created_time: time,
  created_by: user,
  last_edited_time: time,
  last_edited_by: user,
  verification,
  button,
  place,
}

/** What a cell says, as text; undefined when it is blank, or is a list of ids. A rollup gives all its values. */
export function readText(cell: unknown): string | undefined {
  const text = cell === undefined ? '' : textOf(readAny(cell))
  return text.trim() === '' ? undefined : text
}

export function readNumber(cell: unknown): number | undefined {
  const { value } = readAny(cell)
  return typeof value === 'number' ? value : undefined
}

export function readCheckbox(cell: unknown): boolean {
  return readAny(cell).value === true
}

export function readNames(cell: unknown): string[] {
  const { type } = readAny(cell)
  return type === 'multi_select' ? [...(readCell(cell, 'multi_select') ?? [])] : []
}

/** Whether a cell holds nothing: no text, no option, no tick. */
export function isBlank(cell: unknown): boolean {
  const { value } = readAny(cell)
  if (value === undefined || value === false || value === '') return true
  if (isIdList(value)) return value.ids.length === 0
  return Array.isArray(value) ? value.length === 0 : readText(cell) === undefined
}

/** A title or text with its looks, links and mentions; no items when there is no such cell. */
export function readRichText(cell: unknown): RichText {
  const { success, data } = Cell.safeParse(cell)
  return success ? toRichText(data[data.type], data) : { items: [], complete: true }
}

/**
 * The value of a cell of this type; undefined when it is empty or not there.
 * @throws Transient when the cell is of another type, or its form is not Notion's: neither is "empty"
 */
export function readCell<T extends ColumnType>(cell: unknown, type: T): CellValues[T] | undefined {
  const { success, data } = Cell.safeParse(cell)
  if (!success) return undefined
  if (data.type !== type) throw new Transient(`a column was ${type} and is ${data.type} now`)
  return CELL_TYPES[type].read(data[type], data)
}

/**
 * The property value that sets a cell; `null` empties it.
 * @throws InputFault for a value the column cannot hold, an incomplete list, or a column that is read only
 */
export function writeCell(column: Pick<Column, 'name' | 'type'>, value: CellValue): Record<string, unknown> {
  const { write } = CELL_TYPES[column.type]
  if (!write) throw unfit(column.name, `a ${column.type} column is filled by Notion`)
  return { [column.type]: write(value, column.name) }
}

/**
 * Whether an answered cell holds what was meant, as far as Notion can hold it: option names without commas and in any case, a
 * date in another zone's clocks, a text in other pieces, the first 25 of a long list.
 */
export function sameCell(column: Pick<Column, 'name' | 'type'>, meant: CellValue, cell: unknown): boolean {
  const { success, data } = Cell.safeParse(cell)
  const type: CellType<unknown> = CELL_TYPES[column.type]
  if (!success || data.type !== column.type || !type.write) return false
  const answered = data[column.type]
  if (type.same) return type.same(meant, answered, data)
  return isDeepStrictEqual(type.read(type.write(meant, column.name), data), type.read(answered, data))
}

const isIdList = (value: unknown): value is IdList => typeof value === 'object' && value !== null && 'ids' in value

function readAny(cell: unknown): Reading {
  const { success, data } = Cell.safeParse(cell)
  if (!success) return { type: '', value: undefined }
  return { type: data.type, value: isKnown(data.type) ? CELL_TYPES[data.type].read(data[data.type], data) : undefined }
}

function textOf({ type, value }: Reading): string {
  if (!isKnown(type) || value === undefined) return ''
  const known: CellType<unknown> = CELL_TYPES[type]
  return known.text(value)
}

const isKnown = (type: string): type is ColumnType => Object.hasOwn(CELL_TYPES, type)
