// Rows whose files hold a recording, and how good the sources of these were.

import { basename } from 'node:path'
import { z } from 'zod'
import type { Analysis } from '../../audio/analysis/analysis.ts'
import { isLosslessCodec } from '../../audio/probe.ts'
import type { Recording } from '../../library/index/entry.ts'
import { AUDIO_FORMATS } from '../../model/audio-format.ts'
import { toPageId } from '../../model/page-id.ts'
import { trackLabel } from '../../model/track.ts'
import { isClearlyBetter, originOf, qualityWords, type SourceQuality } from '../../model/true-quality.ts'
import type { FileRecord } from '../../store/journal.ts'
import type { Tools } from '../../tools.ts'
import type { TrackWork } from '../stage.ts'
import { hasSum } from '../sums.ts'

export interface Owner {
  page: string
  /** In the index. */
  recording: number
  title?: string
  artist?: string
  /** For people. */
  label: string
  files: readonly FileRecord[]
  measured?: Analysis
  source: Source
}

const text = z.object({ value: z.string() }).transform(({ value }) => value)
const number = z.object({ value: z.number() }).transform(({ value }) => value)
const Source = z.object({
  codec: text.optional(),
  /** kbit/s. */
  bitRate: number.optional(),
  /** Hz. */
  sampleRate: number.optional(),
  channels: number.optional(),
  /** Where it was fetched: `YouTube`, `Direct` … */
  source: text.optional(),
})
/** What the row was told of its source. */
type Source = z.infer<typeof Source>
const Written = z.object({ written: Source })

/** Other rows than this one; the best source first. */
export function ownersOf(recording: Recording, except: string, tools: Pick<Tools, 'journal'>): Owner[] {
  return recording.keys.pages
    .flatMap(page => toPageId(page) ?? [])
    .filter(page => page !== except)
    .flatMap(page => ownerOf(page, recording, tools) ?? [])
    .sort((one, other) => Number(isTrue(other)) - Number(isTrue(one)))
}

/** @returns undefined when the row has no files of its own that hold the recording: of a new link there may be none yet */
export function ownerOf(page: string, recording: Recording, { journal }: Pick<Tools, 'journal'>): Owner | undefined {
  const files = journal
    .filesOf(page)
    .filter(({ format }) => AUDIO_FORMATS.some(known => known === format))
    .filter(({ path }) => recording.files.some(file => file.path === path))
  if (files.length === 0) return undefined
  const { title, artist } = recording
  return {
    page,
    recording: recording.id,
    title: title || undefined,
    artist: artist || undefined,
    label: nameOf(files[0]) ?? trackLabel({ id: page, title, artist }),
    files,
    measured: journal.measuredOf(page) as Analysis | undefined,
    source: toldOf(page, { journal }),
  }
}

const toldOf = (page: string, { journal }: Pick<Tools, 'journal'>): Source =>
  Written.safeParse(journal.lastProved(page, 'write back')).data?.written ?? {}

/** What a row's files were made of, and where that was fetched. */
export function qualityOfRow(page: string, tools: Pick<Tools, 'journal'>): { quality: SourceQuality; source?: string } {
  const source = toldOf(page, tools)
  const measured = tools.journal.measuredOf(page) as Analysis | undefined
  return { quality: qualityOf({ source, measured }), source: source.source }
}

/** The recording's own is that of whoever had it first: a file bears its row's. */
const nameOf = (file: FileRecord | undefined) => /^(.+) \[[0-9a-f]{8}\]/.exec(basename(file?.path ?? ''))?.[1]

/** All of them are there as they were filed. @throws Environment when the volume is away: no file must seem to be missing then */
export async function isWhole({ files }: Owner, { library }: Pick<Tools, 'library'>): Promise<boolean> {
  await library.check()
  for (const { path, sha256 } of files) if (!(await hasSum(path, sha256))) return false
  return true
}

/** @returns what is better about this source, for people; undefined: nothing that is known */
export function betterThan(work: TrackWork, owner: Owner): string | undefined {
  const [ours, theirs] = [qualityOfWork(work), qualityOf(owner)]
  return ours && isClearlyBetter(ours, theirs)
    ? `${qualityWords(ours)} where that is of ${qualityWords(theirs)}`
    : undefined
}

/** Undefined: nothing was looked at yet. */
export function qualityOfWork({ facts, measured }: Pick<TrackWork, 'facts' | 'measured'>): SourceQuality | undefined {
  if (!facts) return undefined
  const { isLossless = false, sampleRate, bitDepth, madeOf } = facts
  const { codec, bitRate } = madeOf ?? facts
  const isTrueToIt = isLossless && !madeOf
  return {
    codec,
    isLossless: isTrueToIt,
    bitRate: bitRate && Math.round(bitRate / 1000),
    sampleRate,
    bits: isTrueToIt ? bitDepth : undefined,
    cutoff: measured?.cutoff,
  }
}

/** As its row was told. */
function qualityOf({ source, measured }: Pick<Owner, 'source' | 'measured'>): SourceQuality {
  const { codec, bitRate, sampleRate } = source
  return {
    codec,
    isLossless: codec !== undefined && isLosslessCodec(codec),
    bitRate,
    sampleRate,
    cutoff: measured?.cutoff,
  }
}

/** Lossless, of a source that was. */
const isTrue = (owner: Owner): boolean => originOf(qualityOf(owner)) === 'lossless'
