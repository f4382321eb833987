// Tables, as Notion's tags or with pipes.

import { ATTRIBUTES, readAttributes } from './attributes.ts'
import { type MarkdownBlock, newBlock } from './block.ts'
import { inlineItems } from './inline.ts'
import { matchesOutsideCode, pipeTable } from './inline-syntax.ts'
import { isBlank, type Read, withoutIndent } from './source.ts'

const OPENING = new RegExp(`^<table${ATTRIBUTES}>`)
const TAG = '</?(tr|td|th|table)(?=[\\s>])[^>]*>'
/** The line under the header of a table with pipes. */
const RULE = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/

export const readTable: Read = (line, source) => {
  const opening = OPENING.exec(line)
  const found = opening && tableIn(source.lines.slice(source.at).join('\n'))
  if (!found || found.cells.every(row => row.length === 0)) return undefined
  source.at += found.lines
  const attributes = readAttributes(opening[1] ?? '')
  return [
    table(found.cells, {
      has_column_header: found.hasHeads || attributes['header-row'] === 'true',
      has_row_header: attributes['header-column'] === 'true',
    }),
  ]
}

/** The cells up to the table's end; undefined when it has none. */
function tableIn(text: string): { cells: string[][]; hasHeads: boolean; lines: number } | undefined {
  const cells: string[][] = []
  let hasHeads = false
  let start = 0
  for (const { 0: tag, 2: name, index } of matchesOutsideCode(text, TAG)) {
    if (tag === '</table>') return { cells, hasHeads, lines: text.slice(0, index).split('\n').length }
    if (tag.startsWith('<tr')) cells.push([])
    else if (!tag.startsWith('</')) start = index + tag.length
    else if (name !== 'tr') cells.at(-1)?.push(text.slice(start, index).trim().replaceAll('\n', '<br>'))
    if (name === 'th' && cells.length === 1) hasHeads = true
  }
  return undefined
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
