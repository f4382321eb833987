import { describe, expect, it } from 'vitest'
import { openLane } from '../../../src/lanes/lane.ts'

const asked = (until: number) => ({ until, reason: 'asked to' })

describe('lane', () => {
  it('never lets more than its budget out in any window, and spends all of it', async () => {
    const windowMs = 200
    const lane = openLane({ requests: 30, windowMs, maxConcurrent: 4 })
    const sent: number[] = []
    const send = async () => void sent.push(performance.now())
    await Promise.all(Array.from({ length: 100 }, () => lane.run(send, { urgent: true })))
    expect(sent).toHaveLength(100)
    expect(busiest(sent, windowMs - 2)).toBe(30)
    await lane.close()
  })

  it('keeps a fifth of every window back for urgent calls, which go first', async () => {
    const lane = openLane({ requests: 20, windowMs: 900, maxConcurrent: 2 })
    const sent: { urgent: boolean; at: number }[] = []
    const start = performance.now()
    const send = (urgent: boolean) =>
      lane.run(async () => void sent.push({ urgent, at: performance.now() - start }), { urgent })
    const bulk = Array.from({ length: 40 }, () => send(false))
    await new Promise(resolve => setTimeout(resolve, 450))
    expect(sent).toHaveLength(16)
    await Promise.all([...bulk, ...Array.from({ length: 4 }, () => send(true))])
    expect(sent.slice(16, 20).map(({ urgent, at }) => urgent && at < 750)).toEqual([true, true, true, true])
    await lane.close()
  })

  it('a parked lane sends nothing until its time, and parking is never shortened', async () => {
    const lane = openLane({ requests: 10, windowMs: 1000, maxConcurrent: 1 })
    const start = Date.now()
    lane.park(asked(start + 150))
    lane.park(asked(start + 20))
    const after = await lane.run(async () => Date.now() - start)
    expect(after).toBeGreaterThanOrEqual(149)
    await lane.close()
  })

  it('a parked endpoint holds up nobody else', async () => {
    const lane = openLane({ requests: 100, windowMs: 1000, maxConcurrent: 1 })
    const start = Date.now()
    lane.park(asked(start + 200), 'query')
    const queries = Array.from({ length: 10 }, () => lane.run(async () => Date.now() - start, { endpoint: 'query' }))
    expect(await lane.run(async () => Date.now() - start, { endpoint: 'update' })).toBeLessThan(150)
    expect(Math.min(...(await Promise.all(queries)))).toBeGreaterThanOrEqual(199)
    expect(lane.parked).toBeUndefined()
    await lane.close()
  })

  it('a call waiting for its turn when the lane is parked neither goes nor spends anything', async () => {
    const lane = openLane({ requests: 4, windowMs: 10_000, maxConcurrent: 1 })
    const start = Date.now()
    const first = lane.run(async () => lane.park(asked(start + 150)))
    const second = lane.run(async () => Date.now() - start)
    await first
    expect(await second).toBeGreaterThanOrEqual(149)
    expect(await lane.run(async () => 'the third of three bulk places is left')).toMatch(/left/)
    expect(lane.sent).toBe(3)
    await lane.close()
  })

  it.each(['parked', 'without a place'])('an aborted wait ends at once: %s', async how => {
    const lane = openLane({ requests: 1, windowMs: 60_000, maxConcurrent: 1 })
    if (how === 'parked') lane.park(asked(Date.now() + 60_000))
    else await lane.run(async () => {})
    const start = Date.now()
    await expect(lane.run(async () => 1, { signal: AbortSignal.timeout(20) })).rejects.toThrow()
    expect(Date.now() - start).toBeLessThan(1000)
    await lane.close()
  })

  it('many waiting calls on one signal are no leak', async () => {
    const warnings: Error[] = []
    const note = (warning: Error) => void warnings.push(warning)
    process.on('warning', note)
    const lane = openLane({ requests: 1000, windowMs: 1000, maxConcurrent: 4 })
    const { signal } = new AbortController()
    await Promise.all(Array.from({ length: 100 }, () => lane.run(async () => {}, { signal })))
    await new Promise(setImmediate)
    process.off('warning', note)
    expect(warnings).toEqual([])
    await lane.close()
  })
})

describe('another client on the same budget', () => {
  it('is left what it uses; the share grows back slowly', async () => {
    const windowMs = 100
    const lane = openLane({ requests: 40, windowMs, maxConcurrent: 4 })
    await new Promise(resolve => setTimeout(resolve, windowMs + 20))
    await Promise.all(Array.from({ length: 10 }, () => lane.run(async () => {}, { urgent: true })))
    lane.yieldToOthers(Date.now() + 10)
    expect(lane.share).toBe(10)
    lane.yieldToOthers(Date.now() + 10)
    expect(lane.share, 'answers to requests of one burst count once').toBe(10)
    const sent: number[] = []
    const send = async () => void sent.push(performance.now())
    await Promise.all(Array.from({ length: 40 }, () => lane.run(send, { urgent: true })))
    expect(busiest(sent, windowMs - 2)).toBeLessThan(20)
    await new Promise(resolve => setTimeout(resolve, windowMs * 16))
    expect(lane.share).toBe(40)
    await lane.close()
  })

  it('is no matter in the first window, which may hold the requests of an earlier run', async () => {
    const lane = openLane({ requests: 40, windowMs: 1000, maxConcurrent: 4 })
    lane.yieldToOthers(Date.now())
    expect(lane.share).toBe(40)
    await lane.close()
  })
})

/** The most requests any window held. */
function busiest(sent: readonly number[], windowMs: number): number {
  return Math.max(...sent.map(start => sent.filter(at => at >= start && at < start + windowMs).length))
}
