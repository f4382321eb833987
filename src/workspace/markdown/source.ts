// The lines of a text that is being read, and how far in each stands.

import type { MarkdownBlock } from './block.ts'

export interface Source {
  lines: string[]
  /** The next line. */
  at: number
  /** Tags that are waiting for their end, the outermost first. */
  open: readonly string[]
  /** How many blocks the next one stands inside. */
  depth: number
  /** Reads blocks as long as they stand so far in, or until an open tag ends. */
  blocks(least: number): MarkdownBlock[]
}

/** A reader of a kind of block takes its lines; undefined, and nothing taken, when the line is of another kind. */
export type Read = (line: string, source: Source) => MarkdownBlock[] | undefined

const TAB = 4
/** What is nested deeper is read as if it were not: no person's page is, and each level takes a piece of the stack. */
const MAX_DEPTH = 200

export const isBlank = (line: string): boolean => /^[ \t]*$/.test(line)

/** Columns before the text. */
export function indentOf(line: string): number {
  let columns = 0
  for (const sign of line) {
    if (sign === '\t') columns += TAB
    else if (sign === ' ') columns += 1
    else break
  }
  return columns
}

export const withoutIndent = (line: string): string => line.replace(/^[ \t]+/, '')

export const isDeepest = ({ depth }: Source): boolean => depth >= MAX_DEPTH

/** The blocks inside the one that was read last. */
export function blocksInside(source: Source, least: number, open = source.open): MarkdownBlock[] {
  const inner = { ...source, open, depth: source.depth + 1 }
  const blocks = inner.blocks(least)
  source.at = inner.at
  return blocks
}

export const endOf = (tag: string): string => `</${tag}>`
