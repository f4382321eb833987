// Whether two titles name one song, versions aside.

import { editDistance, fold, keyOf } from '../title/fold.ts'
import { isForeign, soundOf } from '../title/romanise.ts'
import type { ParsedTitle } from '../title/title.ts'

export interface SameTitle {
  /** What is taken off the score; undefined when the titles differ. */
  doubt?: number
  reason?: string
}

const ARTICLE = /^(?:the|a|an) (?=\S)/
/** The name stands beside another that cannot be compared. */
const BESIDE = 0.02
const MIXED = 0.11
const LONG_ENOUGH = 8

export function compareTitles(wish: ParsedTitle, found: ParsedTitle): SameTitle {
  const results = [wish.base, ...wish.also, ...wish.mixed].flatMap(one => [
    unlessRemark(compareNames(one, found.base), wish, found),
    ...found.also.map(other => withDoubt(compareNames(one, other), BESIDE)),
    ...found.mixed.map(other => withDoubt(compareNames(one, other), MIXED)),
  ])
  const best = results.filter(({ doubt }) => doubt !== undefined).sort((a, b) => (a.doubt ?? 1) - (b.doubt ?? 1))[0]
  return best ?? {}
}

const withDoubt = ({ doubt, reason }: SameTitle, more: number): SameTitle =>
  doubt === undefined ? {} : { doubt: doubt + more, reason: reason ?? 'the title has words in another script beside' }

/** A bracket in another script is the title's other name when it is known or sounds like it; else it may say anything. */
function unlessRemark(same: SameTitle, wish: ParsedTitle, found: ParsedTitle): SameTitle {
  const names = [wish.base, ...wish.also]
  const remark = found.also.find(
    other => !names.some(name => compareNames(name, other).doubt !== undefined) && !soundsLike(found.base, other),
  )
  if (same.doubt === undefined || remark === undefined) return same
  return { doubt: same.doubt + MIXED, reason: `“${remark}” may be its other name, or another version` }
}

/** A loan word in another alphabet: "스타일" is read seutail. */
function soundsLike(one: string, other: string): boolean {
  const sounds = [soundOf(one), soundOf(other)] as const
  const most = Math.floor(Math.max(...sounds.map(({ length }) => length)) * 0.4)
  return editDistance(...sounds, most) <= most
}

function compareNames(one: string, other: string): SameTitle {
  const [key, otherKey] = [keyOf(one), keyOf(other)]
  if (key === otherKey) return { doubt: 0 }
  if (!fold(one) || !fold(other)) return {}
  if (keyOf(fold(one).replace(ARTICLE, '')) === keyOf(fold(other).replace(ARTICLE, ''))) return { doubt: 0.01 }
  if (isForeign(one) !== isForeign(other)) return bySound(soundOf(one), soundOf(other))
  if (digits(key) !== digits(otherKey)) return {}
  const isTypo = Math.min(key.length, otherKey.length) >= LONG_ENOUGH && editDistance(key, otherKey, 1) <= 1
  return isTypo ? { doubt: 0.08, reason: `it is spelled “${other}”` } : {}
}

/** Two people romanise differently; a letter in five may differ before it is another word. */
function bySound(one: string, other: string): SameTitle {
  if (one.length > 2 && one === other) return { doubt: 0.01, reason: 'the titles agree once both are in Latin letters' }
  const most = Math.floor(Math.max(one.length, other.length) / 5)
  if (editDistance(one, other, most) > most) return {}
  return { doubt: 0.12, reason: 'the titles sound alike once both are in Latin letters' }
}

const digits = (key: string) => key.replace(/\D/g, '')
