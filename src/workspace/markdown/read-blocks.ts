// Notion's enhanced Markdown read as blocks: every line is a block, and what is indented further stands inside.

import type { MarkdownBlock } from './block.ts'
import { readContainer } from './read-containers.ts'
import { readCode, readFormula } from './read-literal.ts'
import { readPipeTable, readTable } from './read-table.ts'
import { readImage, readTag } from './read-tags.ts'
import { holdsIndented, readDivider, readText } from './read-text.ts'
import { blocksInside, indentOf, isBlank, isDeepest, type Read, type Source, withoutIndent } from './source.ts'

/** Two spaces are enough to stand inside. */
const INSIDE = 2

/** Empty lines mean nothing; what is no known form is text. */
export function markdownToBlocks(text: string): MarkdownBlock[] {
  const source: Source = {
    lines: text.split(/\r\n?|\n/),
    at: 0,
    open: [],
    depth: 0,
    blocks(least) {
      return readBlocks(this, least)
    },
  }
  return source.blocks(0)
}

function readBlocks(source: Source, least: number): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = []
  for (let line = source.lines[source.at]; line !== undefined; line = source.lines[source.at]) {
    if (isBlank(line)) source.at += 1
    else if (indentOf(line) < least || source.open.includes(withoutIndent(line).trimEnd())) break
    else blocks.push(...readBlock(source, line))
  }
  return blocks
}

const READERS: readonly Read[] = [
  readDivider,
  readCode,
  readFormula,
  readContainer,
  readTable,
  readPipeTable,
  readTag,
  readImage,
]

function readBlock(source: Source, line: string): MarkdownBlock[] {
  const text = withoutIndent(line)
  for (const read of READERS) {
    const blocks = read(text, source)
    if (blocks) return blocks
  }
  source.at += 1
  const block = readText(text)
  if (!holdsIndented(block) || isDeepest(source)) return [block]
  return [{ ...block, children: blocksInside(source, indentOf(line) + INSIDE) }]
}
