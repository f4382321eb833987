// The file of a track that a player gets.

import { existsSync } from 'node:fs'
import type { Tools } from '../tools.ts'

/**
 * The first that there is: lossless before lossy, and first those whose tags and cover every DJ program reads. Many read no cover
 * in WAV, and players that are not new refuse ALAC in an M4A.
 */
const BEST_FIRST = ['aiff', 'wav', 'flac', 'm4a', 'mp3', 'aac']

/** Before all others `first`, where a person names it. @returns formats in the order they are wanted in */
export const wantedFormats = (first?: string): readonly string[] =>
  first === undefined ? BEST_FIRST : [first, ...BEST_FIRST.filter(format => format !== first)]

/** The best of those that were made of the row, or of the row whose files it shares. */
export function bestFileOf({ journal, merges }: Pick<Tools, 'journal' | 'merges'>, page: string): string | undefined {
  const files = journal.filesOf(merges.of(page)?.owner ?? page)
  return bestOf(files, wantedFormats()).find(({ path }) => existsSync(path))?.path
}

export const bestOf = <T extends { format: string }>(files: readonly T[], wanted: readonly string[]): T[] =>
  files.toSorted((one, other) => wanted.indexOf(one.format) - wanted.indexOf(other.format))
