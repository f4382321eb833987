import { describe, expect, it } from 'vitest'
import type { Cause, KnownCause } from '../../../src/model/notices/cause.ts'
import { decide, type News, noticeOf } from '../../../src/notify/policy.ts'
import fc from '../../support/property.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = Date.UTC(2026, 10, 21)
const DISK: Cause = { key: 'disk', title: 'a disk is full', says: '3 MB are free' }
const SPOTIFY: Cause = { key: 'service spotify', title: 'spotify is left alone', says: 'it said so' }

/** A memory that is asked again and again. */
function memory() {
  const known = new Map<string, KnownCause>()
  return (found: readonly Cause[], at: number): News[] => {
    const decision = decide(found, [...known.values()], at)
    for (const cause of decision.known) known.set(cause.key, cause)
    return decision.news
  }
}

describe('what is told', () => {
  it('a cause is told once while it stands, and once when it is over', () => {
    const look = memory()
    const told = [0, 1, 2, 30].map(hours => look([DISK], NOW + hours * HOUR))
    expect(told.flat().map(({ kind }) => kind)).toEqual(['began'])
    expect(look([], NOW + 31 * HOUR)).toEqual([])
    expect(look([], NOW + 31 * HOUR + 3 * MINUTE)).toEqual([{ kind: 'over', title: DISK.title, says: DISK.says }])
    expect(look([], NOW + 60 * HOUR)).toEqual([])
  })

  it('one that comes and goes is told once a day', () => {
    const look = memory()
    const kinds: string[] = []
    for (let minute = 0; minute < 23 * 60; minute += 5)
      kinds.push(...look(minute % 10 === 0 ? [DISK] : [], NOW + minute * MINUTE).map(({ kind }) => kind))
    expect(kinds).toEqual(['began'])
  })

  it('one that is back after its end was told waits until a day has passed', () => {
    const look = memory()
    look([DISK], NOW)
    look([], NOW + HOUR)
    expect(look([], NOW + 2 * HOUR)).toHaveLength(1)
    expect(look([DISK], NOW + 3 * HOUR)).toEqual([])
    expect(look([DISK], NOW + 23 * HOUR)).toEqual([])
    expect(look([DISK], NOW + 24 * HOUR).map(({ kind }) => kind)).toEqual(['began'])
  })

  it('a short one is not told, nor its end', () => {
    const look = memory()
    const patient = { ...SPOTIFY, patienceMs: 10 * MINUTE }
    expect(look([patient], NOW)).toEqual([])
    expect(look([patient], NOW + 9 * MINUTE)).toEqual([])
    expect(look([], NOW + 20 * MINUTE)).toEqual([])
    expect(look([], NOW + HOUR)).toEqual([])
    expect(look([patient], NOW + 2 * HOUR)).toEqual([])
    expect(look([patient], NOW + 2 * HOUR + 10 * MINUTE)).toHaveLength(1)
  })

  it('an event is told once a day and has no end', () => {
    const look = memory()
    const event = { ...DISK, isEvent: true }
    expect(look([event], NOW).map(({ kind }) => kind)).toEqual(['event'])
    expect(look([], NOW + HOUR)).toEqual([])
    expect(look([event], NOW + 23 * HOUR)).toEqual([])
    expect(look([event], NOW + 24 * HOUR)).toHaveLength(1)
  })

  it('all of one look is one notice', () => {
    const look = memory()
    const notice = noticeOf(look([DISK, SPOTIFY], NOW))
    expect(notice?.title).toBe('2 changes: a disk is full; spotify is left alone')
    expect(notice?.body).toBe('• a disk is full: 3 MB are free\n• spotify is left alone: it said so')
    expect(noticeOf([])).toBeUndefined()
  })

  it('whatever comes and goes: no cause twice in 24 hours, and no end without a beginning', () => {
    const step = fc.record({ minutes: fc.integer({ min: 1, max: 900 }), stands: fc.subarray([DISK, SPOTIFY]) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const look = memory()
        const told: { key: string; at: number }[] = []
        let at = NOW
        for (const { minutes, stands } of steps) {
          at += minutes * MINUTE
          for (const { kind, title } of look(stands, at)) told.push({ key: `${kind} ${title}`, at })
        }
        for (const [index, { key, at: second }] of told.entries())
          for (const first of told.slice(0, index))
            if (first.key === key) expect(second - first.at).toBeGreaterThanOrEqual(24 * HOUR)
        for (const { title } of [DISK, SPOTIFY]) {
          const of = told.filter(({ key }) => key.endsWith(title)).map(({ key }) => key.split(' ')[0])
          expect(of).toEqual(of.map((_, index) => (index % 2 === 0 ? 'began' : 'over')))
        }
      }),
      { numRuns: 300 },
    )
  })
})
