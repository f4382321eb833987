// The score of what passed the gates: what proves it, less what is doubtful, less what is merely not preferred.

import type { Judged } from './gates.ts'
import type { Proof } from './proof.ts'
import type { Candidate } from './types.ts'

export interface Scored {
  score: number
  /** What is merely liked less; it tells equals apart. */
  dislike: number
  /** Sentences, the weightiest first. */
  reasons: readonly string[]
}

/** Without proof a perfect likeness still leaves this. */
const LIKENESS = 0.96
const PROVEN: Record<NonNullable<Proof['channel']>, number> = { topic: 1, artist: 0.99, label: 0.98 }
/** What a person must look at first is never taken unasked. */
const AT_MOST_WHEN_ASKED = 0.85

const MISSING_ARTIST = 0.02
const MOST_MISSING = 0.04
const STRANGER = 0.08
const STRANGER_VERIFIED = 0.04
const DISLIKED: readonly [pattern: RegExp, cost: number][] = [
  [/lyric|letra|paroles/i, 0.003],
  [/video|clip|visuali|m\/?v/i, 0.002],
  [/premiere|free|download|hq|hd/i, 0.001],
]

interface Doubt {
  cost: number
  reason?: string
}

export function scoreOf(judged: Judged, candidate: Candidate): Scored {
  const { proof, asks, vetoes } = judged
  const doubts = doubtsOf(judged)
  const start = proof.isrc ? 1 : proof.channel ? PROVEN[proof.channel] : LIKENESS
  const sure = proof.isrc ? Math.max(start - total(doubts), LIKENESS) : start - total(doubts)
  const capped = asks.length > 0 ? Math.min(sure, AT_MOST_WHEN_ASKED) : sure
  const explained = [...doubts].sort((a, b) => b.cost - a.cost).flatMap(({ reason }) => reason ?? [])
  return {
    score: Math.round(Math.max(0, capped) * 1000) / 1000,
    dislike: dislike(judged, candidate),
    reasons: [...vetoes.map(({ because }) => because), ...asks, ...proofs(proof), ...explained],
  }
}

function doubtsOf({ title, credits, length, proof }: Judged): Doubt[] {
  const { missing, strangers } = credits
  const stranger = proof.channel ? STRANGER_VERIFIED : STRANGER
  return [
    { cost: title.doubt ?? 0.3, reason: title.reason },
    { cost: length.doubt, reason: length.reason },
    {
      cost: Math.min(missing.length * MISSING_ARTIST, MOST_MISSING),
      reason: missing.length > 0 ? `it does not name ${missing.join(', ')}` : undefined,
    },
    {
      cost: strangers.length > 0 ? stranger : 0,
      reason: strangers.length > 0 ? `it is also by ${strangers.join(', ')}, whom the wish does not name` : undefined,
    },
  ]
}

function dislike({ reading }: Judged, { access }: Candidate): number {
  const said = reading.neutral.join(' ')
  const cost = DISLIKED.find(([pattern]) => pattern.test(said))?.[1] ?? 0
  return cost + (access === 'playable' || access === undefined ? 0 : 0.001)
}

function proofs({ isrc, channel }: Proof): string[] {
  const words = {
    topic: 'it is the label’s own delivery',
    artist: 'it is on the artist’s own channel',
    label: 'it is on a label’s channel',
  }
  return [...(isrc ? ['it has the same ISRC'] : []), ...(channel ? [words[channel]] : [])]
}

const total = (doubts: readonly Doubt[]) => doubts.reduce((sum, { cost }) => sum + cost, 0)
