// Which of a search's results is the recording that was wished for.

import { type Judged, judge } from './gates.ts'
import { scoreOf } from './score.ts'
import type { Answer, Candidate, Ranked, Wish } from './types.ts'
import { type ReadWish, readCandidate, readWish } from './wish.ts'

const TAKEN_FROM = 0.9
const ASKED_FROM = 0.7
const AHEAD_BY = 0.05
/** Two uploads of one recording differ by no more. */
const SAME_SECONDS = 2

interface Rated extends Ranked {
  judged: Judged
  dislike: number
}

/** The answer does not depend on the order of the candidates. */
export function chooseMatch(wish: Wish, candidates: readonly Candidate[]): Answer {
  const read = readWish(wish)
  const rated = candidates.map(candidate => rate(read, candidate)).sort(byRank)
  const ranked = rated.map(({ candidate, score, reasons, veto }) => ({
    candidate,
    score,
    reasons,
    ...(veto ? { veto } : {}),
  }))
  const [first] = rated
  const best = ranked[0]
  if (!first || !best) return { kind: 'none', because: 'the search brought nothing', ranked }
  if (first.veto) return { kind: 'none', because: `the nearest was refused: ${first.veto.because}`, best, ranked }
  if (first.score < ASKED_FROM)
    return { kind: 'none', because: `the nearest is too unlike: ${first.reasons[0]}`, best, ranked }
  const doubt = first.score < TAKEN_FROM ? (first.reasons[0] ?? 'it is not like enough') : rivalry(first, rated)
  if (doubt) return { kind: 'review', because: doubt, best, ranked }
  return { kind: 'accept', because: ['title, artist and version agree', ...first.reasons].join('; '), best, ranked }
}

/** A candidate under the reading of its title that speaks most for it. */
function rate(read: ReadWish, candidate: Candidate): Rated {
  const rated = readCandidate(read, candidate).map(reading => {
    const judged = judge(read, candidate, reading)
    const [veto] = judged.vetoes
    return { candidate, judged, ...scoreOf(judged, candidate), ...(veto ? { veto } : {}) }
  })
  const best = rated.sort(byVetoes)[0]
  if (!best) throw new Error('a title has at least one reading')
  return best
}

const byVetoes = (a: Rated, b: Rated) => a.judged.vetoes.length - b.judged.vetoes.length || b.score - a.score

const byRank = (a: Rated, b: Rated) =>
  byVetoes(a, b) || a.dislike - b.dislike || apart(a) - apart(b) || byText(a.candidate, b.candidate)

/** So that equals stand in one order, however they came. */
const byText = (a: Candidate, b: Candidate) => {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)]
  return one === other ? 0 : one < other ? -1 : 1
}

const apart = ({ judged }: Rated) => Math.abs(judged.length.delta ?? Number.POSITIVE_INFINITY)

function rivalry(first: Rated, rated: readonly Rated[]): string | undefined {
  const rival = rated.find(other => other !== first && !other.veto && !isSameRecording(first, other))
  // rounded, since 0.95 - 0.9 is less than 0.05 to a computer
  if (!rival || Math.round((first.score - rival.score) * 1000) / 1000 >= AHEAD_BY) return undefined
  return `another recording is nearly as likely: “${rival.candidate.title}”, ${rival.reasons.at(-1) ?? 'as good'}`
}

/** Both passed the gates, so both say the wished song and version; length and guests may still tell them apart. */
function isSameRecording(one: Rated, other: Rated): boolean {
  const apartBy = Math.abs((one.candidate.seconds ?? Number.NaN) - (other.candidate.seconds ?? Number.NaN))
  return apartBy <= SAME_SECONDS && guests(one) === guests(other)
}

const guests = ({ judged }: Rated) =>
  [...judged.credits.strangeGuests, ...judged.credits.strangers]
    .map(name => name.toLowerCase())
    .sort()
    .join()
