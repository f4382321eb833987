import { describe, expect, it } from 'vitest'
import type { KnownCause } from '../../../src/model/notices/cause.ts'
import { decide } from '../../../src/notify/policy.ts'
import { machineCauses } from '../../../src/orchestrator/notices/machine-causes.ts'
import { goneOf, lookOf, machineOf } from '../../support/made-up-cluster.ts'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 10, 21, 12)
const BUSY = { running: 1, pieces: [{ label: 'Ada Low – Night Drive: check', seconds: 4 }] }
const head = machineOf('studio-1', { role: 'coordinator', concurrency: 2 })

/** What a person is told of each look, and when. */
function teller() {
  const known = new Map<string, KnownCause>()
  return (at: number, ...look: Parameters<typeof lookOf>): string[] => {
    const causes = machineCauses(lookOf(...look), [...known.values()], at)
    const decision = decide(causes, [...known.values()], at)
    for (const cause of decision.known) known.set(cause.key, cause)
    return decision.news.map(({ title }) => title)
  }
}

describe('machines that vanish', () => {
  it('are told once when they had work, and once when they are back', () => {
    const look = teller()
    const gone = goneOf('studio-2', BUSY)
    expect(look(NOW, [head], [gone])).toEqual(['studio-2 is gone'])
    expect(look(NOW + HOUR, [head], [gone])).toEqual([])
    expect(look(NOW + 30 * HOUR, [head], [{ ...gone, heard: 30 * 3600 }])).toEqual([])
    const back = [head, machineOf('studio-2')]
    expect(look(NOW + 31 * HOUR, back, [{ ...gone, isBack: true }])).toEqual(['studio-2 is back'])
    expect(look(NOW + 32 * HOUR, back)).toEqual([])
    expect(look(NOW + 90 * HOUR, back)).toEqual([])
  })

  it('say what they had, and that others do it', () => {
    const [cause] = machineCauses(lookOf([head], [goneOf('studio-2', BUSY)]), [], NOW)
    expect(cause?.says).toMatch(
      /^it was heard last 21 Nov, \d\d:\d\d; what it had is done by others \(Ada Low – Night Drive: check\)$/,
    )
    const [other] = machineCauses(lookOf([head], [goneOf('studio-0', { role: 'coordinator' })]), [], NOW)
    expect(other?.says).toContain('it coordinated, and another machine does now')
    const [alone] = machineCauses(lookOf([machineOf('studio-1')], [goneOf('studio-2', BUSY)]), [], NOW)
    expect(alone?.says).toContain('what it had waits for a machine that works (Ada')
  })

  it('are no news when they were stopped, had nothing to do, or are back before anybody looked', () => {
    const look = teller()
    const gone = [
      goneOf('stopped', { ...BUSY, left: true }),
      goneOf('idle'),
      goneOf('restarted', { ...BUSY, isBack: true }),
    ]
    expect(look(NOW, [head, machineOf('restarted')], gone)).toEqual([])
  })

  it('are not back while another process of theirs is there alone', () => {
    const look = teller()
    const gone = goneOf('studio-2', BUSY)
    expect(look(NOW, [head, machineOf('studio-2')], [gone])).toEqual(['studio-2 is gone'])
    expect(look(NOW + HOUR, [head, machineOf('studio-2')], [gone])).toEqual([])
  })

  it('that come and go are told once a day', () => {
    const look = teller()
    const told: string[] = []
    for (let hour = 0; hour < 23; hour += 2) {
      told.push(...look(NOW + hour * HOUR, [head], [goneOf('laptop', BUSY)]))
      told.push(...look(NOW + (hour + 1) * HOUR, [head, machineOf('laptop')]))
    }
    expect(told).toEqual(['laptop is gone', 'laptop is back'])
  })
})
