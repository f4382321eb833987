// Two prints laid one over the other where most of what they say falls together.

import type { Print } from './print.ts'

export interface PrintLikeness {
  /** Share of bits that differ where both are heard: 0 the same, about a half when nothing is in common. */
  errors: number
  /** Words that the second begins later than the first. */
  offset: number
  /** Words that lie over each other. */
  overlap: number
  /** The same share in the second that differs most, and what nine seconds in ten stay below. */
  worst: number
  usual: number
  /** Words in the seconds that agree. */
  shared: number
  /** Different words where they lie over each other, of the one that has fewer. */
  variety: number
}

/** Thirty seconds: of less, chance alone makes likenesses. */
const LEAST_OVERLAP = 240
/** Of prints that are not much longer than that. */
const LEAST_SHARE = 0.75
/** A second. */
const STRETCH = 8
/** The second of a true copy that differs most differs in less than a quarter of its bits, all others in less than this. */
const STRETCH_AGREES = 0.2
const USUAL = 0.9
const PLACES_TRIED = 4
/** Of a word that comes again and again. */
const MOST_VOTES_A_WORD = 12

/** Bits that are set, by half word. */
const ONES = new Uint8Array(1 << 16)
for (let word = 1; word < ONES.length; word += 1) ONES[word] = (ONES[word >> 1] ?? 0) + (word & 1)

export interface Listener {
  /** Undefined: nowhere do enough of their words fall together. */
  compare(other: Print): PrintLikeness | undefined
}

/** Compares one print with many. */
export function listenTo(print: Print): Listener {
  const places = placesIn(print)
  return {
    compare(other) {
      const offsets = likelyOffsets(places, other)
      const all = [...offsets].flatMap(offset => layAt(print, other, offset) ?? [])
      const [best] = all.sort((a, b) => weightOf(b) - weightOf(a))
      return best && { ...best, ...spreadOf(print, other, best), variety: varietyOf(print, other, best) }
    },
  }
}

/** Next to the true place lies one where a word more agrees, and all of them less well. */
const weightOf = ({ shared, overlap, errors }: Laid) => (shared + overlap / 16) * (1 - 2 * errors)

interface Places {
  print: Print
  /** Where the words of each drawer stand first, and where the next of the same drawer stands; plus one. */
  first: Uint16Array
  next: Uint16Array
}

const DRAWERS = 1 << 11
const drawerOf = (word: number) => (word ^ (word >> 5)) & (DRAWERS - 1)

function placesIn(print: Print): Places {
  const first = new Uint16Array(DRAWERS)
  const next = new Uint16Array(print.length)
  for (let at = print.length - 1; at >= 0; at -= 1) {
    const drawer = drawerOf(print[at] ?? 0)
    next[at] = first[drawer] ?? 0
    first[drawer] = at + 1
  }
  return { print, first, next }
}

/** Each word that both have votes for the offset at which it falls together; beside the winners their neighbours are tried. */
function likelyOffsets({ print, first, next }: Places, other: Print): Set<number> {
  const votes = new Uint16Array(print.length + other.length)
  for (let at = 0; at < other.length; at += 1) {
    const word = other[at] ?? 0
    let place = first[drawerOf(word)] ?? 0
    for (let left = MOST_VOTES_A_WORD; place > 0 && left > 0; place = next[place - 1] ?? 0) {
      if (print[place - 1] !== word) continue
      const vote = place - 1 - at + other.length
      votes[vote] = (votes[vote] ?? 0) + 1
      left -= 1
    }
  }
  const offsets = new Set([0])
  for (let tried = 0; tried < PLACES_TRIED; tried += 1) {
    const winner = mostVoted(votes)
    if (winner === undefined) break
    for (const vote of [winner - 1, winner, winner + 1]) {
      votes[vote] = 0
      offsets.add(vote - other.length)
    }
  }
  return offsets
}

function mostVoted(votes: Uint16Array): number | undefined {
  let winner = -1
  for (let vote = 0; vote < votes.length; vote += 1)
    if ((votes[vote] ?? 0) > (winner < 0 ? 0 : (votes[winner] ?? 0))) winner = vote
  return winner < 0 ? undefined : winner
}

/** At one offset. */
type Laid = Pick<PrintLikeness, 'errors' | 'offset' | 'overlap' | 'shared'>

function layAt(print: Print, other: Print, offset: number): Laid | undefined {
  const from = Math.max(0, offset)
  const to = Math.min(print.length, other.length + offset)
  const overlap = to - from
  const least = Math.min(LEAST_OVERLAP, Math.ceil(Math.min(print.length, other.length) * LEAST_SHARE))
  if (overlap < Math.max(1, least)) return undefined
  let [bits, shared] = [0, 0]
  for (let start = from; start < to; start += STRETCH) {
    const words = Math.min(STRETCH, to - start)
    const differing = differingBits(print, other, { start, words, offset })
    bits += differing
    if (differing <= 16 * words * STRETCH_AGREES) shared += words
  }
  return { errors: bits / (16 * overlap), offset, overlap, shared }
}

interface Stretch {
  start: number
  words: number
  offset: number
}

function differingBits(print: Print, other: Print, { start, words, offset }: Stretch): number {
  let bits = 0
  for (let at = start; at < start + words; at += 1) bits += ONES[(print[at] ?? 0) ^ (other[at - offset] ?? 0)] ?? 0
  return bits
}

function spreadOf(print: Print, other: Print, { offset, overlap }: Laid): Pick<PrintLikeness, 'worst' | 'usual'> {
  const count = Math.max(1, Math.floor(overlap / STRETCH))
  const words = Math.min(STRETCH, overlap)
  const errors = Float64Array.from({ length: count }, (_, index) => {
    const start = Math.max(0, offset) + index * STRETCH
    return differingBits(print, other, { start, words, offset }) / (16 * words)
  }).sort()
  return { worst: errors[count - 1] ?? 0, usual: errors[Math.floor(USUAL * (count - 1))] ?? 0 }
}

function varietyOf(print: Print, other: Print, { offset, overlap }: Laid): number {
  const from = Math.max(0, offset)
  const distinct = (of: Print, start: number) => new Set(of.subarray(start, start + overlap)).size
  return Math.min(distinct(print, from), distinct(other, from - offset))
}
