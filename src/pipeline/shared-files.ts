// The files of a row: its own, else those of the row whose files it shares.

import type { FileRecord } from '../store/journal.ts'
import type { Tools } from '../tools.ts'

export function filesOfRecording(page: string, { journal, merges }: Pick<Tools, 'journal' | 'merges'>): FileRecord[] {
  const own = journal.filesOf(page)
  const owner = own.length === 0 ? merges.of(page)?.owner : undefined
  return owner === undefined ? own : journal.filesOf(owner)
}
