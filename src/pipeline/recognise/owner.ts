// Rows whose files hold a recording, and how good the sources of these were.

import { basename } from 'node:path'
import { z } from 'zod'
import type { Analysis } from '../../audio/analysis/analysis.ts'
import { isLosslessCodec } from '../../audio/probe.ts'
import type { Recording } from '../../library/index/entry.ts'
import { AUDIO_FORMATS } from '../../model/audio-format.ts'
import { lossyOrigin } from '../../model/lossy-origin.ts'
import { toPageId } from '../../model/page-id.ts'
import { trackLabel } from '../../model/track.ts'
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

/** @returns undefined when the row has no files of its own */
export function ownerOf(page: string, recording: Recording, { journal }: Pick<Tools, 'journal'>): Owner | undefined {
  const files = journal.filesOf(page).filter(({ format }) => AUDIO_FORMATS.some(known => known === format))
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
    source: Written.safeParse(journal.lastProved(page, 'write back')).data?.written ?? {},
  }
}

/** The recording's own is that of whoever had it first: a file bears its row's. */
const nameOf = (file: FileRecord | undefined) => /^(.+) \[[0-9a-f]{8}\]/.exec(basename(file?.path ?? ''))?.[1]

/** All of them are there as they were filed. @throws Environment when the volume is away: no file must seem to be missing then */
export async function isWhole({ files }: Owner, { library }: Pick<Tools, 'library'>): Promise<boolean> {
  await library.check()
  for (const { path, sha256 } of files) if (!(await hasSum(path, sha256))) return false
  return true
}

/** The same codec at so much more is heard. */
const MUCH_MORE = 1.5

/** @returns what is better about this source, for people; undefined: nothing that is known */
export function betterThan({ facts, measured }: TrackWork, owner: Owner): string | undefined {
  if (!facts) return undefined
  const { codec: theirs, bitRate: theirRate } = owner.source
  const { codec, sampleRate, isLossless = false } = facts
  const ours = { codec, sampleRate, bitRate: facts.bitRate && Math.round(facts.bitRate / 1000) }
  const isOurs = isLossless && !lossyOrigin({ lossless: true, cutoff: measured?.cutoff, sampleRate })
  if (isOurs) return isTrue(owner) ? undefined : compared(ours, owner.source)
  const isMore = codec === theirs && !isLossless && (ours.bitRate ?? 0) >= MUCH_MORE * (theirRate ?? Infinity)
  return isMore ? compared(ours, owner.source) : undefined
}

/** Lossless, of a source that was. */
function isTrue({ source: { codec, sampleRate }, measured }: Owner): boolean {
  if (!codec || !isLosslessCodec(codec)) return false
  return !lossyOrigin({ lossless: true, cutoff: measured?.cutoff, sampleRate: sampleRate ?? 0 })
}

const compared = (ours: Source, theirs: Source) => `${spoken(ours)} where that is of ${spoken(theirs)}`

function spoken({ codec, bitRate }: Source): string {
  if (!codec) return 'an unknown source'
  return bitRate && !isLosslessCodec(codec) ? `${codec} ${bitRate} kbit/s` : codec
}
