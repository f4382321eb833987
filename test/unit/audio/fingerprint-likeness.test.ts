import { describe, expect, it } from 'vitest'
import { createFingerprinter } from '../../../src/audio/analysis/fingerprint.ts'
import { wordsOf } from '../../../src/audio/analysis/fingerprint-words.ts'
import { bitErrors } from '../../../src/model/fingerprint.ts'
import { noise, song } from './signals.ts'

/** Of the upper bits of each number: the lower ones take turns. */
const words = (count: number, seed: number) => {
  const next = noise(seed)
  const half = () => Math.floor((next() + 1) * 2 ** 15)
  return Uint32Array.from({ length: count }, () => half() * 2 ** 16 + half())
}

describe('likeness of fingerprints', () => {
  it('is perfect with itself, and a half with chance', () => {
    const [one, other] = [words(900, 1), words(900, 2)]
    expect(bitErrors(one, one, 120)).toEqual({ errors: 0, offset: 0 })
    expect(bitErrors(one, other, 0)?.errors).toBeCloseTo(0.5, 1)
  })

  it('finds where one begins in the other, in both directions', () => {
    const one = words(900, 3)
    expect(bitErrors(one, one.subarray(40), 120)).toEqual({ errors: 0, offset: 40 })
    expect(bitErrors(one.subarray(16), one, 120)).toEqual({ errors: 0, offset: -16 })
    expect(bitErrors(one, one.subarray(40), 39)?.errors).toBeGreaterThan(0.4)
  })

  it('counts every bit that differs', () => {
    const one = words(300, 4)
    const other = one.map((word, index) => (index < 10 ? word ^ 0x8000_0001 : word))
    other[20] = (other[20] ?? 0) ^ 0xffff_ffff
    expect(bitErrors(one, other, 0)?.errors).toBe(52 / (32 * 300))
  })

  it('does not judge by a short overlap', () => {
    const one = words(900, 5)
    const other = words(900, 6)
    other.set(one.subarray(880), 0) // twenty words are the same at offset 880
    expect(bitErrors(one, other, 890)?.errors).toBeGreaterThan(0.4)
  })

  it('has no word on nothing', () => expect(bitErrors(new Uint32Array(0), words(9, 1), 9)).toBeUndefined())
})

describe('words of a fingerprint', () => {
  it.each([
    // from Chromaprint's own tests of its compressor: one bit, three bits, wide steps, two words
    [[0, 0, 0, 1, 1], [1]],
    [[0, 0, 0, 1, 73, 0], [7]],
    [[0, 0, 0, 1, 7, 0], [1 << 6]],
    [[0, 0, 0, 1, 7, 2], [1 << 8]],
    [
      [0, 0, 0, 2, 65, 0],
      [1, 0],
    ],
    [
      [0, 0, 0, 2, 1, 0],
      [1, 1],
    ],
    [[1, 0, 0, 0], []],
  ])('%j are %j', (bytes, expected) => {
    expect([...wordsOf(Buffer.from(bytes).toString('base64url'))]).toEqual(expected)
  })

  it('a fingerprint that is cut is refused', async () => {
    const fingerprinter = await createFingerprinter()
    fingerprinter.push(song(3, 20))
    const whole = fingerprinter.finish() ?? ''
    expect(wordsOf(whole).length).toBeGreaterThan(130)
    for (const length of [0, 3, 20, whole.length - 8]) expect(() => wordsOf(whole.slice(0, length))).toThrow(RangeError)
  })
})
