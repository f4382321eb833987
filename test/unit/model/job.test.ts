import { describe, expect, it } from 'vitest'
import { Environment, InputFault, Limited, Poison, Refused, Transient } from '../../../src/errors.ts'
import { stateAfter } from '../../../src/model/job.ts'
import { blocked, done, failed, later, retry, skipped } from '../../../src/model/outcome.ts'
import { MOST_ATTEMPTS, outcomeOf } from '../../../src/model/outcome-of.ts'
import fc from '../../support/property.ts'

const NOW = 1_000_000
const HOUR = 3_600_000

describe('what becomes of a job', () => {
  it.each([
    ['done', done('ok'), { state: 'gone' }],
    ['skipped', skipped('no'), { state: 'gone' }],
    ['failed', failed('no'), { state: 'failed', attempts: 3 }],
    ['to be tried again', retry('cut', NOW + 5), { state: 'delayed', attempts: 3, runAt: NOW + 5 }],
    ['limited: no attempt', later('wait', NOW + HOUR), { state: 'delayed', attempts: 2, runAt: NOW + HOUR }],
    ['blocked: no attempt', blocked('away'), { state: 'delayed', attempts: 2, runAt: NOW + HOUR / 4 }],
  ])('%s', (_, outcome, next) => expect(stateAfter(outcome, { attempts: 2 }, NOW)).toEqual(next))
})

describe('M4 any script of failures', () => {
  const costs = [new Transient('cut'), new Error('a fault of our own')]
  const costsNothing = [new Environment('away'), new Limited('wait', NOW + HOUR)]
  const ends = [new InputFault('no', 'Not_Audio'), new Refused('no'), new Poison('no')]

  it('ends after so many tries that count, each put off by a quarter of an hour at most', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...costs, ...costsNothing), { maxLength: 60 }), script => {
        let attempts = 0
        for (const error of script) {
          const outcome = outcomeOf(error, attempts + 1, NOW)
          const next = stateAfter(outcome, { attempts }, NOW)
          if (next.state !== 'delayed') {
            expect([next.state, attempts + 1]).toEqual(['failed', MOST_ATTEMPTS])
            return
          }
          expect(next.attempts - attempts).toBe(costs.includes(error) ? 1 : 0)
          expect(next.attempts).toBeLessThan(MOST_ATTEMPTS)
          expect(next.runAt - NOW).toBeLessThanOrEqual(error instanceof Limited ? HOUR : HOUR / 4)
          expect(next.runAt).toBeGreaterThanOrEqual(NOW)
          attempts = next.attempts
        }
      }),
    )
  })

  it.each(ends)('of an error that says no ends at once: %s', error => {
    expect(stateAfter(outcomeOf(error, 1, NOW), { attempts: 0 }, NOW)).toEqual({ state: 'failed', attempts: 1 })
  })
})
