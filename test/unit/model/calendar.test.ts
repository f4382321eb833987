import { describe, expect, it } from 'vitest'
import { calendarsOf } from '../../../src/model/calendar.ts'

describe('calendarsOf', () => {
  it.each([
    ['* * * * *', [{}]],
    ['0 */6 * * *', [{ minutes: [0], hours: [0, 6, 12, 18] }]],
    ['15,45 9-11 * 1 *', [{ minutes: [15, 45], hours: [9, 10, 11], months: [1] }]],
    ['0 4 * * MON-WED', [{ minutes: [0], hours: [4], weekdays: [1, 2, 3] }]],
    ['0 4 * * 7', [{ minutes: [0], hours: [4], weekdays: [0] }]],
    ['0 4 * JUL *', [{ minutes: [0], hours: [4], months: [7] }]],
    ['0 4 31 * *', [{ minutes: [0], hours: [4], days: [31] }]],
  ])('%s', (pattern, calendars) => expect(calendarsOf(pattern)).toEqual(calendars))

  it('either of a day and a weekday makes it due, as in cron', () => {
    expect(calendarsOf('0 4 1 * 5')).toEqual([
      { minutes: [0], hours: [4], days: [1] },
      { minutes: [0], hours: [4], weekdays: [5] },
    ])
  })

  it.each(['0 4 L * *', '0 4 15W * *', '0 4 * * 5#2', '0 4 * * 5L', '0 4 * *', '0 0 4 * * *'])(
    '"%s" is refused',
    pattern => expect(() => calendarsOf(pattern)).toThrow(/cannot be said to every scheduler/),
  )
})
