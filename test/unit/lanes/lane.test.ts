import { describe, expect, it } from 'vitest'
import { openLane } from '../../../src/lanes/lane.ts'

describe('lane', () => {
  it('never lets more than its budget out in any window, and spends all of it', async () => {
    const windowMs = 200
    const lane = openLane({ requests: 30, windowMs, maxConcurrent: 4 })
    const sent: number[] = []
    await Promise.all(Array.from({ length: 100 }, () => lane.run(async () => void sent.push(performance.now()))))
    expect(sent).toHaveLength(100)
    const busiest = Math.max(...sent.map(start => sent.filter(at => at >= start && at < start + windowMs - 2).length))
    expect(busiest).toBe(30)
    await lane.close()
  })

  it('a parked lane sends nothing until its time, and parking is never shortened', async () => {
    const lane = openLane({ requests: 10, windowMs: 1000, maxConcurrent: 1 })
    const start = Date.now()
    lane.park(start + 150, 'asked to')
    lane.park(start + 20, 'asked to')
    const after = await lane.run(async () => Date.now() - start)
    expect(after).toBeGreaterThanOrEqual(149)
    await lane.close()
  })

  it('an aborted wait ends at once', async () => {
    const lane = openLane({ requests: 10, windowMs: 1000, maxConcurrent: 1 })
    lane.park(Date.now() + 60_000, 'asked to')
    await expect(lane.run(async () => 1, AbortSignal.timeout(20))).rejects.toThrow()
    await lane.close()
  })
})
