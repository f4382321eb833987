// Numbers of rows in exports.

import { describe, expect, it } from 'vitest'
import { openTrackIds } from '../../../../src/pipeline/export/track-ids.ts'
import fc from '../../../support/property.ts'

describe('the numbers of rows', () => {
  it('are the same in every export, and each row has its own', () => {
    const pages = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(pages, rows => {
        const [once, again] = [openTrackIds(), openTrackIds()]
        const numbers = rows.map(row => once.take(row))
        expect(new Set(numbers).size).toBe(rows.length)
        expect(numbers.every(number => Number.isInteger(number) && number > 0 && number < 2 ** 31)).toBe(true)
        expect(rows.map(row => again.take(row))).toEqual(numbers)
      }),
    )
  })

  it('do not change when rows come and go, but for one in millions', () => {
    const rows = Array.from(
      { length: 2000 },
      (_, at) => `1f3a0000-0000-8000-8000-${(at * 7919).toString(16).padStart(12, '0')}`,
    )
    const all = openTrackIds()
    for (const row of rows) all.take(row)
    const some = openTrackIds()
    expect(rows.filter((_, at) => at % 3 === 0).filter(row => some.take(row) !== all.of(row))).toEqual([])
  })

  it('of two rows that want one: the first has it, the other the next, round the end', () => {
    const ids = openTrackIds(() => 2 ** 31 - 1)
    expect([ids.take('a'), ids.take('b'), ids.take('c')]).toEqual([2 ** 31 - 1, 1, 2])
  })

  it('are shared by rows of one track', () => {
    const ids = openTrackIds()
    ids.share('b', ids.take('a'))
    expect([ids.of('b'), ids.of('c')]).toEqual([ids.of('a'), undefined])
  })
})
