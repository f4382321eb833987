import { describe, expect, it } from 'vitest'
import { dueFrom, isCronPattern } from '../../../src/model/due.ts'

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

describe('isCronPattern', () => {
  it.each([
    ['0 */6 * * *', true],
    ['*/5 8-18 * * 1-5', true],
    ['0 25 * * *', false],
    ['hourly', false],
    ['0 0 */6 * * *', false],
  ])('%s: %s', (text, expected) => expect(isCronPattern(text)).toBe(expected))
})
