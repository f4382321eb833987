// Chromaprint's compressed form, unpacked: 32 bits for each eighth of a second. Each word is told as the places of the
// bits in which it differs from the one before: steps of three bits, those that need more with five further bits.

const HEADER = 4
const NORMAL_BITS = 3
const MORE = 7
const MORE_BITS = 5

/**
 * The words that `fpcalc -raw` prints.
 * @throws RangeError when it is not whole
 */
export function wordsOf(fingerprint: string): Uint32Array {
  const bytes = Buffer.from(fingerprint, 'base64url')
  if (bytes.length < HEADER) throw new RangeError('this is no fingerprint')
  const words = new Uint32Array(bytes.readUIntBE(1, 3))
  const steps = stepsIn(bytes, words.length)
  let at = 0
  for (let index = 0; index < words.length; index += 1) {
    let difference = 0
    let place = 0
    for (let step = steps[at++]; step; step = steps[at++]) {
      place += step
      difference |= 1 << (place - 1)
    }
    words[index] = (words[index - 1] ?? 0) ^ difference
  }
  return words
}

/** Each word's steps, with a zero behind. */
function stepsIn(bytes: Buffer, words: number): number[] {
  const steps: number[] = []
  let bit = 8 * HEADER
  for (let ended = 0; ended < words; bit += NORMAL_BITS) {
    const step = bitsAt(bytes, bit, NORMAL_BITS)
    steps.push(step)
    if (step === 0) ended += 1
  }
  bit = Math.ceil(bit / 8) * 8
  for (const [index, step] of steps.entries()) {
    if (step !== MORE) continue
    steps[index] = MORE + bitsAt(bytes, bit, MORE_BITS)
    bit += MORE_BITS
  }
  return steps
}

/** The lowest bits of a byte come first. */
function bitsAt(bytes: Buffer, bit: number, count: number): number {
  const [byte, offset] = [bit >> 3, bit & 7]
  if (bit + count > 8 * bytes.length) throw new RangeError('the fingerprint is cut')
  const pair = (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8)
  return (pair >> offset) & ((1 << count) - 1)
}
