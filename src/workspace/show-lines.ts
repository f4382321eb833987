// A table as lines that fit the terminal: the most telling columns first, empty ones left out.

import { cutTo, padded, widthOf } from '../model/text-width.ts'
import type { ShownTable } from './show.ts'

interface Column {
  name: string
  width: number
  isNumber: boolean
}

const GAP = '  '
const MARGIN = '  '
const WIDEST = 28
const WIDEST_TITLE = 44
const ID = 36
/** The type of a column that holds the ids of the rows, which are shown whole. */
export const PAGE_ID = 'page id'
/** A title cut to less than this says too little to give room to another column. */
const LEAST_TITLE = 20
/** Texts longer than this on average are no good in a table. */
const LONG_TEXT = 32

/** How telling a type is, first ones first. Buttons have nothing to show. */
const RANKS: readonly (readonly string[])[] = [
  ['title'],
  [PAGE_ID],
  ['status'],
  ['unique_id', 'select', 'checkbox', 'multi_select', 'date', 'people', 'number', 'rich_text'],
  ['relation', 'formula', 'rollup', 'email', 'phone_number'],
  ['url', 'files', 'place'],
  ['created_time', 'created_by', 'last_edited_time', 'last_edited_by'],
]

/** @param width columns of the terminal */
export function tableLines(table: ShownTable, width: number): string[] {
  const rows = table.rows.map(row => Object.fromEntries(Object.entries(row).map(([name, text]) => [name, shown(text)])))
  const ordered = orderedColumns(table, rows)
  const columns = fitting(ordered, width - MARGIN.length)
  const left = ordered.filter(({ name }) => !columns.some(column => column.name === name))
  return [
    `${table.title}: ${counted(table.total, 'row')}`,
    ...(rows.length === 0 ? [] : [headLine(columns), ruleLine(columns)]),
    ...rows.map(row => lineOf(columns, ({ name }) => row[name] ?? '')),
    ...(left.length === 0
      ? []
      : [cutTo(`${MARGIN}not shown: ${left.map(({ name }) => name.trim()).join(', ')}`, width)]),
    ...(table.total > rows.length
      ? [`${MARGIN}… ${(table.total - rows.length).toLocaleString('en-US')} more: --limit N`]
      : []),
  ]
}

/** In one line, without what would move the cursor; times without their milliseconds. */
function shown(text: string): string {
  return text
    .replaceAll(/(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?(?:Z|\+00:00)/g, '$1 $2Z')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '') // they would turn the rest of the line round
    .trim()
}

function orderedColumns(table: ShownTable, rows: readonly Record<string, string>[]): Column[] {
  const filled = table.columns.filter(({ name }) => rows.some(row => row[name]))
  return filled
    .map(({ name, type }) => ({ name, type, texts: rows.flatMap(row => row[name] || []) }))
    .map(column => ({ ...column, rank: rankOf(column, rows.length) }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ name, type, texts }) => ({
      name,
      width: Math.min(widest(type), Math.max(widthOf(name.trim()), ...texts.map(widthOf))),
      isNumber: type === 'number' || texts.every(text => /^-?[\d.]+$/.test(text)),
    }))
}

const widest = (type: string): number => (type === 'title' ? WIDEST_TITLE : type === PAGE_ID ? ID : WIDEST)

/** A column that is filled in few rows, or full of long texts, stands behind others of its rank. */
function rankOf({ type, texts }: { type: string; texts: readonly string[] }, rows: number): number {
  const rank = RANKS.findIndex(types => types.includes(type))
  if (type === 'title') return rank
  const average = texts.reduce((sum, text) => sum + text.length, 0) / Math.max(1, texts.length)
  return (rank === -1 ? RANKS.length : rank) + (average > LONG_TEXT ? 1.5 : 0) + (texts.length * 2 < rows ? 0.5 : 0)
}

/** The first always, cut if need be so that the second fits beside it, then each that there is room for. */
function fitting(columns: readonly Column[], width: number): Column[] {
  const [first, ...others] = columns
  if (!first) return []
  const [second] = others
  const beside = second ? width - GAP.length - second.width : width
  const title = { ...first, width: Math.min(first.width, beside >= LEAST_TITLE ? beside : Math.max(8, width)) }
  const taken = [title]
  let room = width - title.width
  for (const column of others) {
    if (GAP.length + column.width > room) continue
    taken.push(column)
    room -= GAP.length + column.width
  }
  return taken
}

const headLine = (columns: readonly Column[]) => lineOf(columns, ({ name }) => name.trim())
const ruleLine = (columns: readonly Column[]) => lineOf(columns, ({ width }) => '─'.repeat(width))

function lineOf(columns: readonly Column[], textOf: (column: Column) => string): string {
  const cells = columns.map(column => padded(cutTo(textOf(column), column.width), column))
  return `${MARGIN}${cells.join(GAP)}`.trimEnd()
}

const counted = (count: number, word: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? word : `${word}s`}`
