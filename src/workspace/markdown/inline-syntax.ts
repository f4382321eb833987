// What Notion adds to Markdown within a line: tags, mentions and formulas, as a dialect of marked.

import { Lexer, Marked, type Token, type TokenizerExtension } from 'marked'
import { ATTRIBUTES, readAttributes } from './attributes.ts'

const PAIRED = 'span|strong|b|em|i|del|s|strike|u|code|a|mention-[a-z-]+'
const OPENING = new RegExp(`^<(${PAIRED})${ATTRIBUTES}(/?)>`)
const BREAK = /^<br\s*\/?>/
/** In backquotes when it has characters that mean something in Markdown. */
const QUOTED_FORMULA = /^\$(`+)(?!`)([\s\S]*?[^`])\1\$/
const DOUBLED_FORMULA = /^\$\$([^$\n]+)\$\$/
/** Prices are no formulas: `$5 and $10`. */
const FORMULA = /^\$(?![\s$`])([^$\n]*[^$\s])\$(?!\d)/

const tag: TokenizerExtension = {
  name: 'tag',
  level: 'inline',
  start: text => text.indexOf('<'),
  tokenizer(text) {
    const lineBreak = BREAK.exec(text)
    if (lineBreak) return { type: 'lineBreak', raw: lineBreak[0] }
    const opening = OPENING.exec(text)
    if (!opening) return undefined
    const [start, name = '', attributes = '', closed] = opening
    const inside = closed === '/' ? { text: '', end: start.length } : insideOf(text, name, start.length)
    if (!inside) return undefined
    return {
      type: 'tag',
      raw: text.slice(0, inside.end),
      name,
      attributes: readAttributes(attributes),
      tokens: this.lexer.inlineTokens(inside.text, []),
    }
  },
}

const formula: TokenizerExtension = {
  name: 'formula',
  level: 'inline',
  start: text => text.indexOf('$'),
  tokenizer(text) {
    const quoted = QUOTED_FORMULA.exec(text)
    if (quoted) return { type: 'formula', raw: quoted[0], text: unpadded(quoted[2] ?? '') }
    const plain = DOUBLED_FORMULA.exec(text) ?? FORMULA.exec(text)
    return plain ? { type: 'formula', raw: plain[0], text: plain[1] } : undefined
  },
}

/** Other tags and bare addresses are text. */
const dialect = new Marked({
  extensions: [tag, formula],
  tokenizer: { tag: () => undefined, url: () => undefined },
})

/**
 * Beside marked's tokens: `tag` {name, attributes, tokens}, `lineBreak`, and `formula` {text}.
 * A line with marks nested beyond all measure is plain text.
 */
export function inlineTokens(text: string): Token[] {
  try {
    return Lexer.lexInline(text, dialect.defaults)
  } catch (error) {
    if (error instanceof RangeError) return [{ type: 'text', raw: text, text }]
    throw error
  }
}

/** The cells of a table written with pipes, header first; undefined when the text is no such table. */
export function pipeTable(text: string): string[][] | undefined {
  const [table] = dialect.lexer(text)
  if (table?.type !== 'table') return undefined
  const rows: { text: string }[][] = [table.header, ...table.rows]
  return rows.map(row => row.map(cell => cell.text))
}

/** Where a pattern matches outside code and escapes, from a place on. */
export function* matchesOutsideCode(text: string, pattern: string, from = 0): Iterable<RegExpExecArray> {
  const signs = new RegExp(String.raw`\\.|(\`+)(?!\`)[\s\S]*?[^\`]\1(?!\`)|\`+|${pattern}`, 'gs')
  signs.lastIndex = from
  for (let sign = signs.exec(text); sign; sign = signs.exec(text)) if (!/^[\\`]/.test(sign[0])) yield sign
}

/** What is between a tag and its end, over tags of the same name. */
function insideOf(text: string, name: string, from: number): { text: string; end: number } | undefined {
  let depth = 1
  for (const { 0: tag, index } of matchesOutsideCode(text, `</?${name}(?=[\\s>/])[^>]*>`, from)) {
    if (tag.endsWith('/>')) continue
    depth += tag.startsWith('</') ? -1 : 1
    if (depth === 0) return { text: text.slice(from, index), end: index + tag.length }
  }
  return undefined
}

/** A space beside a backquote is there to keep it from its neighbours. */
function unpadded(text: string): string {
  const inner = /^ ([\s\S]*) $/.exec(text)?.[1]
  return inner !== undefined && (inner.startsWith('`') || inner.endsWith('`')) ? inner : text
}
