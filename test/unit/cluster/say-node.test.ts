import { describe, expect, it, vi } from 'vitest'
import type { Redis } from '../../../src/cluster/connect.ts'
import { NOTHING } from '../../../src/cluster/join.ts'
import { sayNode } from '../../../src/cluster/machines/nodes.ts'

describe('what a machine says of itself', () => {
  it('is not kept for later while Redis is away: it says how it is then', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'performance'] })
    const sent: string[] = []
    const redis = { status: 'ready', eval: async (...all: unknown[]) => void sent.push(String(all[4])) }
    let running = 0
    const look = () => ({ role: 'worker' as const, ...NOTHING, running })
    const node = sayNode(redis as unknown as Redis, '{t}', { id: 'one', look })
    redis.status = 'reconnecting'
    for (running = 1; running < 10; running += 1) vi.advanceTimersByTime(60_000)
    expect(sent).toHaveLength(1)
    redis.status = 'ready'
    vi.advanceTimersByTime(1_000)
    expect(sent.map(text => JSON.parse(text).running)).toEqual([0, 10])
    redis.status = 'end'
    await node[Symbol.asyncDispose]()
    vi.useRealTimers()
  })
})
