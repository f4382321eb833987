import { describe, expect, it } from 'vitest'
import { copyOf, madeWords } from '../../../../scripts/bench/index-prints.ts'
import { listenTo } from '../../../../src/model/recording/likeness.ts'
import { type Print, printOf } from '../../../../src/model/recording/print.ts'

const print = (seed: number) => printOf(madeWords(seed))
const compare = (one: Print, other: Print) => listenTo(one).compare(other)

describe('likeness of prints', () => {
  it('is perfect with itself', () => {
    expect(compare(print(1), print(1))).toMatchObject({
      errors: 0,
      worst: 0,
      usual: 0,
      offset: 0,
      overlap: 948,
      shared: 948,
    })
  })

  it('is small with a copy, whose offset it finds', () => {
    const likeness = compare(print(2), printOf(copyOf(madeWords(2), 1)))
    expect(likeness?.offset).toBe(40)
    expect(likeness?.errors).toBeLessThan(0.08)
    expect(likeness?.worst).toBeLessThan(0.25)
    const turned = compare(printOf(copyOf(madeWords(2), 1)), print(2))
    expect(turned?.offset === -40 || turned?.offset === -41).toBe(true)
  })

  it('is large with other music', () => {
    for (const seed of [3, 4, 5, 6, 7]) {
      const likeness = compare(print(seed), print(seed + 50))
      expect(likeness?.errors ?? 1).toBeGreaterThan(0.25)
      expect(likeness?.worst ?? 1).toBeGreaterThan(0.3)
    }
  })

  it('counts the bits that differ, and sees in which second they lie', () => {
    const [one, other] = [print(8), print(8)]
    for (let at = 400; at < 408; at += 1) other[at] = (other[at] ?? 0) ^ 0xff
    expect(compare(one, other)).toMatchObject({ errors: 64 / (16 * 948), worst: 0.5, usual: 0, shared: 940 })
  })

  it('finds a part that both share, anywhere', () => {
    const [one, other] = [print(9), print(10)]
    other.set(one.subarray(0, 400), 500)
    const likeness = compare(one, other)
    expect(likeness?.offset).toBe(-500)
    expect(likeness?.shared).toBeGreaterThanOrEqual(400)
  })

  it('does not judge by a short overlap', () => {
    const [one, other] = [print(11), print(12)]
    other.set(one.subarray(908), 0)
    expect(compare(one, other)?.errors ?? 1).toBeGreaterThan(0.25)
  })

  it('knows how little silence says', () => {
    expect(compare(new Uint16Array(900), new Uint16Array(900))).toMatchObject({ errors: 0, variety: 1 })
  })

  it('has no word on nothing', () => {
    expect(compare(new Uint16Array(0), print(1))).toBeUndefined()
    expect(compare(print(1), new Uint16Array(0))).toBeUndefined()
  })
})
