// What a finished row has: its files, what they were made of, and whether something better is to be looked for.

import type { Analysis } from '../../audio/analysis/analysis.ts'
import { AUDIO_FORMATS } from '../../model/audio-format.ts'
import { originOf, type SourceQuality } from '../../model/true-quality.ts'
import type { FileRecord } from '../../store/journal.ts'
import type { Tools } from '../../tools.ts'
import { qualityOfRow } from '../recognise/owner.ts'

export interface Have {
  page: string
  /** Its own; the best for measuring first. */
  files: readonly FileRecord[]
  quality: SourceQuality
  /** Where it was fetched: `YouTube`, `Direct` … */
  source?: string
  measured?: Analysis
}

/** @returns undefined when it has no files of its own */
export function haveOf(page: string, tools: Pick<Tools, 'journal'>): Have | undefined {
  const { journal } = tools
  const files = journal
    .filesOf(page)
    .filter(({ format }) => AUDIO_FORMATS.some(known => known === format))
    .sort((one, other) => rankOf(one) - rankOf(other))
  if (files.length === 0) return undefined
  const measured = journal.measuredOf(page) as Analysis | undefined
  return { page, files, measured, ...qualityOfRow(page, tools) }
}

/** Its source is known to be lossy, whatever its files are. */
export function isUpgradable({ quality }: Have): boolean {
  const origin = originOf(quality)
  return origin === 'lossy' || origin === 'disguised'
}

const LOSSLESS_FIRST = ['wav', 'aiff', 'flac', 'm4a', 'mp3', 'aac']
const rankOf = ({ format }: FileRecord) => LOSSLESS_FIRST.indexOf(format)
