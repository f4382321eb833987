// Blocks written as Notion's enhanced Markdown: a line per block, blocks inside others a tab further in.

import { isObject, type Json } from '../api/check.ts'
import { urlOf } from '../values/render.ts'
import { colorName, writeAttributes } from './attributes.ts'
import { fileUrl, type MarkdownBlock } from './block.ts'
import { escapeLine, escapeText, keepSpaces, linkTarget } from './escape.ts'
import { runsOf } from './runs.ts'
import { fenceFor } from './write-atoms.ts'
import { writeEnclosed, writeInline } from './write-inline.ts'
import { tableAttributes, writeRow } from './write-table.ts'

/** Normal form: reading it and writing it again gives the same. */
export const blocksToMarkdown = (blocks: readonly MarkdownBlock[]): string => linesOf(blocks).join('\n')

type Write = (block: MarkdownBlock, number: number) => string[]

const WRITERS: Record<string, Write> = {
  paragraph: ({ content }) => [withSign('', content, braces(content)) || '<empty-block/>'],
  heading_1: heading('#'),
  heading_2: heading('##'),
  heading_3: heading('###'),
  heading_4: heading('####'),
  bulleted_list_item: marked(() => '-'),
  numbered_list_item: marked((_content, number) => `${number}.`),
  to_do: marked(({ checked }) => (checked === true ? '- [x]' : '- [ ]')),
  quote: marked(() => '>'),
  toggle: ({ content, children }) => [
    `<details${colorOf(content)}>`,
    `<summary>${keepSpaces(writeInline(content.rich_text))}</summary>`,
    ...indented(linesOf(children)),
    '</details>',
  ],
  callout: ({ content, children }) =>
    container('callout', calloutAttributes(content), [...calloutWords(content, children), ...linesOf(children)]),
  code: ({ content }) => code(content),
  equation: ({ content }) => equation(String(content.expression)),
  divider: () => ['---'],
  table: ({ content, children }) => container('table', tableAttributes(content), linesOf(children)),
  table_row: ({ content }) => writeRow(content),
  table_of_contents: ({ content }) => [`<table_of_contents${colorOf(content)}/>`],
  column_list: ({ children }) => container('columns', '', linesOf(children)),
  column: ({ children }) => container('column', '', linesOf(children)),
  synced_block: ({ id, content, children }) => synced(id, content, linesOf(children)),
  image: ({ content }) => [
    `![${writeEnclosed(content.caption, String.raw`[[\]]`)}](${linkTarget(fileUrl(content) ?? '')})`,
  ],
  audio: media('audio'),
  video: media('video'),
  file: media('file'),
  pdf: media('pdf'),
  child_page: ({ content }) => [named('page', { url: text(content.url) }, content.title)],
  child_database: ({ content }) => [
    named('database', { url: text(content.url), inline: text(content.inline) }, content.title),
  ],
  unknown: ({ content }) => [`<unknown${writeAttributes({ url: text(content.url), alt: text(content.alt) })}/>`],
}

/** Markdown has a form for blocks of this type. */
export const isWritable = (type: string): boolean => type in WRITERS

/** Types whose lines hold the blocks inside already; those of others follow, indented. */
const CONTAINERS = ['toggle', 'callout', 'table', 'column_list', 'column', 'synced_block']

function linesOf(blocks: readonly MarkdownBlock[]): string[] {
  let number = 0
  return blocks.flatMap(block => {
    number = block.type === 'numbered_list_item' ? number + 1 : 0
    const lines = WRITERS[block.type]?.(block, number) ?? []
    return CONTAINERS.includes(block.type) ? lines : [...lines, ...indented(linesOf(block.children))]
  })
}

const indented = (lines: readonly string[]) => lines.map(line => (line === '' ? '' : `\t${line}`))

const words = ({ rich_text: items }: Json) => escapeLine(writeInline(items))

const withSign = (sign: string, content: Json, attributes: string) =>
  [sign, words(content), attributes].filter(part => part !== '').join(' ')

/** Attributes of a block without a tag. */
function braces({ color }: Json, toggle?: 'true'): string {
  const attributes = writeAttributes({ toggle, color: colorName(color) })
  return attributes === '' ? '' : `{${attributes.trim()}}`
}

function heading(signs: string): Write {
  return ({ content, children }) => {
    const toggle = content.is_toggleable === true || children.length > 0 ? 'true' : undefined
    return [withSign(signs, content, braces(content, toggle))]
  }
}

function marked(sign: (content: Json, number: number) => string): Write {
  return ({ content }, number) => [withSign(sign(content, number), content, braces(content))]
}

const container = (name: string, attributes: string, lines: readonly string[]): string[] => [
  `<${name}${attributes}>`,
  ...indented(lines),
  `</${name}>`,
]

function calloutAttributes({ icon, color }: Json): string {
  const picture = isObject(icon) ? (text(icon.emoji) ?? fileUrl(icon)) : undefined
  return writeAttributes({ icon: picture, color: colorName(color) })
}

/** The first line inside a callout is its own text, so a callout without one is told apart from its first paragraph. */
function calloutWords(content: Json, [first]: readonly MarkdownBlock[]): string[] {
  const line = words(content)
  if (line !== '') return [line]
  return first?.type === 'paragraph' ? ['<empty-block/>'] : []
}

function code({ rich_text: items, language }: Json): string[] {
  const written = textOf(items)
  const fence = fenceFor(written).padEnd(3, '`')
  const name = typeof language === 'string' && !/[`\n]/.test(language) ? language : 'plain text'
  return [`${fence}${name}`, ...(written === '' ? [] : written.split('\n')), fence]
}

/** Between more dollar signs than it has itself. */
function equation(expression: string): string[] {
  const longest = Math.max(1, ...(expression.match(/\$\$+/g) ?? []).map(run => run.length))
  const fence = '$'.repeat(longest + 1)
  return [fence, ...expression.split(/\r\n?|\n/), fence]
}

function synced(id: string | undefined, { synced_from: from }: Json, lines: readonly string[]): string[] {
  const original = isObject(from) ? text(from.block_id) : undefined
  return original === undefined
    ? container('synced_block', writeAttributes({ url: blockUrl(id) }), lines)
    : container('synced_block_reference', writeAttributes({ url: blockUrl(original) }), lines)
}

const blockUrl = (id: string | undefined) => (id === undefined ? undefined : urlOf(id))

function media(name: string): Write {
  return ({ content }) => [
    `<${name}${writeAttributes({ src: fileUrl(content) ?? '' })}>${writeInline(content.caption)}</${name}>`,
  ]
}

const named = (name: string, attributes: Record<string, string | undefined>, title: unknown) =>
  `<${name}${writeAttributes(attributes)}>${escapeText(text(title) ?? '')}</${name}>`

const colorOf = ({ color }: Json) => writeAttributes({ color: colorName(color) })

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** The bare text of items of an answer or of a request. */
function textOf(items: unknown): string {
  return runsOf(items)
    .map(run => run.text ?? '')
    .join('')
}
