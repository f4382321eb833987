// The lines of a text that is being read, and how far in each stands.

import type { MarkdownBlock } from './block.ts'

export interface Source {
  lines: string[]
  /** The next line. */
  at: number
  /** Tags that are waiting for their end, the outermost first. */
  open: readonly string[]
  /** Reads blocks as long as they stand so far in, or until an open tag ends. */
  blocks(least: number): MarkdownBlock[]
}

/** A reader of a kind of block takes its lines; undefined, and nothing taken, when the line is of another kind. */
export type Read = (line: string, source: Source) => MarkdownBlock[] | undefined

const TAB = 4

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

export const endOf = (tag: string): string => `</${tag}>`
