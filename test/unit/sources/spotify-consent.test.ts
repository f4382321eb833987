import { expect, it } from 'vitest'
import { consentOf } from '../../../src/sources/spotify/consent.ts'

const on = (givenAt: string, day: string) => consentOf(`${givenAt}T08:00:00.000Z`, Date.parse(`${day}Z`))

it.each([
  ['2026-01-15', '2026-07-15'],
  ['2026-08-31', '2027-02-28'],
  ['2027-08-31', '2028-02-29'],
  ['2026-12-31', '2027-06-30'],
  ['2026-10-30', '2027-04-30'],
])('given on %s it ends on %s', (given, end) => {
  expect(on(given, '2026-11-21T00:00:00').endsAt).toBe(`${end}T08:00:00.000Z`)
})

it.each([
  ['2026-06-01T00:00:00', 'fine', undefined],
  ['2026-06-14T08:00:00', 'fine', undefined],
  ['2026-06-14T08:00:01', 'month', '(30 days left)'],
  ['2026-06-15T08:00:00', 'month', '(30 days left)'],
  ['2026-07-08T07:59:59', 'week', '(7 days left)'],
  ['2026-07-07T07:59:59', 'month', '(8 days left)'],
  ['2026-07-14T07:59:59', 'week', '(1 day left)'],
  ['2026-07-15T07:59:59', 'week', '(0 days left)'],
  ['2026-07-15T08:00:01', 'over', 'ended on 2026-07-15'],
])('on %s it is %s', (now, stage, words) => {
  const consent = on('2026-01-15', now)
  expect(consent.stage).toBe(stage)
  if (words === undefined) expect(consent.notice).toBeUndefined()
  else expect(consent.notice).toContain(words)
})
