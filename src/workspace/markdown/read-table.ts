// Tables, as Notion's tags or with pipes.

import { ATTRIBUTES, readAttributes } from './attributes.ts'
import { type MarkdownBlock, newBlock } from './block.ts'
import { inlineItems } from './inline.ts'
import { pipeTable } from './inline-syntax.ts'
import { isBlank, type Read, withoutIndent } from './source.ts'

const OPENING = new RegExp(`^<table${ATTRIBUTES}>`)
const END = /(?<!\\)<\/table>[ \t]*$/
const ROW = /<tr\b[^>]*>((?:\\.|[^\\])*?)<\/tr>/gs
const CELL = /<(td|th)\b[^>]*>((?:\\.|[^\\])*?)<\/\1>/gs
/** The line under the header of a table with pipes. */
const RULE = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/

export const readTable: Read = (line, source) => {
  const opening = OPENING.exec(line)
  if (!opening) return undefined
  const end = source.lines.findIndex((each, index) => index >= source.at && END.test(each))
  if (end === -1) return undefined
  const inner = source.lines.slice(source.at, end + 1).join('\n')
  const rows = [...inner.matchAll(ROW)].map(row => [...(row[1] ?? '').matchAll(CELL)])
  const cells = rows.map(row => row.map(([, , text = '']) => text.trim().replaceAll('\n', '<br>')))
  if (cells.every(row => row.length === 0)) return undefined
  source.at = end + 1
  const attributes = readAttributes(opening[1] ?? '')
  const hasHeads = rows[0]?.every(([, name]) => name === 'th') ?? false
  return [
    table(cells, {
      has_column_header: hasHeads || attributes['header-row'] === 'true',
      has_row_header: attributes['header-column'] === 'true',
    }),
  ]
}

export const readPipeTable: Read = (line, source) => {
  const rule = withoutIndent(source.lines[source.at + 1] ?? '')
  if (!line.includes('|') || !rule.includes('|') || !RULE.test(rule)) return undefined
  const rest = source.lines.slice(source.at)
  const length = rest.findIndex(each => isBlank(each) || !each.includes('|'))
  const lines = rest.slice(0, length === -1 ? rest.length : length)
  const cells = pipeTable(lines.map(withoutIndent).join('\n'))
  if (!cells) return undefined
  source.at += lines.length
  return [table(cells, { has_column_header: true, has_row_header: false })]
}

/** Every row is as wide as the widest. */
function table(cells: readonly string[][], headers: Record<string, boolean>): MarkdownBlock {
  const width = Math.max(...cells.map(row => row.length))
  const rows = cells.map(row =>
    newBlock('table_row', { cells: Array.from({ length: width }, (_, index) => inlineItems(row[index] ?? '')) }),
  )
  return newBlock('table', { table_width: width, ...headers }, rows)
}
