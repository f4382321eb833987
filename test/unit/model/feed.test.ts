// When a list is looked at again, what that may cost, and what is new in a list whose newest stand first.

import { describe, expect, it } from 'vitest'
import { isDue, newOnes, remember, type Seen, shareOf, stretchOf, waitOf, whyTooDear } from '../../../src/model/feed.ts'
import fc from '../../support/property.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('the time between two looks', () => {
  const wait = (quiet: number, failures: number, intervalMs = 15 * MINUTE) =>
    waitOf({ quiet, failures }, intervalMs, 0.5)

  it('grows where nothing changes, to four times as much', () =>
    expect([0, 11, 12, 24, 500].map(quiet => wait(quiet, 0) / MINUTE)).toEqual([15, 15, 30, 60, 60]))

  it('doubles with each look that came to nothing, up to six hours', () =>
    expect([1, 2, 3, 6, 50].map(failures => wait(0, failures) / MINUTE)).toEqual([15, 30, 60, 360, 360]))

  it('is never made shorter than it is set', () => expect(wait(0, 9, 24 * HOUR)).toBe(24 * HOUR))

  it('varies by a tenth either way', () => {
    const times = [0, 1].map(random => waitOf({ quiet: 0, failures: 0 }, 1000, random))
    expect(times).toEqual([900, 1100])
  })
})

describe('what is due', () => {
  it('what was never looked at, and what was missed: once', () => {
    expect(isDue(undefined, 5, HOUR)).toBe(true)
    expect(isDue({ lookedAt: 1, dueAt: 2 }, 50_000, HOUR)).toBe(true)
    expect(isDue({ lookedAt: 50_000, dueAt: 60_000 }, 50_001, HOUR)).toBe(false)
  })

  it('a clock that was set back delays nothing', () =>
    expect(isDue({ lookedAt: 9000, dueAt: 9900 }, 100, HOUR)).toBe(true))

  it('also where it was only put off to the midnight of a wrong day', () => {
    expect(isDue({ lookedAt: 1, dueAt: 25 * HOUR }, 2, HOUR)).toBe(false)
    expect(isDue({ lookedAt: 1, dueAt: 900 * HOUR }, 2, HOUR)).toBe(true)
    expect(isDue({ lookedAt: 1, dueAt: 900 * HOUR }, 2, 300 * HOUR)).toBe(false)
  })
})

describe('what looking may spend', () => {
  it('a quarter of a day', () => {
    expect(shareOf(1000)).toBe(250)
    expect(whyTooDear({ perDay: 1000, spent: 300, byLooks: 249 }, 1)).toBeUndefined()
    expect(whyTooDear({ perDay: 1000, spent: 300, byLooks: 250 }, 1)).toMatch(/^the 250 of its 1000 requests a day/)
  })

  it('and none of the last quarter, which is for what people ask for', () => {
    expect(whyTooDear({ perDay: 1000, spent: 749, byLooks: 0 }, 1)).toBeUndefined()
    expect(whyTooDear({ perDay: 1000, spent: 750, byLooks: 0 }, 1)).toMatch(/^750 of its 1000 requests of today/)
  })

  it('a service without a budget is not counted', () =>
    expect(whyTooDear({ perDay: undefined, spent: 1e9, byLooks: 1e9 }, 100)).toBeUndefined())

  it('however many lists there are and however short their intervals, a day of looks fits into it', () => {
    const wanted = fc.array(
      fc.record({ intervalMs: fc.integer({ min: 300_000, max: 604_800_000 }), cost: fc.integer({ min: 1, max: 40 }) }),
      { maxLength: 300 },
    )
    fc.assert(
      fc.property(wanted, fc.integer({ min: 100, max: 10_000 }), (all, perDay) => {
        const stretch = stretchOf(all, perDay)
        const asked = all.reduce((sum, { intervalMs, cost }) => sum + (24 * HOUR * cost) / (intervalMs * stretch), 0)
        expect(asked).toBeLessThanOrEqual(perDay / 4)
        expect(stretch).toBeGreaterThanOrEqual(1)
      }),
    )
  })

  it('fifteen minutes for likes and an hour for playlists need no stretching', () => {
    const wanted = [
      { intervalMs: 15 * MINUTE, cost: 1 },
      { intervalMs: HOUR, cost: 2 },
    ]
    expect(stretchOf(wanted, 1000)).toBe(1)
  })
})

describe('what is new in a list', () => {
  const seen = (entries: string, isWhole = false): Seen => ({ entries: [...entries], isWhole })
  const fresh = (before: Seen, now: Seen) => newOnes(before, now)?.join('')

  it.each([
    ['nothing', 'abcd', 'abcd', ''],
    ['what stands in front', 'abcd', 'xyab', 'xy'],
    ['not what came up from below when one went', 'abcd', 'acde', ''],
    ['not what came up when the last one went', 'abcd', 'abce', ''],
    ['both at once', 'abcd', 'xacd', 'x'],
    ['one behind another that was liked again', 'abcd', 'cxab', 'x'],
    ['an old one that was liked again', 'abcd', 'zabc', 'z'],
  ])('%s', (_what, before, now, expected) => expect(fresh(seen(before), seen(now))).toBe(expected))

  it('is not known when nothing of it is known', () => expect(fresh(seen('abcd'), seen('wxyz'))).toBeUndefined())

  it('of a list that was seen whole, all that was not there', () => {
    expect(fresh(seen('ab', true), seen('xy', true))).toBe('xy')
    expect(fresh(seen('', true), seen('xy', true))).toBe('xy')
    expect(fresh(seen('ab', true), seen('xbyz'))).toBe('xyz')
  })

  it.each([
    ['nothing at all', ''],
    ['a beginning', 'ab'],
  ])('an answer that is cut short to %s makes nothing new when the rest is back', (_what, cut) => {
    for (const isWhole of [true, false]) {
      const before = remember(seen('abcdef', isWhole), seen(cut, true), 200)
      expect(newOnes(before, seen('xabcdef', isWhole))?.join('') ?? 'not known').toBe(
        cut || isWhole ? 'x' : 'not known',
      )
    }
  })

  it('what is liked no more and liked again is new, as it stands in front', () => {
    const before = remember(seen('abcdef'), seen('abdef'), 200)
    expect(fresh(before, seen('cabdef'))).toBe('c')
    expect(fresh(before, seen('abcdef'))).toBe('')
  })

  it('likes that come and go: all that came since are told, and nothing that was there', () => {
    const step = fc.record({ likes: fc.integer({ min: 0, max: 6 }), unlikes: fc.array(fc.nat(60), { maxLength: 4 }) })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), step, (count, { likes, unlikes }) => {
        const PAGE = 20
        const page = (all: readonly string[]): Seen => ({ entries: all.slice(0, PAGE), isWhole: all.length <= PAGE })
        const old = Array.from({ length: count }, (_, at) => `old ${at}`)
        const left = old.filter((_, at) => !unlikes.includes(at))
        const came = Array.from({ length: likes }, (_, at) => `new ${at}`)
        const told = newOnes(page(old), page([...came, ...left]))
        expect(told).toEqual(came)
      }),
    )
  })
})
