// Two ways to choose that we do not use: what a script does first, and what it does next.

import type { Candidate, Wish } from '../../src/model/match/types.ts'
import { fold } from '../../src/model/title/fold.ts'

export type Choose = (wish: Wish, candidates: readonly Candidate[]) => Candidate | undefined

/** Whatever the search lists first. */
export const chooseFirst: Choose = (_, candidates) => candidates[0]

const LIKE_ENOUGH = 0.85

/** The likeliest by the words of title and artist, when it is like enough; as the token ratio of the fuzzy libraries. */
export const chooseFuzzy: Choose = (wish, candidates) => {
  const wanted = words(`${[wish.artist ?? []].flat().join(' ')} ${wish.title}`)
  const rated = candidates.map(candidate => ({ candidate, likeness: likeness(wanted, wordsOf(candidate)) }))
  const best = rated.sort((a, b) => b.likeness - a.likeness)[0]
  return best && best.likeness >= LIKE_ENOUGH ? best.candidate : undefined
}

const words = (text: string) => new Set(fold(text).split(' '))

const wordsOf = ({ title, artist, uploader }: Candidate) =>
  words(`${[artist ?? []].flat().join(' ')} ${title} ${uploader ?? ''}`)

/** The share of the wished words that are there: what is there beside them does not count. */
const likeness = (wanted: ReadonlySet<string>, found: ReadonlySet<string>) =>
  wanted.size === 0 ? 0 : [...wanted].filter(word => found.has(word)).length / wanted.size
