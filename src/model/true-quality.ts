// How good a recording's source really is, however it is wrapped: the one order that decides which of two copies is kept.

import { lossyOrigin } from './lossy-origin.ts'

/** Of the file that was fetched, not of what was made from it. */
export interface SourceQuality {
  /** As ffprobe names it: `flac`, `aac`, `opus` … */
  codec?: string | undefined
  isLossless: boolean
  /** kbit/s. */
  bitRate?: number | undefined
  /** Hz. */
  sampleRate?: number | undefined
  /** Of a sample, where the codec has such. */
  bits?: number | undefined
  /** Highest frequency that carries music, Hz; undefined: not measured. */
  cutoff?: number | undefined
}

/** `disguised`: a lossless file made of a lossy one. */
export type Origin = 'lossless' | 'disguised' | 'lossy' | 'unknown'

const RANK: Record<Origin, number> = { lossless: 3, disguised: 2, lossy: 1, unknown: 0 }

export function originOf(quality: SourceQuality): Origin {
  const { codec, isLossless, cutoff, sampleRate = 0 } = quality
  if (!codec) return 'unknown'
  if (!isLossless) return 'lossy'
  return lossyOrigin({ lossless: true, cutoff, sampleRate }) ? 'disguised' : 'lossless'
}

/** @returns more than 0 when the first is better, 0 when nothing that is known tells them apart */
export function compareQuality(one: SourceQuality, other: SourceQuality): number {
  const [origin, beside] = [originOf(one), originOf(other)]
  if (origin !== beside) return RANK[origin] - RANK[beside]
  if (origin === 'lossless')
    return (one.bits ?? 0) - (other.bits ?? 0) || (one.sampleRate ?? 0) - (other.sampleRate ?? 0)
  return (one.bitRate ?? 0) - (other.bitRate ?? 0)
}

/** Between two lossy ones of one codec so much more is heard; of two codecs the bit rates say nothing. */
const MUCH_MORE = 1.5

/** What is known of the two is a difference that is heard: lossless of a lossless source, or the same codec at much more. */
export function isClearlyBetter(one: SourceQuality, other: SourceQuality): boolean {
  if (compareQuality(one, other) <= 0) return false
  const origin = originOf(one)
  if (origin !== 'lossy') return origin === 'lossless' && originOf(other) !== 'lossless'
  return one.codec === other.codec && (one.bitRate ?? 0) >= MUCH_MORE * (other.bitRate ?? Number.POSITIVE_INFINITY)
}

/** Hz by which the treble of what is better reaches higher than that of a lossy source: two measurements of one differ by less. */
const MORE_TREBLE = 250
const LEAST_RATE = 44_100

/**
 * Of what was fetched and measured, beside what a row has.
 * @returns why it does not take its place, for people; undefined: it is proved to be better
 */
export function whyNotBetter(found: SourceQuality, have: SourceQuality): string | undefined {
  const both = `${qualityWords(found)} where there is ${qualityWords(have)}`
  if (originOf(found) === 'disguised') return `it only looks lossless: ${both}`
  if (compareQuality(found, have) <= 0) return `it is no better: ${both}`
  if (!isClearlyBetter(found, have)) return `it is not clearly better: ${both}`
  if ((found.sampleRate ?? 0) < LEAST_RATE) return `its sample rate is too low: ${both}`
  if (found.cutoff === undefined) return `how far its treble reaches cannot be measured, so nothing proves it: ${both}`
  if (found.cutoff < (have.cutoff ?? 0) + MORE_TREBLE)
    return `its treble reaches no higher, so it may be made of the same lossy file: ${both}, ${kilohertz(found)} and ${kilohertz(have)}`
  return undefined
}

/** For people: `mp3 128 kbit/s`; nothing lossy is called by a lossless name alone. */
export function qualityWords(quality: SourceQuality): string {
  const { codec, bitRate } = quality
  switch (originOf(quality)) {
    case 'unknown':
      return 'an unknown source'
    case 'lossless':
      return String(codec)
    case 'disguised':
      return `${codec} made of a lossy source (nothing above ${kilohertz(quality)})`
    case 'lossy':
      return bitRate === undefined ? String(codec) : `${codec} ${bitRate} kbit/s`
  }
}

const kilohertz = ({ cutoff = 0 }: SourceQuality) => `${(cutoff / 1000).toFixed(1)} kHz`
