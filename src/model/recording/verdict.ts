// Whether two recordings are one: by their sound, with their lengths and titles as further witnesses. Each witness alone can
// keep two apart; none but the sound can make them one.

import type { PrintLikeness } from './likeness.ts'
import { compareNames, type Named } from './names.ts'
import { type Print, WORD_SECONDS } from './print.ts'

export interface Described extends Named {
  seconds: number
}

export interface SoundVerdict {
  /** One recording; something in common that a person may look at; nothing. */
  kind: 'same' | 'near' | 'other'
  /** 1 − share of bits that differ where both are heard. */
  agreement: number
  /** That the second begins later than the first. */
  offsetSeconds: number
  /** Heard in both. */
  sharedSeconds: number
  /** That the second is longer. */
  deltaSeconds: number
  /** For a person. */
  because: string
}

/** Thresholds: docs/library.md says what they were measured on. */
const SAME_ERRORS = 0.1
const SAME_WORST = 0.25
/** That one second differs more than twice as much as is usual for the two: a word was taken out, or a drop put in. */
const SAME_ISOLATED = 0.1
const NEAR_ERRORS = 0.25
const NEAR_SECONDS = 30
/** Lead-ins and cut ends. */
const SAME_SECONDS = 8
/** Of less, a jingle would be known by a drum roll. */
const LEAST_WORDS = 64
const LEAST_VARIETY = 32
/** A print tells two minutes; of what is longer than this, shows begin with one jingle and sets with one record. */
const TOLD_BY_PRINT = 960

/** Whether so much is heard in it that another one can be told from it. */
export const isTelling = (print: Print): boolean => print.length >= LEAST_WORDS && new Set(print).size >= LEAST_VARIETY

export function judge(likeness: PrintLikeness | undefined, one: Described, other: Described): SoundVerdict {
  const verdict = {
    agreement: 1 - (likeness?.errors ?? 1),
    offsetSeconds: rounded((likeness?.offset ?? 0) * WORD_SECONDS),
    sharedSeconds: rounded((likeness?.shared ?? 0) * WORD_SECONDS),
    deltaSeconds: rounded(other.seconds - one.seconds),
  }
  if (!likeness || !isNear(likeness)) return { ...verdict, kind: 'other', because: 'they sound different' }
  const doubt = doubtOfSound(likeness) ?? doubtOfLength(verdict) ?? doubtOfNames(one, other)
  if (doubt) return { ...verdict, kind: 'near', because: doubt }
  return { ...verdict, kind: 'same', because: `they sound the same in ${percent(verdict.agreement)} of what both say` }
}

function isNear({ errors, overlap, shared, variety }: PrintLikeness): boolean {
  if (variety < LEAST_VARIETY) return false
  const seconds = overlap * WORD_SECONDS
  if (errors <= SAME_ERRORS || shared * WORD_SECONDS >= NEAR_SECONDS) return true
  return errors <= NEAR_ERRORS && seconds >= NEAR_SECONDS
}

/** Where they lie over each other, for people; undefined: they sound the same. */
export function doubtOfSound({ errors, worst, usual, overlap, shared }: PrintLikeness): string | undefined {
  if (overlap < LEAST_WORDS) return 'they are too short to be told by their sound'
  const differing = Math.max(1, Math.round((overlap - shared) * WORD_SECONDS))
  if (errors > SAME_ERRORS || worst > SAME_WORST)
    return `${differing} s of ${Math.round(overlap * WORD_SECONDS)} s sound different`
  return worst - 2 * usual > SAME_ISOLATED ? 'a second or two sound different, as in an edit' : undefined
}

function doubtOfLength({ offsetSeconds, deltaSeconds }: Omit<SoundVerdict, 'kind' | 'because'>): string | undefined {
  if (Math.abs(offsetSeconds) > SAME_SECONDS) return `one begins ${Math.abs(offsetSeconds)} s later`
  return Math.abs(deltaSeconds) > SAME_SECONDS ? `one is ${Math.abs(deltaSeconds)} s longer` : undefined
}

function doubtOfNames(one: Described, other: Described): string | undefined {
  const { isOneSong, difference } = compareNames(one, other)
  if (difference) return difference
  const isLong = Math.min(one.seconds, other.seconds) > TOLD_BY_PRINT
  return isLong && !isOneSong ? 'they are long, begin alike, and their titles do not say that they are one' : undefined
}

const rounded = (seconds: number) => Math.round(seconds * 10) / 10
const percent = (share: number) => `${Math.floor(1000 * share) / 10} %`
