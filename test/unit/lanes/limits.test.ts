import { describe, expect, it, vi } from 'vitest'
import { Environment, Limited } from '../../../src/errors.ts'
import {
  A,
  B,
  ends,
  fine,
  HOUR,
  limit,
  logLines,
  MINUTE,
  memoryStore,
  mostAtOnce,
  open,
  pass,
  SECOND,
  START,
  slowly,
  useVirtualTime,
} from './virtual.ts'

useVirtualTime()

describe('a service that asks us to wait', () => {
  it.each([30, 60, 600, 20 * 3600])('D1, D2 is left alone for the %i s it named, and a tenth more at most', async s => {
    for (const random of [0, 0.999]) {
      const lanes = open({ random: () => random })
      const before = Date.now()
      await ends(lanes.run(A, limit(s * SECOND)))
      const asked = (lanes.parkedUntil(A) ?? 0) - before
      expect(asked / SECOND, 'and some more').toBeCloseTo(s * (1 + random / 10), 1)
      const sent = vi.fn(fine)
      const start = Date.now() - SECOND // the limit came then
      const call = lanes.run(A, sent, { patienceMs: Number.POSITIVE_INFINITY })
      await pass(s * SECOND - SECOND - 1)
      expect(sent, 'not before its time').not.toHaveBeenCalled()
      await pass(s * SECOND * 0.1 + 100)
      expect(sent).toHaveBeenCalledOnce()
      expect(await call).toBe('sent')
      expect(lanes.status()[0]?.state).toBe('open')
      expect(Date.now() - start).toBeLessThan(s * SECOND * 1.1 + 2 * SECOND)
    }
  })

  it('D3 for more than a day: that is for a person to see, and said once', async () => {
    const { lines, log } = logLines()
    const lanes = open({ log })
    const refuse = limit(30 * HOUR)
    const wait = slowly(refuse)
    const both = Promise.all(
      [lanes.run(A, wait), lanes.run(A, wait)].map(call => call.catch((error: unknown) => error)),
    )
    await pass(SECOND)
    for (const error of await both) expect(error).toBeInstanceOf(Environment)
    expect(lines).toEqual(['error SoundCloud wants no requests for 30 hours: too many requests (429)'])
    expect(lanes.parkedUntil(A)).toBeGreaterThan(Date.now() + 23 * HOUR)
  })

  it('H13 others go on; whoever wants it is told at once until when, and gives its place back', async () => {
    const lanes = open()
    await ends(lanes.run(B, limit(HOUR)))
    const told = await ends(lanes.run(B, fine), 1)
    expect(told).toBeInstanceOf(Limited)
    expect(told).toMatchObject({ message: 'too many requests (429)', until: lanes.parkedUntil(B) })
    expect(await ends(lanes.run('web:example.com', fine))).toBe('sent')
    expect(await ends(lanes.run(A, fine))).toBe('sent')
    expect(lanes.closed()).toEqual(new Set([B]))
    expect(lanes.status().find(({ name }) => name === B)).toMatchObject({
      state: 'parked',
      until: new Date(lanes.parkedUntil(B) ?? 0),
      reason: 'too many requests (429)',
      running: 0,
      waiting: 0,
    })
  })

  it('a pause that is shorter than the patience is waited for inside', async () => {
    const lanes = open()
    await ends(lanes.run(B, limit(4 * SECOND)), 1)
    expect(await ends(lanes.run(B, fine), 5 * SECOND)).toBe('sent')
  })

  it('a restart keeps the pause, also when the clock was ahead when it was kept', async () => {
    const store = memoryStore()
    await ends(open({ store }).run(B, limit(HOUR)))
    expect(await ends(open({ store }).run(B, fine), 1)).toBeInstanceOf(Limited)
    vi.setSystemTime(START - 24 * HOUR)
    const lanes = open({ store })
    expect(lanes.parkedUntil(B)).toBe(START - 23 * HOUR)

    await pass(HOUR)
    expect(await ends(lanes.run(B, fine))).toBe('sent')
    vi.setSystemTime(START + 2 * HOUR)
    expect(await ends(open({ store }).run(B, fine))).toBe('sent')
  })
})

describe('a machine that sleeps', () => {
  it('finds a pause over that ended meanwhile', async () => {
    let slept = 0
    const clock = { now: Date.now, steady: () => performance.now(), uptime: () => performance.now() + slept }
    const lanes = open({ clock })
    await ends(lanes.run(B, limit(HOUR)))
    slept = 2 * HOUR
    expect(await ends(lanes.run(B, fine))).toBe('sent')
  })
})

describe('requests at once', () => {
  it('D4 halve at each refusal, come back one a minute, and are never none', async () => {
    const lanes = open()
    const seen = [await mostAtOnce(lanes)]
    for (let refusals = 0; refusals < 4; refusals++) {
      await ends(lanes.run(B, limit(2 * SECOND)), 4 * SECOND)
      seen.push(await mostAtOnce(lanes))
    }
    expect(seen).toEqual([6, 3, 1, 1, 1])
    const later: number[] = []
    for (let minute = 0; minute < 6; minute++) {
      await pass(MINUTE)
      await ends(lanes.run(B, fine))
      later.push(await mostAtOnce(lanes))
    }
    expect(later).toEqual([2, 3, 4, 5, 6, 6])
  })

  it('D4 a storm: 200 refusals of one burst count once', async () => {
    const lanes = open()
    const refuse = slowly(limit(2 * SECOND))
    const told = Array.from({ length: 200 }, () => lanes.run(B, refuse, { patienceMs: 1 }).catch(() => {}))
    await pass(5 * SECOND)
    await Promise.all(told)
    expect(await mostAtOnce(lanes)).toBe(3)
  })
})
