// A table's tags as Notion writes them.

import type { Json } from '../api/check.ts'
import { writeAttributes } from './attributes.ts'
import { keepSpaces } from './escape.ts'
import { writeEnclosed } from './write-inline.ts'

export const tableAttributes = ({ has_column_header: row, has_row_header: column }: Json): string =>
  writeAttributes({
    'header-row': row === true ? 'true' : undefined,
    'header-column': column === true ? 'true' : undefined,
  })

export function writeRow({ cells }: Json): string[] {
  const lines = (Array.isArray(cells) ? cells : []).map(cell => `\t<td>${keepSpaces(writeEnclosed(cell, '</?t'))}</td>`)
  return ['<tr>', ...lines, '</tr>']
}
