// Cells that are text: title and rich_text of many items, url, email and phone_number of one short line.

import { z } from 'zod'
import { type CellType, expectValue, shown, unfit } from './cell-type.ts'
import { joinAlike, keyOf, RichItem, type RichText, toRequestItems } from './rich-text.ts'
import { folded, sameLink } from './same-text.ts'
import { splitText } from './split-text.ts'
import type { CellValue } from './values.ts'

export const richText: CellType<string> = {
  reads: 'the words without their looks; mentions and equations by their words',
  writes:
    'plain text in items of at most 1,900 characters, at most 100 items (a longer text ends in “… (cut: …)”); or a text with looks, links and mentions (previews of outside links, which only people can make, become links)',
  read: value => plainOf(value) || undefined,
  text: value => value,
  write: (value, column) =>
    isRichText(value)
      ? toRequestItems(value, column)
      : splitText(wordsOf(value, column)).map(content => ({ type: 'text', text: { content } })),
  same: (meant, answered) =>
    isRichText(meant)
      ? keysOf(toRequestItems(meant, '')) === keysOf(answered)
      : folded(splitText(wordsOf(meant, '')).join('')) === folded(plainOf(answered)),
}

const Words = z.array(
  z.object({ plain_text: z.string().optional(), text: z.object({ content: z.string() }).optional() }),
)
const plainOf = (items: unknown) =>
  expectValue(Words, items, 'rich_text')
    .map(item => item.plain_text ?? item.text?.content ?? '')
    .join('')

const keysOf = (items: unknown) =>
  JSON.stringify(joinAlike(expectValue(z.array(RichItem), items, 'rich_text')).map(keyOf))

const isRichText = (value: CellValue): value is RichText =>
  typeof value === 'object' && value !== null && 'items' in value && z.array(RichItem).safeParse(value.items).success

/** Also for option names: a number is written in its shortest form. */
export function wordsOf(value: CellValue, column: string): string {
  if (value === null) return ''
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw unfit(column, `${shown(value)} is no text`)
}

export function shortText(what: string, longest: number): CellType<string> {
  return {
    reads: `the ${what} as it stands there`,
    writes: `the ${what}, at most ${longest.toLocaleString('en')} characters; an empty one empties the cell`,
    read: value => expectValue(z.string().nullable(), value, what) || undefined,
    text: value => value,
    write(value, column) {
      const text = wordsOf(value, column).toWellFormed()
      if (text.length > longest) throw unfit(column, `${shown(text)} has more than ${longest} characters`)
      return text === '' ? null : text
    },
    same: (meant, answered) =>
      sameLink(wordsOf(meant, '').toWellFormed(), expectValue(z.string().nullable(), answered, what) ?? ''),
  }
}
