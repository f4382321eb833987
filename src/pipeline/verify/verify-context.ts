// What the checks of a row share, and what each of them is told.

import type { Analysis } from '../../audio/analysis/analysis.ts'
import type { Log } from '../../log.ts'
import type { AudioFormat } from '../../model/audio-format.ts'
import { FINDINGS, type Finding, type FindingKind } from '../../model/finding.ts'
import type { PATH_FIELDS } from '../../model/unmeasured.ts'
import type { SeenTrack } from '../../notion/finished.ts'
import type { FileRecord } from '../../store/journal.ts'
import type { Owner } from '../../store/seen-paths.ts'
import type { Tools } from '../../tools.ts'
import type { Elsewhere } from './elsewhere.ts'

export interface VerifyContext {
  tools: Tools
  log: Log
  signal: AbortSignal
  /** Every file is decoded, those too whose content is as it was made. */
  full: boolean
  /** Another row that names the file. */
  sharedWith(file: RowFile, row: Owner): Promise<Owner | undefined>
  elsewhere: Elsewhere
  /** Folders that are not there, each with how many files were to be in it. */
  away: Map<string, number>
  /** Files that are there, and were not looked into. */
  outside: { count: number }
  /** Why Eagle is not asked any more. */
  eagle: { away?: string }
  /** Rows that shared files of one that was reset: they want work again by now. */
  setBack: Set<string>
}

export type PathField = (typeof PATH_FIELDS)[number]

/** A file of a row, as its cell or the journal says. */
export interface RowFile {
  format: AudioFormat
  /** The cell that names it; absent: only the journal does. */
  field?: PathField
  path: string
  /** What stands in that cell, where it is no plain path. */
  cell?: string
  /** What the journal knows of it. */
  known?: FileRecord
  /**
   * `outside`: it is there, where the program does not look into files; `away`: its volume is not there; `nowhere`: the path
   * leads out of all folders the program knows, and to no file.
   */
  state: 'there' | 'gone' | 'outside' | 'away' | 'nowhere'
}

export interface Looked {
  seen: SeenTrack
  files: readonly RowFile[]
  measured?: Analysis
}

/** `about` and what else is to be said of it. */
export const finding = (
  kind: FindingKind,
  { about, detail, repair }: { about: string; detail?: string; repair?: Finding['repair'] },
): Finding => ({
  kind,
  about,
  says: detail ? `${FINDINGS[kind]}: ${detail}` : FINDINGS[kind],
  ...(repair && { repair }),
})
