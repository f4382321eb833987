import { describe, expect, it } from 'vitest'
import { copyOf, madeWords } from '../../../../scripts/bench/index-prints.ts'
import { packPrint, unpackPrint } from '../../../../src/model/recording/pack.ts'
import { printOf, termsOf } from '../../../../src/model/recording/print.ts'
import fc from '../../../support/property.ts'

const common = (one: readonly number[], other: readonly number[]) => one.filter(term => other.includes(term)).length

describe('print of a fingerprint', () => {
  it('keeps the upper bit of each pair', () => {
    expect([...printOf(Uint32Array.of(0xaaaa_aaaa, 0x5555_5555, 0x8000_0002, 0x0000_0008))]).toEqual([
      0xffff, 0, 0x8001, 0x0002,
    ])
  })

  it('holds two minutes of a longer one', () => {
    expect(printOf(new Uint32Array(5000)).length).toBe(968)
  })

  it('comes out of its packed form as it went in, whatever it is', () => {
    const prints = fc.uint16Array({ maxLength: 200 })
    fc.assert(
      fc.property(prints, print => {
        expect(unpackPrint(packPrint(print))).toEqual(print)
      }),
    )
    const ends = Uint16Array.of(0xffff, 0, 0x8000, 0x8001, 0, 0x8000, 0xffff, 0xffff)
    expect(unpackPrint(packPrint(ends))).toEqual(ends)
  })

  it('takes little over a kilobyte', () => {
    expect(packPrint(printOf(madeWords(1))).length).toBeLessThan(1300)
  })

  it('refuses a packed form that is cut', () => {
    const packed = packPrint(printOf(madeWords(1)))
    expect(() => unpackPrint(packed.subarray(0, 500))).toThrow(RangeError)
  })
})

describe('terms of a print', () => {
  it('are the same few for a copy that begins elsewhere', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const words = madeWords(seed)
      const shared = common(termsOf(printOf(words), 32), termsOf(printOf(copyOf(words, seed)), 64))
      expect(shared).toBeGreaterThanOrEqual(4)
    }
  })

  it('are others for other music', () => {
    const shared = [1, 2, 3, 4, 5].map(seed =>
      common(termsOf(printOf(madeWords(seed)), 32), termsOf(printOf(madeWords(seed + 100)), 64)),
    )
    expect(Math.max(...shared)).toBeLessThan(2)
  })

  it('are sorted, each one once, as many as are asked for', () => {
    const terms = termsOf(printOf(madeWords(9)), 32)
    expect(terms).toEqual([...new Set(terms)].sort((a, b) => a - b))
    expect(terms.length).toBe(32)
  })

  it('do not speak of what never changes: silence and held tones have none', () => {
    expect(termsOf(new Uint16Array(900), 32)).toEqual([])
    expect(termsOf(new Uint16Array(900).fill(0x1234), 32)).toEqual([])
  })

  it('are none of what is too short', () => {
    expect(termsOf(printOf(madeWords(1)).subarray(0, 16), 32)).toEqual([])
  })
})
