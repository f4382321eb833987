// What the answers to a labelled set come to: precision and recall, each with a 95 % interval.

import { chooseMatch } from '../../src/model/match/match.ts'
import type { Answer, Candidate, Wish } from '../../src/model/match/types.ts'
import { type Family, type Pair, pairsOf, searchesOf } from '../../test/matching/labels.ts'
import { type Choose, chooseFirst, chooseFuzzy } from './match-baselines.ts'

export interface Judged {
  pair: Pair
  accepted: boolean
  answer?: Answer
}

export interface Share {
  of: number
  all: number
}

export interface Figures {
  precision: Share
  recall: Share
  wrongVersions: number
  wrongRecordings: number
}

/** A wish without length or artist is never to be taken unasked: that category is counted, and no part of recall. */
export const CAUTIOUS = 'cautious'

export const MATCHERS: Record<string, Choose> = {
  ours: (wish, candidates) => taken(chooseMatch(wish, candidates)),
  'first hit': chooseFirst,
  'fuzzy title + artist': chooseFuzzy,
}

const taken = (answer: Answer) => (answer.kind === 'accept' ? answer.best?.candidate : undefined)

/** Each line of the set alone. */
export const judgePairs = (families: readonly Family[], choose: Choose): Judged[] =>
  pairsOf(families).map(pair => ({ pair, accepted: choose(pair.wish, [pair.candidate]) !== undefined }))

export function figuresOf(judged: readonly Judged[]): Figures {
  const accepted = judged.filter(one => one.accepted)
  const wanted = judged.filter(({ pair }) => pair.truth === 'same' && pair.category !== CAUTIOUS)
  return {
    precision: share(accepted, ({ pair }) => pair.truth === 'same'),
    recall: share(wanted, one => one.accepted),
    wrongVersions: accepted.filter(({ pair }) => pair.truth === 'other-version').length,
    wrongRecordings: accepted.filter(({ pair }) => pair.truth === 'other-recording').length,
  }
}

/** Whole searches: right is what is the wished recording, or nothing where there is none. */
export function judgeSearches(families: readonly Family[], choose: Choose): Figures & { searches: number } {
  const rows = searchesOf(families).map(({ wish, results }) => {
    const found = choose(wish, candidates(results))
    return { pair: results.find(({ candidate }) => candidate === found), answerable: results.some(isAnswer) }
  })
  const accepted = rows.filter(({ pair }) => pair !== undefined)
  return {
    searches: rows.length,
    precision: share(accepted, ({ pair }) => pair?.truth === 'same'),
    recall: share(
      rows.filter(({ answerable }) => answerable),
      ({ pair }) => pair?.truth === 'same',
    ),
    wrongVersions: accepted.filter(({ pair }) => pair?.truth === 'other-version').length,
    wrongRecordings: accepted.filter(({ pair }) => pair?.truth === 'other-recording').length,
  }
}

const candidates = (pairs: readonly Pair[]): Candidate[] => pairs.map(({ candidate }) => candidate)
const isAnswer = ({ truth, category }: Pair) => truth === 'same' && category !== CAUTIOUS

const share = <T>(all: readonly T[], isIt: (one: T) => boolean): Share => ({
  of: all.filter(isIt).length,
  all: all.length,
})

/** Wilson's interval at 95 %. The lines of a family resemble each other, so the true one is wider. */
export function interval({ of, all }: Share): [number, number] {
  if (all === 0) return [0, 1]
  const z = 1.96
  const p = of / all
  const middle = (p + (z * z) / (2 * all)) / (1 + (z * z) / all)
  const half = (z / (1 + (z * z) / all)) * Math.sqrt((p * (1 - p)) / all + (z * z) / (4 * all * all))
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}

/** What of a set the matcher got wrong, for a person to read. */
export function faultsOf(families: readonly Family[]): string[] {
  return pairsOf(families).flatMap(({ wish, candidate, truth, category }) => {
    const answer = chooseMatch(wish, [candidate])
    const isRight =
      (answer.kind === 'accept') === (truth === 'same') || (category === CAUTIOUS && answer.kind !== 'accept')
    return isRight ? [] : [`${answer.kind} · ${truth} · ${named(wish)} ← “${candidate.title}”: ${answer.because}`]
  })
}

const named = (wish: Wish) => `${[wish.artist ?? []].flat().join(', ')} – ${wish.title}`
