import { describe, expect, it } from 'vitest'
import { addUnits, unitsBetween } from '../../../../src/workspace/formula/calendar.ts'
import type { Value } from '../../../../src/workspace/formula/value.ts'
import fc from '../../../support/property.ts'
import { compute, day, time } from './compute.ts'

const on = (iso: string) => `parseDate("${iso}")`

describe('dates', () => {
  it.each<[string, Value]>([
    ['now()', time('2026-05-14T16:45:00Z')],
    ['today()', day(2026, 5, 14)],
    ['minute(now()) + hour(now()) * 100', 1645],
    ['hour(today())', 0],
    ['day(now())', 4],
    [`day(${on('2026-05-17')})`, 7],
    [`day(${on('2026-05-18')})`, 1],
    ['date(now())', 14],
    ['month(now())', 5],
    ['now().year()', 2026],
    [`week(${on('2023-01-02')})`, 1],
    [`week(${on('2023-01-01')})`, 52],
    [`week(${on('2026-12-31')})`, 53],
    [`week(${on('2024-12-30')})`, 1],
    ['year(prop("No date"))', undefined],
    ['dateAdd(today(), 3, "days")', day(2026, 5, 17)],
    ['today().dateAdd(1, "week")', day(2026, 5, 21)],
    [`dateAdd(${on('2026-01-31')}, 1, "months")`, day(2026, 2, 28)],
    [`dateAdd(${on('2024-02-29')}, 1, "years")`, day(2025, 2, 28)],
    [`dateAdd(${on('2026-11-30')}, 1, "quarters")`, day(2027, 2, 28)],
    [`dateSubtract(${on('2026-03-31')}, 1, "month")`, day(2026, 2, 28)],
    ['dateAdd(today(), 90, "minutes")', time('2026-05-14T01:30:00Z')],
    ['dateAdd(now(), -1.5, "hours")', time('2026-05-14T15:15:00Z')],
    ['dateAdd(prop("Tour"), 1, "days")', day(2026, 1, 6)],
    ['dateAdd(prop("No date"), 1, "days")', undefined],
    ['dateAdd(now(), 10 ^ 12, "years")', undefined],
    ['dateBetween(now(), prop("Added"), "days")', 4],
    ['prop("Added").dateBetween(now(), "days")', -4],
    [`dateBetween(now(), ${on('2026-05-15T08:00Z')}, "days")`, 0],
    [`dateBetween(${on('2026-03-31')}, ${on('2026-02-28')}, "months")`, 1],
    [`dateBetween(${on('2026-03-27')}, ${on('2026-02-28')}, "months")`, 0],
    [`dateBetween(${on('2026-02-28')}, ${on('2026-03-31')}, "months")`, -1],
    ['dateBetween(today(), prop("Released"), "years")', 50],
    [`dateBetween(${on('2030-01-01')}, now(), "quarters")`, 14],
    [`dateBetween(${on('2026-05-14T17:00Z')}, now(), "minutes")`, 15],
    ['dateBetween(prop("No date"), now(), "days")', undefined],
    ['dateRange(parseDate("2023"), parseDate("2023-02"))', { ...day(2023, 1, 1), end: Date.UTC(2023, 1, 1) }],
    ['dateStart(prop("Tour"))', day(2026, 1, 5)],
    ['dateEnd(prop("Tour"))', day(2026, 3, 1)],
    ['end(prop("Added")) == start(prop("Added"))', true],
    ['timestamp(prop("Released"))', Date.UTC(1975, 9, 31)],
    ['fromTimestamp(1656012840000)', time('2022-06-23T19:34:00Z')],
    ['fromTimestamp(10 ^ 20)', undefined],
    [on('2022-01-01'), day(2022, 1, 1)],
    [on('2022-01-01T00:00Z'), time('2022-01-01T00:00:00Z')],
    [on('20151021T1608'), time('2015-10-21T16:08:00Z')],
    [on('2015-10-21T16:08:30+02:00'), time('2015-10-21T14:08:30Z')],
    [on('2015-10-21 16:08-05'), time('2015-10-21T21:08:00Z')],
    [on('2025-13-32'), undefined],
    [on('soon'), undefined],
    ['prop("Released") < now()', true],
    ['prop("No date") < now()', false],
    ['[1, "Luffy", true, "2025-01-01", 37, "1999-12-23"].findIndex(current.parseDate())', 3],
    ['["1999-04-01", "2023-01-25", "2025-13-32"].every(current.parseDate())', false],
  ])('%s', (expression, expected) => {
    expect(compute(expression)).toEqual(expected)
  })
})

describe('formatDate', () => {
  it.each([
    ['MMMM D, Y', 'May 4, 2026'],
    ['YYYY-MM-DD HH:mm:ss.SSS', '2026-05-04 15:07:09.012'],
    ['YY/M/D', '26/5/4'],
    ['ddd dddd dd d E', 'Mon Monday Mo 1 1'],
    ['MMM Mo Do', 'May 5th 4th'],
    ['h:m:s a, hh:mm A', '3:7:9 pm, 03:07 PM'],
    ["H [o'clock, day] DDD DDDD", "15 o'clock, day 124 124"],
    ['[Q]Q, [week] W', 'Q2, week 19'],
    ['LL | LT | L', 'May 4, 2026 | 3:07 PM | 05/04/2026'],
    ['Z ZZ', '+00:00 +0000'],
    ['', ''],
  ])('%s', (pattern, expected) => {
    expect(compute(`formatDate(parseDate("2026-05-04T15:07:09.012Z"), "${pattern}")`)).toBe(expected)
  })

  it.each([
    ['2026-01-01T00:00Z', 'h A', '12 AM'],
    ['2026-01-01T12:30Z', 'h:mm A', '12:30 PM'],
    ['2026-01-01', 'Do', '1st'],
    ['2026-01-02', 'Do', '2nd'],
    ['2026-01-11', 'Do', '11th'],
    ['2026-01-23', 'Do', '23rd'],
  ])('%s as %s', (date, pattern, expected) => {
    expect(compute(`parseDate("${date}").formatDate("${pattern}")`)).toBe(expected)
  })

  it.each([
    ['Europe/Vienna', '2026-07-01 02:30 +02:00'],
    ['America/New_York', '2026-06-30 20:30 -04:00'],
    ['Asia/Kolkata', '2026-07-01 06:00 +05:30'],
    ['UTC-5', '2026-06-30 19:30 -05:00'],
    ['GMT+01:30', '2026-07-01 02:00 +01:30'],
  ])('in %s', (zone, expected) => {
    expect(compute(`formatDate(parseDate("2026-07-01T00:30Z"), "YYYY-MM-DD HH:mm Z", "${zone}")`)).toBe(expected)
  })

  it('is empty for no date', () => {
    expect(compute('formatDate(prop("No date"), "YYYY")')).toBeUndefined()
  })
})

it('counts the units that were added', () => {
  const unit = fc.constantFrom('years', 'quarters', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds')
  // the 28th and before is in every month
  const start = fc
    .tuple(fc.integer({ min: 1900, max: 2100 }), fc.nat(11), fc.integer({ min: 1, max: 28 }), fc.nat(86_399_999))
    .map(([year, month, date, ms]) => Date.UTC(year, month, date) + ms)
  fc.assert(
    fc.property(start, fc.integer({ min: -500, max: 500 }), unit, (from, amount, name) => {
      expect(unitsBetween(from, addUnits(from, amount, name), name)).toBe(amount)
    }),
  )
})
