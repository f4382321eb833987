// Values as text: what format() gives, and what "+" puts beside a text.

import { formatDate } from './format-date.ts'
import { type FormulaDate, isDate, isList, isPage, isPerson, type PageValue, type Value } from './value.ts'

export type TitleOf = (page: PageValue) => string

/** Numbers as JavaScript writes them, lists with commas, pages by title, people by name. */
export function textOf(value: Value, titleOf: TitleOf): string {
  if (value === undefined) return ''
  if (isList(value)) return value.map(item => textOf(item, titleOf)).join(', ')
  if (isDate(value)) return dateText(value)
  if (isPage(value)) return titleOf(value)
  return isPerson(value) ? value.name : String(value)
}

function dateText({ start, end, isDay }: FormulaDate): string {
  const pattern = isDay ? 'MMMM D, YYYY' : 'MMMM D, YYYY h:mm A'
  const first = formatDate(start, pattern)
  return end === undefined ? first : `${first} → ${formatDate(end, pattern)}`
}
