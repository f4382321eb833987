// Blocks of one line of text: paragraphs, headings, lists, to-dos, quotes, dividers.

import { readAttributes, readColor } from './attributes.ts'
import { type MarkdownBlock, newBlock } from './block.ts'
import { inlineItems } from './inline.ts'
import type { Read } from './source.ts'

const DIVIDER = /^([-*_])(?:[ \t]*\1){2,}[ \t]*$/
const HEADING = /^(#{1,6})(?: +|$)(.*)$/s
const TO_DO = /^[-*+] +\[([ xX])\](?: (.*))?$/s
const BULLET = /^[-*+](?: +|$)(.*)$/s
const NUMBER = /^\d{1,9}[.)](?: +|$)(.*)$/s
const QUOTE = /^> ?(.*)$/s
const TRAILING_ATTRIBUTES = /(?:^| )\{ *((?:(?:color|toggle)="[^"]*" *)+)\}$/
/** Headings five and six are not known to Notion. */
const MAX_HEADING = 4

export const readDivider: Read = (line, source) => {
  if (!DIVIDER.test(line)) return undefined
  source.at += 1
  return [newBlock('divider')]
}

/** Takes any line. */
export function readText(line: string): MarkdownBlock {
  if (line === '<empty-block/>') return newBlock('paragraph', { rich_text: [] })
  const heading = HEADING.exec(line)
  if (heading) return headingOf(heading[1] ?? '', heading[2] ?? '')
  const toDo = TO_DO.exec(line)
  if (toDo) return withText('to_do', toDo[2] ?? '', { checked: toDo[1] !== ' ' })
  const [, bullet] = BULLET.exec(line) ?? []
  if (bullet !== undefined) return withText('bulleted_list_item', bullet)
  const [, numbered] = NUMBER.exec(line) ?? []
  if (numbered !== undefined) return withText('numbered_list_item', numbered)
  const [, quote] = QUOTE.exec(line) ?? []
  return quote === undefined ? withText('paragraph', line) : withText('quote', quote)
}

/** Blocks may be written inside, indented. */
export const holdsIndented = ({ type, content }: MarkdownBlock): boolean =>
  HOLDERS.includes(type) || content.is_toggleable === true

const HOLDERS = ['paragraph', 'bulleted_list_item', 'numbered_list_item', 'to_do', 'quote']

function headingOf(signs: string, text: string): MarkdownBlock {
  const { words, color, isToggle } = splitAttributes(text)
  return newBlock(`heading_${Math.min(signs.length, MAX_HEADING)}`, {
    rich_text: inlineItems(words),
    ...color,
    ...(isToggle && { is_toggleable: true }),
  })
}

function withText(type: string, text: string, content: Record<string, unknown> = {}): MarkdownBlock {
  const { words, color } = splitAttributes(text)
  return newBlock(type, { rich_text: inlineItems(words), ...content, ...color })
}

/** Attributes that mean nothing here are part of the text. */
function splitAttributes(text: string): { words: string; color: { color?: string }; isToggle: boolean } {
  const match = TRAILING_ATTRIBUTES.exec(text)
  const attributes = readAttributes(match?.[1] ?? '')
  const color = readColor(attributes.color)
  if (!match || (attributes.color !== undefined && color === undefined))
    return { words: text, color: {}, isToggle: false }
  return {
    words: text.slice(0, match.index),
    color: color === undefined ? {} : { color },
    isToggle: attributes.toggle === 'true',
  }
}
