import { describe, expect, it } from 'vitest'
import { Limited } from '../../../src/errors.ts'
import { A, B, ends, fine, HOUR, limit, MINUTE, open, pass, SECOND, slowly, useVirtualTime } from './virtual.ts'

useVirtualTime()

describe('a slow lane', () => {
  it('M3 does not starve others: 10,000 wait in one, and a call in another starts at once', async () => {
    const lanes = open()
    const never = () => new Promise<never>(() => {})
    const crowd = Array.from({ length: 10_000 }, () => lanes.run(A, never).catch((error: unknown) => error))
    await pass(10)
    expect(await ends(lanes.run(B, fine), 10)).toBe('sent')
    expect(lanes.closed()).toEqual(new Set([A]))
    await pass(6 * SECOND)
    const { running, waiting } = lanes.status()[0] ?? {}
    expect({ running, waiting }, 'whoever could not start gave its place back').toEqual({ running: 4, waiting: 0 })
    expect(await crowd[9999]).toBeInstanceOf(Limited)
  })

  it('a window that is spent is a pause too, with its end', async () => {
    const lanes = open()
    for (let at = 0; at < 48; at++) void lanes.run(A, fine)
    await pass(SECOND)
    const told = await ends(lanes.run(A, fine), 1)
    expect(told).toMatchObject({ message: 'SoundCloud gets no more than 60 requests in 60 s' })
    expect(lanes.closed()).toEqual(new Set([A]))
    await pass(MINUTE)
    expect(await ends(lanes.run(A, fine))).toBe('sent')
  })

  it('whoever found a lane closed hears when it may be used again', async () => {
    const heard: string[] = []
    const lanes = open({ onOpen: name => void heard.push(name) })
    const held = Promise.withResolvers<void>()
    const full = Array.from({ length: 4 }, () => lanes.run(A, () => held.promise))
    await ends(lanes.run(B, limit(HOUR)))
    expect(lanes.closed()).toEqual(new Set([A, B]))
    held.resolve()
    await Promise.all(full.map(call => ends(call, 1)))
    expect(heard).toEqual([A])
    await pass(HOUR)
    expect(heard).toEqual([A, B])
  })
})

it('a request that is under way is waited for, also when its caller is stopped', async () => {
  const lanes = open()
  const stop = new AbortController()
  const call = lanes.run(B, slowly(fine, 10 * SECOND), { signal: stop.signal })
  await pass(SECOND)
  stop.abort()
  expect(await ends(call)).toBe('it still waits')
  expect(await ends(call, 9 * SECOND)).toBe('sent')
})

it('hosts that are not asked any more are let go', async () => {
  const lanes = open()
  await ends(lanes.run('web:kept.example', limit(24 * HOUR)))
  for (let at = 0; at < 1000; at++) await ends(lanes.run(`web:host-${at}.example`, fine), 10)
  expect(lanes.status().length).toBeLessThanOrEqual(200)
  expect(lanes.parkedUntil('web:kept.example')).toBeDefined()
})
