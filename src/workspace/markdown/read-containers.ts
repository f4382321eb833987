// Tags with blocks between their lines: toggles, callouts, columns, synced blocks.

import type { Json } from '../api/check.ts'
import { ATTRIBUTES, readAttributes, readColor } from './attributes.ts'
import { type MarkdownBlock, newBlock } from './block.ts'
import { inlineItems } from './inline.ts'
import { idOf } from './read-tags.ts'
import { blocksInside, endOf, isBlank, isDeepest, type Read, type Source, withoutIndent } from './source.ts'

const NAMES = 'details|callout|columns|column|synced_block_reference|synced_block'
const OPENING = new RegExp(`^<(${NAMES})${ATTRIBUTES}>(.*)$`, 's')
const SUMMARY = /^<summary>(.*?)<\/summary>(.*)$/s
/** Each part of a one-line container becomes a line of its own. */
const SUMMARY_END = /(?<=<\/summary>)/

export const readContainer: Read = (line, source) => {
  const [, name = '', attributes = '', rest = ''] = OPENING.exec(line) ?? []
  if (name === '' || isDeepest(source)) return undefined
  source.lines.splice(source.at, 1, ...linesOf(rest, endOf(name)))
  const summary = name === 'details' ? takeSummary(source) : ''
  const children = between(source, name)
  if (name === 'column' && source.open.at(-1) !== endOf('columns')) return children
  return made(name, readAttributes(attributes), { summary, children })
}

/** What stands behind the opening tag on its line. */
function linesOf(rest: string, end: string): string[] {
  if (isBlank(rest)) return []
  const isWhole = rest.trimEnd().endsWith(end)
  const inner = isWhole ? rest.trimEnd().slice(0, -end.length) : rest
  return [...inner.split(SUMMARY_END).filter(part => !isBlank(part)), ...(isWhole ? [end] : [])]
}

function takeSummary(source: Source): string {
  while (isBlank(source.lines[source.at] ?? ' ') && source.at < source.lines.length) source.at += 1
  const [, summary, rest = ''] = SUMMARY.exec(withoutIndent(source.lines[source.at] ?? '')) ?? []
  if (summary === undefined) return ''
  source.lines.splice(source.at, 1, ...(isBlank(rest) ? [] : [rest]))
  return summary.trim()
}

/** The blocks up to the tag's end, or to that of a tag around it. */
function between(source: Source, name: string): MarkdownBlock[] {
  const children = blocksInside(source, 0, [...source.open, endOf(name)])
  if (withoutIndent(source.lines[source.at] ?? '').trimEnd() === endOf(name)) source.at += 1
  return children
}

function made(
  name: string,
  attributes: Record<string, string>,
  { summary, children }: { summary: string; children: MarkdownBlock[] },
): MarkdownBlock[] {
  const color = colorIn(attributes)
  const id = idOf(attributes.url ?? '')
  switch (name) {
    case 'details':
      return [newBlock('toggle', { rich_text: inlineItems(summary), ...color }, children)]
    case 'callout':
      return [callout(iconIn(attributes), color, children)]
    case 'columns':
      return [newBlock('column_list', {}, columns(children))]
    case 'column':
      return [newBlock('column', {}, children)]
    case 'synced_block_reference':
      if (id === undefined) return children
      return [newBlock('synced_block', { synced_from: { type: 'block_id', block_id: id } }, children)]
    default:
      return [{ ...newBlock('synced_block', { synced_from: null }, children), ...(id !== undefined && { id }) }]
  }
}

/** A callout's first plain paragraph is its own text. */
function callout(icon: Json, color: Json, children: MarkdownBlock[]): MarkdownBlock {
  const [first, ...rest] = children
  const isText = first?.type === 'paragraph' && first.children.length === 0 && first.content.color === undefined
  const words = isText ? first.content.rich_text : []
  return newBlock('callout', { rich_text: words, ...icon, ...color }, isText ? rest : children)
}

/** What stands outside columns is in a column of its own. */
function columns(children: readonly MarkdownBlock[]): MarkdownBlock[] {
  const result: MarkdownBlock[] = []
  let loose: MarkdownBlock | undefined
  for (const child of children) {
    if (child.type === 'column') loose = undefined
    else if (loose) loose.children.push(child)
    if (child.type === 'column') result.push(child)
    else if (!loose) {
      loose = newBlock('column', {}, [child])
      result.push(loose)
    }
  }
  return result
}

function colorIn(attributes: Record<string, string>): Json {
  const color = readColor(attributes.color)
  return color === undefined ? {} : { color }
}

function iconIn({ icon = '' }: Record<string, string>): Json {
  if (icon === '') return {}
  return { icon: /^https?:/.test(icon) ? { external: { url: icon } } : { emoji: icon } }
}
