// Which of several copies is kept, and why: what a person picked, a row before loose files, what is in the library, true quality, what is known of it,
// age.

import { compareQuality, originOf, qualityWords, type SourceQuality } from '../true-quality.ts'
import type { DedupeCopy } from './plan.ts'

interface Reason {
  /** Less than 0: the first is kept. */
  order: number
  /** Why the first is, for people. */
  because: string
}

/** Sorts the one that is kept to the front. */
export const compareCopies = (one: DedupeCopy, other: DedupeCopy): number =>
  reasonFor(one, other)?.order ?? (one.id < other.id ? -1 : 1)

/** Why this one and not that. */
export function whyKept(keeper: DedupeCopy, next: DedupeCopy): string {
  const reason = reasonFor(keeper, next)
  if (!reason) return 'nothing tells them apart, so one of them is kept'
  return reason.order < 0 ? reason.because : 'it was chosen although another would come first'
}

function reasonFor(one: DedupeCopy, other: DedupeCopy): Reason | undefined {
  const reasons: Reason[] = [
    { order: Number(other.isPicked) - Number(one.isPicked), because: 'a person picked it' },
    {
      order: Number(other.page !== undefined) - Number(one.page !== undefined),
      because: 'it is a row, the other is not',
    },
    {
      order: Number(isElsewhere(one)) - Number(isElsewhere(other)),
      because: 'it is in the library, the other is not',
    },
    {
      order: compareQuality(other.quality, one.quality),
      because: `its source is better: ${exactQuality(one.quality)}, the other’s ${exactQuality(other.quality)}`,
    },
    {
      order: other.tags - one.tags,
      because: `they are as good, and more is known of it: ${one.tags} cells and tags, of the other ${other.tags}`,
    },
    {
      order: ageOf(one) - ageOf(other),
      because: 'they are as good and as much is known of them, and it came first',
    },
  ]
  return reasons.find(({ order }) => order !== 0)
}

/** In a folder that is only read. */
const isElsewhere = ({ files }: DedupeCopy): boolean => files.length > 0 && files.every(({ stays }) => stays)

/** What came at an unknown time is the youngest; finite, so that two of them are equal. */
const ageOf = ({ since }: DedupeCopy) => (since === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(since))

/** `flac 24 bits 96 kHz`, `mp3 128 kbit/s` */
export function exactQuality(quality: SourceQuality): string {
  const { bits, sampleRate } = quality
  const isFine = originOf(quality) === 'lossless' && bits !== undefined && sampleRate !== undefined
  return isFine ? `${qualityWords(quality)} ${bits} bits ${sampleRate / 1000} kHz` : qualityWords(quality)
}
