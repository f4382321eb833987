import { describe, expect, it } from 'vitest'
import { DAY_RANGES, momentRange } from '../../../../src/workspace/query/date-ranges.ts'

const NOW = Date.UTC(2026, 6, 4, 10, 30) // a Saturday

describe('what a date covers', () => {
  it.each([
    ['2026-07-04', '2026-07-04T00:00:00Z', 24 * 3600 * 1000],
    ['2026-07-04T10:00:00.607+02:00', '2026-07-04T08:00:00.607Z', 1],
    ['2026-07-04T10:00', '2026-07-04T10:00:00Z', 1],
    ['yesterday', '2026-07-03T00:00:00Z', 24 * 3600 * 1000],
  ])('%s', (wanted, from, length) => {
    expect(momentRange(wanted, 'x', NOW)).toEqual({ from: Date.parse(from), until: Date.parse(from) + length })
  })

  it.each([['constructor'], ['toString'], ['this_week'], ['2026-02-30']])('%s is none', wanted => {
    expect(() => momentRange(wanted, 'x', NOW)).toThrow('should be a valid ISO 8601 date string')
  })
})

it('a week begins on Monday, whatever the day', () => {
  for (let day = 29; day < 36; day += 1) {
    const range = DAY_RANGES.get('this_week')?.(Date.UTC(2026, 5, day, 23))
    expect(range).toEqual({ from: Date.UTC(2026, 5, 29), until: Date.UTC(2026, 6, 6) })
  }
})
