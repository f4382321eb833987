// A table with its rows, as the tags Notion writes.

import type { Json } from '../api/check.ts'
import { writeAttributes } from './attributes.ts'
import type { MarkdownBlock } from './block.ts'
import { keepSpaces } from './escape.ts'
import { writeEnclosed } from './write-inline.ts'

export function writeTable(content: Json, rows: readonly MarkdownBlock[]): string[] {
  const attributes = writeAttributes({
    'header-row': content.has_column_header === true ? 'true' : undefined,
    'header-column': content.has_row_header === true ? 'true' : undefined,
  })
  return [`<table${attributes}>`, ...rows.flatMap(row => rowLines(row.content.cells)), '</table>']
}

function rowLines(cells: unknown): string[] {
  const lines = (Array.isArray(cells) ? cells : []).map(
    cell => `\t\t<td>${keepSpaces(writeEnclosed(cell, '</?t'))}</td>`,
  )
  return ['\t<tr>', ...lines, '\t</tr>']
}
