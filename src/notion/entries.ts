// Lists in cells of any kind that can hold one: pages, options, or names in a text.

import { Transient } from '../errors.ts'
import { Cell } from './cells/cell-type.ts'
import type { CellValue } from './cells.ts'
import { readCell, readNames, readText } from './cells.ts'
import { foldedName } from './same-name.ts'
import type { Column } from './schema.ts'

type ListColumn = Pick<Column, 'type'>

/** So many pages, and so many options, are taken for one cell. */
const MOST_ENTRIES = 100
const SEPARATOR = '; '

const typeOf = (cell: unknown): string | undefined => Cell.safeParse(cell).data?.type

export const isRelation = (cell: unknown): boolean => typeOf(cell) === 'relation'

/** @param names in a text these are one entry each, whatever signs they hold */
export function entriesIn(cell: unknown, names: readonly string[] = []): string[] {
  switch (typeOf(cell)) {
    case 'relation':
      return idsIn(cell)
    case 'multi_select':
      return readNames(cell)
    case 'rich_text':
      return namesInText(readText(cell) ?? '', names)
    default:
      return [readText(cell)].filter(text => text !== undefined)
  }
}

/** @throws Transient when an answer shows some of them only: the others are not gone */
function idsIn(cell: unknown): string[] {
  const { ids, complete } = readCell(cell, 'relation') ?? { ids: [], complete: true }
  if (!complete) throw new Transient(`only ${ids.length} entries of a relation are known`)
  return [...ids]
}

/** "A; B, C" → "A", "B, C"; with no semicolon in it, a comma parts them. */
function namesInText(text: string, names: readonly string[]): string[] {
  const isOne = names.some(name => sameEntry(name, text))
  const parts = isOne ? [text] : text.split(text.includes(';') ? ';' : ',')
  return parts.map(part => part.trim()).filter(Boolean)
}

/** @returns undefined where there is nothing to write, or no column that holds it */
export function entriesAs(column: ListColumn | undefined, entries: readonly string[]): CellValue | undefined {
  if (!column || entries.length === 0) return undefined
  switch (column.type) {
    case 'relation':
      return { ids: entries, complete: true }
    case 'multi_select':
      return entries
    case 'rich_text':
      return entries.map(asOne).join(SEPARATOR)
    default:
      return entries[0]
  }
}

/** Whether a cell can hold all of them. */
export function hasRoom(column: ListColumn, entries: readonly string[]): boolean {
  if (column.type === 'select') return entries.length <= 1
  return column.type === 'rich_text' || entries.length <= MOST_ENTRIES
}

/** Whether a text or a choice holds just these names, in any order. */
export function holdsNames(cell: unknown, names: readonly string[]): boolean {
  const found = new Set(entriesIn(cell, names).map(foldedEntry))
  const meant = new Set(names.map(foldedEntry))
  return found.size === meant.size && found.isSubsetOf(meant)
}

/** In a text a semicolon parts two names, so a name has none. */
const asOne = (name: string) => name.replaceAll(/\s*;\s*/g, ', ').trim()
const foldedEntry = (name: string) => foldedName(asOne(name))
const sameEntry = (a: string, b: string) => foldedEntry(a) === foldedEntry(b)
