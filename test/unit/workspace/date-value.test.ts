import { describe, expect, it } from 'vitest'
import { DAY_RANGES, momentRange } from '../../../src/workspace/query/date-ranges.ts'
import { floorToMinute, normalDate, parseMoment } from '../../../src/workspace/values/date-value.ts'
import fc from '../../support/property.ts'

describe('parseMoment', () => {
  it.each([
    ['2026-07-04', Date.UTC(2026, 6, 4), true],
    ['2026-07-04T10:30:00Z', Date.UTC(2026, 6, 4, 10, 30), false],
    ['2026-07-04T10:30', Date.UTC(2026, 6, 4, 10, 30), false],
    ['2026-07-04T10:30:15.5+02:00', Date.UTC(2026, 6, 4, 8, 30, 15, 500), false],
    ['2026-07-04T10:30:00.000-0530', Date.UTC(2026, 6, 4, 16, 0), false],
  ])('%s', (written, ms, isDay) => {
    expect(parseMoment(written)).toEqual({ ms, isDay })
  })

  it.each(['2026/07/04', '2026-02-30', '2026-13-01', '2026-07-04T25:00', 'soon', '', '2026-7-4'])(
    'refuses %j',
    written => {
      expect(parseMoment(written)).toBeUndefined()
    },
  )

  it('agrees with Date on everything Date writes', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }), date => {
        expect(parseMoment(date.toISOString())?.ms).toBe(date.getTime())
      }),
    )
  })
})

it('answers a time with milliseconds and offset, a day as it is', () => {
  expect(normalDate('2026-07-04T10:30:00Z', null)).toBe('2026-07-04T10:30:00.000+00:00')
  expect(normalDate('2026-07-04T10:30+02:00', null)).toBe('2026-07-04T10:30:00.000+02:00')
  expect(normalDate('2026-07-04T10:30', 'Europe/Vienna')).toBe('2026-07-04T10:30:00.000+02:00')
  expect(normalDate('2026-03-29T02:30', 'Europe/Vienna')).toBe('2026-03-29T02:30:00.000+01:00')
  expect(normalDate('2026-07-04T10:30', 'UTC')).toBe('2026-07-04T10:30:00.000+00:00')
  expect(normalDate('2026-07-04', null)).toBe('2026-07-04')
})

it('rounds down to the minute', () => {
  expect(floorToMinute(Date.UTC(2026, 0, 1, 9, 8, 59, 999))).toBe(Date.UTC(2026, 0, 1, 9, 8))
})

describe('date words', () => {
  const now = Date.UTC(2026, 2, 31, 15) // a Tuesday, the last of March
  const days = ({ from, until }: { from: number; until: number }) =>
    [from, until].map(ms => new Date(ms).toISOString().slice(0, 10))

  it('reckons single days', () => {
    expect(days(momentRange('today', 'x', now))).toEqual(['2026-03-31', '2026-04-01'])
    expect(days(momentRange('one_month_ago', 'x', now))).toEqual(['2026-02-28', '2026-03-01'])
  })

  it.each([
    ['this_week', '2026-03-30', '2026-04-06'],
    ['past_week', '2026-03-24', '2026-04-01'],
    ['next_month', '2026-03-31', '2026-05-01'],
  ])('%s', (word, from, until) => {
    expect(DAY_RANGES.get(word)?.(now)).toEqual({ from: Date.parse(from), until: Date.parse(until) })
  })
})
