// What the index keeps of a fingerprint: of each word the sixteen bits that say on which side of the middle a value lies.
// They change a third less between two copies of one recording than all 32 do, and tell different ones apart as well.

/** One number for each eighth of a second. */
export type Print = Uint16Array

/** Seconds from one word of a fingerprint to the next. */
export const WORD_SECONDS = 1365 / 11_025

/** Of the first two minutes, as fingerprints usually are; longer ones say no more. */
const LONGEST = 968

/** @param words as Chromaprint gives them */
export const printOf = (words: Uint32Array): Print => Uint16Array.from(words.subarray(0, LONGEST), oddBits)

/** Bits 1, 3, 5 … 31, moved together. */
function oddBits(word: number): number {
  let bits = (word >>> 1) & 0x5555_5555
  bits = (bits | (bits >>> 1)) & 0x3333_3333
  bits = (bits | (bits >>> 2)) & 0x0f0f_0f0f
  bits = (bits | (bits >>> 4)) & 0x00ff_00ff
  return (bits | (bits >>> 8)) & 0xffff
}

/** The twelve that change least from one word to the next, so that a cut between two words leaves them alone. */
const SLOW = 0xf6bb
/** A term is what three words say, a second apart. */
const APART = 8

/**
 * The few things a recording is looked up by. Of all it says, those whose hashes are the lowest: two copies choose the same
 * ones, wherever each begins.
 */
export function termsOf(print: Print, most: number): number[] {
  const hashes = new Uint32Array(Math.max(0, print.length - 2 * APART))
  let count = 0
  for (let i = 0; i < hashes.length; i += 1) {
    const [first, second, third] = [slowAt(print, i), slowAt(print, i + APART), slowAt(print, i + 2 * APART)]
    if (first === second && second === third) continue // silence, a held tone: everybody has that
    hashes[count] = hashed(hashed(hashed(first + 1) + second) + third)
    count += 1
  }
  const sorted = hashes.subarray(0, count).sort()
  const terms: number[] = []
  for (let i = 0; i < count && terms.length < most; i += 1) {
    const term = sorted[i] ?? 0
    if (term !== terms.at(-1)) terms.push(term)
  }
  return terms
}

const slowAt = (print: Print, at: number) => (print[at] ?? 0) & SLOW

/** The end of MurmurHash3: every bit of the number decides about every bit of the hash. */
function hashed(number: number): number {
  let hash = number | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
