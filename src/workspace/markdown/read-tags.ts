// Blocks of one tag on a line: media, pages, databases, a table of contents, what Markdown has no form for; and pictures.

import { toPageId } from '../../model/page-id.ts'
import { ATTRIBUTES, readAttributes, readColor } from './attributes.ts'
import { type MarkdownBlock, newBlock } from './block.ts'
import { inlineItems, inlineRuns } from './inline.ts'
import { matchesOutsideCode } from './inline-syntax.ts'
import type { Read } from './source.ts'

const NAMES = 'audio|video|file|pdf|page|database|table_of_contents|unknown'
const TAG = new RegExp(`^<(${NAMES})${ATTRIBUTES}(?:/>|>(.*)</\\1>)[ \\t]*$`, 's')
/** Behind the caption's closing bracket: an address, perhaps a title or a colour. */
const TARGET =
  /^\]\((?:<((?:\\.|[^\\<>])*)>|((?:\\.|[^\\\s()]|\([^\s()]*\))*))(?: +"[^"]*")?\)[ \t]*(?:\{color="[^"]*"\})?$/
const MEDIA = ['audio', 'video', 'file', 'pdf']

export const readTag: Read = (line, source) => {
  const [, name = '', attributes = '', inner = ''] = TAG.exec(line) ?? []
  const block = blockOf(name, readAttributes(attributes), inner)
  if (!block) return undefined
  source.at += 1
  return [block]
}

export const readImage: Read = (line, source) => {
  if (!line.startsWith('![')) return undefined
  const [bracket] = matchesOutsideCode(line, String.raw`[[\]]`, 2)
  const [, quoted, bare] = TARGET.exec(line.slice(bracket?.index)) ?? []
  const url = (quoted ?? bare ?? '').replaceAll(/\\([\p{P}\p{S}])/gu, '$1')
  if (url === '') return undefined
  source.at += 1
  return [newBlock('image', { external: { url }, caption: inlineItems(line.slice(2, bracket?.index)) })]
}

/** undefined when the tag does not say what it is of. */
function blockOf(name: string, attributes: Record<string, string>, inner: string): MarkdownBlock | undefined {
  const { url = '', src = '', alt } = attributes
  if (MEDIA.includes(name))
    return src === '' ? undefined : newBlock(name, { external: { url: src }, caption: inlineItems(inner) })
  const title = inlineRuns(inner)
    .map(run => run.text ?? '')
    .join('')
  const id = idOf(url)
  switch (name) {
    case 'table_of_contents': {
      const color = readColor(attributes.color)
      return newBlock(name, color === undefined ? {} : { color })
    }
    case 'page':
      return id === undefined ? undefined : { ...newBlock('child_page', { url, title }), id }
    case 'database':
      return id === undefined
        ? undefined
        : { ...newBlock('child_database', { url, title, inline: attributes.inline }), id }
    case 'unknown':
      return id === undefined ? undefined : { ...newBlock('unknown', { url, alt }), id }
    default:
      return undefined
  }
}

/** The page or database a link leads to; of a link to a block, the block. */
export function idOf(url: string): string | undefined {
  const [place = '', block] = url.replaceAll(/^\{\{|\}\}$/g, '').split('#')
  return toPageId(block ?? place)
}
