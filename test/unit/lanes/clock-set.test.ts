import { afterEach, describe, expect, it, vi } from 'vitest'
import { openLane } from '../../../src/lanes/lane.ts'

const HOUR = 3600_000
const DAY = 24 * HOUR

afterEach(() => void vi.restoreAllMocks())

/** From now on the clock shows a time that is `ms` later, or earlier. */
function setClock(ms: number): void {
  const real = Date.now.bind(Date)
  vi.spyOn(Date, 'now').mockImplementation(() => real() + ms)
}

const smallLane = () => openLane({ requests: 10, windowMs: 1000, maxConcurrent: 1 })
const soon = (promise: Promise<unknown>, ms = 1000) =>
  Promise.race([promise, new Promise(resolve => setTimeout(resolve, ms, 'it still waits'))])

describe('a clock that is set', () => {
  it('C2 an hour back: a lane that is not parked does not wait', async () => {
    const lane = smallLane()
    await lane.run(async () => {})
    setClock(-HOUR)
    for (const urgent of [true, false]) expect(await soon(lane.run(async () => 'sent', { urgent }))).toBe('sent')
    await lane.close()
  })

  it('C2 an hour back before the first request: nor does a lane that was only opened', async () => {
    const lane = smallLane()
    await new Promise(resolve => setTimeout(resolve, 20))
    setClock(-HOUR)
    expect(await soon(lane.run(async () => 'sent'))).toBe('sent')
    await lane.close()
  })

  it('C2 an hour back: a pause is no longer than it was asked for', async () => {
    const lane = smallLane()
    lane.park({ until: Date.now() + 100, reason: 'asked to' })
    setClock(-HOUR)
    expect(await soon(lane.run(async () => 'sent'))).toBe('sent')
    await lane.close()
  })

  it('C1 two days on: nothing is sent before a pause is over', async () => {
    const lane = smallLane()
    const start = performance.now()
    lane.park({ until: Date.now() + 150, reason: 'asked to' })
    setClock(2 * DAY)
    expect(lane.parked?.until).toBeGreaterThan(Date.now())
    await lane.run(async () => {})
    expect(performance.now() - start).toBeGreaterThanOrEqual(149)
    await lane.close()
  })
})
