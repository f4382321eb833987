// Rich text written as inline Markdown, so that reading it gives the same words with the same looks.

import { isObject } from '../api/check.ts'
import { colorName, writeAttributes } from './attributes.ts'
import { escapeAddress, escapeText, linkTarget } from './escape.ts'
import { inlineRuns } from './inline.ts'
import { matchesOutsideCode } from './inline-syntax.ts'
import { lookAlike, type Mark, type Run, runsOf, settled } from './runs.ts'
import { fenceFor, formula, mention } from './write-atoms.ts'

/** `signs`: `**bold**`; `tags`: `<strong>bold</strong>`, for what signs cannot say, such as half a word before a sign. */
type Style = 'signs' | 'tags'

export function writeInline(items: unknown): string {
  const runs = settled(runsOf(items))
  const text = composed(runs, [], 'signs')
  const isPlain = runs.every(run => run.marks.length === 0 && run.atom === undefined)
  return isPlain || lookAlike(inlineRuns(text), runs) ? text : composed(runs, [], 'tags')
}

/** `end`: a pattern of what would end the place the text stands in, should a formula have it. */
export function writeEnclosed(items: unknown, end: string): string {
  const text = writeInline(items)
  const [ending] = matchesOutsideCode(text, end)
  return ending ? composed(settled(runsOf(items)), [], 'tags') : text
}

/** The mark that reaches furthest is the outermost, so that marks seldom end and begin again. */
function composed(runs: readonly Run[], open: readonly Mark[], style: Style): string {
  let text = ''
  for (let at = 0; at < runs.length; ) {
    const rest = runs.slice(at)
    const outer = furthest(rest, open, style)
    const inside = rest.slice(0, outer?.length ?? 1)
    text += outer
      ? wrapped(outer.mark, composed(inside, [...open, outer.mark], style), style)
      : inside.map(run => leaf(run, style)).join('')
    at += inside.length
  }
  return text
}

function furthest(
  runs: readonly Run[],
  open: readonly Mark[],
  style: Style,
): { mark: Mark; length: number } | undefined {
  const [first] = runs
  const marks = (first?.marks ?? []).filter(mark => !open.includes(mark) && (style === 'tags' || mark !== 'code'))
  let best: { mark: Mark; length: number } | undefined
  for (const mark of marks) {
    const end = runs.findIndex(run => !run.marks.includes(mark))
    const length = end === -1 ? runs.length : end
    if (!best || length > best.length) best = { mark, length }
  }
  return best
}

const SIGNS: Record<Mark, string> = { bold: '**', italic: '*', strikethrough: '~~' }
const TAGS: Record<Mark, string> = { bold: 'strong', italic: 'em', strikethrough: 'del', code: 'code' }

function wrapped(mark: Mark, inner: string, style: Style): string {
  const [kind = '', value] = split(mark)
  if (kind === 'color') return `<span${writeAttributes({ color: colorName(value) })}>${inner}</span>`
  if (kind === 'underline') return `<span underline="true">${inner}</span>`
  if (kind === 'link' && style === 'signs') return `[${inner}](${linkTarget(value)})`
  if (kind === 'link') return `<a${writeAttributes({ href: escapeAddress(value) })}>${inner}</a>`
  if (style === 'tags') return `<${TAGS[kind]}>${inner}</${TAGS[kind]}>`
  return `${SIGNS[kind]}${inner}${SIGNS[kind]}`
}

function split(mark: Mark): [string, string] {
  const colon = mark.indexOf(':')
  return colon === -1 ? [mark, ''] : [mark.slice(0, colon), mark.slice(colon + 1)]
}

function leaf({ marks, text, atom }: Run, style: Style): string {
  if (atom) return isObject(atom.mention) ? mention(atom.mention, atom.plain_text) : formula(atom, style === 'signs')
  return marks.includes('code') && style === 'signs' ? codeSpan(text ?? '') : escapeText(text ?? '')
}

function codeSpan(text: string): string {
  const fence = fenceFor(text)
  const isPadded = /^`|`$|^ .* $/s.test(text) && text.trim() !== ''
  return isPadded ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`
}
