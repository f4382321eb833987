// How far two lengths may lie apart.

import type { Candidate, Veto, Wish } from './types.ts'

export interface Length {
  /** Seconds the candidate is longer; undefined when either length is not known. */
  delta?: number
  veto?: Veto
  ask?: string
  /** What is taken off the score. */
  doubt: number
  reason?: string
}

/** Always, and this share of a long one. */
const PASSES = 3
const PASSES_SHARE = 0.015
const PASSES_VERIFIED = 7
/** Services round. */
const ROUNDING = 0.6
const PER_SECOND = 0.02
const MOST_DOUBT = 0.06
/** An extended mix is longer than what it extends, and no set. */
const EXTENDED_AT_LEAST = 1.1
const EXTENDED_AT_MOST = 3

export const passes = (delta: number, seconds: number): boolean =>
  Math.abs(delta) <= Math.max(PASSES, seconds * PASSES_SHARE)

export interface Circumstances {
  /** The same ISRC, or the channel of the artist, of the label, or of the label's delivery. */
  verified: boolean
  /** Both the wish and this name an extended mix. */
  extended: boolean
}

export function compareLength(wish: Wish, candidate: Candidate, { verified, extended }: Circumstances): Length {
  if (wish.seconds === undefined) return { doubt: MOST_DOUBT, ask: 'the wish has no length to compare with' }
  if (candidate.seconds === undefined) return { doubt: MOST_DOUBT, ask: 'its length is not known' }
  const delta = candidate.seconds - wish.seconds
  const reason = spoken(delta)
  if (passes(delta, wish.seconds)) return { delta, doubt: doubtOf(delta), reason }
  if (Math.abs(delta) <= PASSES_VERIFIED && verified) return { delta, doubt: MOST_DOUBT, reason }
  const ratio = candidate.seconds / wish.seconds
  if (extended && ratio >= EXTENDED_AT_LEAST && ratio <= EXTENDED_AT_MOST) {
    const long = `${reason}, as an extended mix may be`
    return wish.wantsExtended && verified
      ? { delta, doubt: 0, reason: long }
      : { delta, doubt: MOST_DOUBT, ask: `${long}; nothing proves that it is the right one`, reason: long }
  }
  return { delta, doubt: MOST_DOUBT, veto: { gate: 'duration', because: reason } }
}

const doubtOf = (delta: number) =>
  Math.abs(delta) <= ROUNDING ? 0 : Math.min(MOST_DOUBT, PER_SECOND * Math.abs(delta))

function spoken(delta: number): string {
  if (Math.abs(delta) <= ROUNDING) return 'it is as long as the wish'
  const seconds = Math.abs(delta) < 10 ? Math.round(Math.abs(delta) * 10) / 10 : Math.round(Math.abs(delta))
  const size = seconds < 100 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
  return `it is ${size} ${delta > 0 ? 'longer' : 'shorter'}`
}
