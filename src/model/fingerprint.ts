// Two fingerprints of one recording differ in few of their bits, once they are laid one over the other.

export interface Likeness {
  /** Share of bits that differ at the best place: 0 the same, about a half when nothing is in common. */
  errors: number
  /** Words that the second begins later than the first; about eight a second. */
  offset: number
}

/** Thirty seconds: of less, chance alone makes likenesses. */
export const LEAST_OVERLAP = 240

/**
 * Lays them over each other at every offset up to `mostOffset` words, and takes the best.
 * @returns undefined when one is empty
 */
export function bitErrors(first: Uint32Array, second: Uint32Array, mostOffset: number): Likeness | undefined {
  const shorter = Math.min(first.length, second.length)
  const least = Math.min(LEAST_OVERLAP, Math.ceil(shorter * 0.75))
  let best: Likeness | undefined
  if (shorter === 0) return best
  for (let offset = -mostOffset; offset <= mostOffset; offset += 1) {
    const from = Math.max(0, offset)
    const to = Math.min(first.length, second.length + offset)
    if (to - from < least) continue
    let bits = 0
    for (let i = from; i < to; i += 1) bits += ones((first[i] ?? 0) ^ (second[i - offset] ?? 0))
    const errors = bits / (32 * (to - from))
    if (!best || errors < best.errors) best = { errors, offset }
  }
  return best
}

/** Bits that are set, counted in pairs, in fours, and in bytes that are summed up. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555)
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}
