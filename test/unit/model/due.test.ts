import { afterEach, describe, expect, it } from 'vitest'
import { dueFrom, isCronPattern, knownLast, timesDue } from '../../../src/model/due.ts'

const at = (iso: string) => Date.parse(iso) / 1000

describe('dueFrom', () => {
  it('is at once when it never ran, else after the interval', () => {
    expect(dueFrom(undefined, { intervalSeconds: 60 })).toBe(0)
    expect(dueFrom(1000, { intervalSeconds: 60 })).toBe(1060)
  })

  it('follows the schedule when there is one', () => {
    const due = dueFrom(at('2026-03-01T03:10:00'), { intervalSeconds: 60, schedule: '0 */6 * * *' })
    expect(due).toBe(at('2026-03-01T06:00:00'))
  })
})

describe('timesDue', () => {
  const now = at('2026-03-03T12:30:00Z')
  const six = { intervalSeconds: 60, schedule: '0 */6 * * *' }

  it('is once when it never ran, and never before its time', () => {
    expect(timesDue(undefined, six, now)).toBe(1)
    expect(timesDue(now - 59, { intervalSeconds: 60 }, now)).toBe(0)
    expect(timesDue(now + 1000, { intervalSeconds: 60 }, now)).toBe(0)
  })

  it('counts what was missed', () => {
    expect(timesDue(now - 3 * 3600, { intervalSeconds: 3600 }, now)).toBe(3)
    expect(timesDue(now - 48 * 3600, six, now)).toBe(8)
    expect(timesDue(at('2001-01-01T00:00:00Z'), six, now)).toBe(100)
  })

  it('a clock that was years ahead at the last run puts nothing off for years', () => {
    expect(knownLast(at('2031-01-01T00:00:00Z'), now)).toBeUndefined()
    expect(knownLast(now + 30, now)).toBe(now + 30)
    expect(knownLast(now - 30, now)).toBe(now - 30)
  })
})

describe('a schedule where the clocks change', () => {
  const { TZ } = process.env
  afterEach(() => {
    if (TZ === undefined) delete process.env.TZ
    else process.env.TZ = TZ
  })

  /** Local times at which it runs, each run taking a minute. */
  function runs(zone: string, schedule: string, from: string, hours: number): string[] {
    process.env.TZ = zone
    const told: string[] = []
    for (let last = at(from); ; ) {
      const due = dueFrom(last, { intervalSeconds: 1, schedule })
      if (due > at(from) + hours * 3600) return told
      const date = new Date(due * 1000)
      told.push(
        `${date.getDate()}. ${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`,
      )
      last = due + 60
    }
  }

  it.each([
    ['Europe/Berlin', '2026-03-27T12:00:00Z', ['28. 02:30', '29. 03:00', '30. 02:30']],
    ['Europe/Berlin', '2026-10-23T12:00:00Z', ['24. 02:30', '25. 02:30', '26. 02:30']],
    ['America/New_York', '2026-03-07T12:00:00Z', ['8. 03:00', '9. 02:30', '10. 02:30']],
    ['Australia/Lord_Howe', '2026-04-03T18:00:00Z', ['5. 02:30', '6. 02:30', '7. 02:30']],
  ])('%s from %s: once a day, also where the time comes twice or not at all', (zone, from, expected) =>
    expect(runs(zone, '30 2 * * *', from, 72)).toEqual(expected),
  )

  it('hours of the day stay hours of the day', () => {
    const day = (number: number) => ['00:00', '06:00', '12:00', '18:00'].map(time => `${number}. ${time}`)
    expect(runs('Europe/Berlin', '0 */6 * * *', '2026-10-23T21:59:00Z', 72)).toEqual([
      ...day(24),
      ...day(25),
      ...day(26),
    ])
    expect(runs('Europe/Berlin', '0 */6 * * *', '2026-03-27T22:59:00Z', 71)).toEqual([
      ...day(28),
      ...day(29),
      ...day(30),
    ])
  })
})

describe('isCronPattern', () => {
  it.each([
    ['0 */6 * * *', true],
    ['*/5 8-18 * * 1-5', true],
    ['0 25 * * *', false],
    ['hourly', false],
    ['0 0 */6 * * *', false],
  ])('%s: %s', (text, expected) => expect(isCronPattern(text)).toBe(expected))
})
