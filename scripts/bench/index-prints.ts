// Fingerprints that behave like those of music without any: bits that change as often as Chromaprint's do, states that many
// recordings know, phrases that come again; and copies as a cut between two words makes them.

/** A minute is 485 words. */
const WORDS = 948
/** Bits that seldom change: nine times in ten less than once in seven words. */
const SLOW = 0xae2c_8a8e >>> 0
/** How many sounds there are that one recording may have in common with another, and how many of them it has. */
const SOUNDS = 1 << 14
const OWN = 40
/** Words of a phrase. */
const PHRASE = 64
const PHRASES = 9

type Next = () => number

/** Marsaglia's xorshift: 32 bits each time. */
function random(seed: number): Next {
  let state = Math.imul(seed + 1, 0x9e37_79b9) | 1
  for (let i = 0; i < 4; i += 1) state = step(state)
  return () => {
    state = step(state)
    return state >>> 0
  }
}

function step(state: number): number {
  let next = state ^ (state << 13)
  next ^= next >>> 17
  return next ^ (next << 5)
}

const below = (next: Next, limit: number) => Math.floor((next() / 2 ** 32) * limit)

const sounds = (() => {
  const next = random(7)
  return Uint32Array.from({ length: SOUNDS }, next)
})()

/** Some sounds are in every second song, most are rare. */
const soundOf = (next: Next) => sounds[Math.floor(SOUNDS ** (next() / 2 ** 32)) - 1] ?? 0

/** @param seed the same one gives the same fingerprint */
export function madeWords(seed: number): Uint32Array {
  const next = random(seed)
  const own = Array.from({ length: OWN }, () => soundOf(next))
  const phrases = Array.from({ length: PHRASES }, () => phraseOf(next, own))
  const words = new Uint32Array(WORDS)
  for (let start = 0; start < WORDS; start += PHRASE) {
    const phrase = phrases[below(next, PHRASES)] ?? phrases[0]
    for (let i = 0; i < PHRASE && start + i < WORDS; i += 1) {
      const changed = next() & next() & next() & next() & next() & next() // played again, one bit in 64 is another
      words[start + i] = ((phrase?.[i] ?? 0) ^ changed) >>> 0
    }
  }
  return words
}

function phraseOf(next: Next, own: readonly number[]): Uint32Array {
  const phrase = new Uint32Array(PHRASE)
  let word = next()
  let aim = own[0] ?? 0
  for (let i = 0; i < PHRASE; i += 1) {
    if (below(next, 7) === 0) aim = own[below(next, own.length)] ?? 0
    const [coin, other, third] = [next(), next(), next()]
    const towards = (word ^ aim) & coin & other // a quarter of what is missing
    const anyhow = coin & ~other & third & next() & ~SLOW
    word = (word ^ towards ^ anyhow) >>> 0
    phrase[i] = word
  }
  return phrase
}

/** Five seconds cut off, half a word late: a bit that changes there falls to either side. */
export function copyOf(words: Uint32Array, seed: number): Uint32Array {
  const next = random(seed)
  const cut = 40
  return Uint32Array.from({ length: words.length - cut - 1 }, (_, i) => {
    const [here, there] = [words[i + cut] ?? 0, words[i + cut + 1] ?? 0]
    return (here ^ ((here ^ there) & next())) >>> 0
  })
}
