import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Redis } from '../../src/cluster/connect.ts'
import { coordinate } from '../../src/cluster/coordinator.ts'
import { later } from '../../src/model/outcome.ts'
import { openRedisQueue } from '../../src/queue/redis.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { newStateCluster } from '../support/state-cluster.ts'

const AHEAD_MS = 300_000
let server: RedisServer

const job = {
  key: 'a piece',
  pool: 'tracks',
  lane: 'here',
  handler: 'check',
  input: {},
  wish: 'a piece',
  label: 'a piece',
  because: 'a test asks',
  priority: 1,
} as const

describe.skipIf(!hasRedis)('P5 clocks of machines that differ by minutes', () => {
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('hold nothing back that a machine gives to others', async () => {
    const own = { prefix: '{clocks}', name: 'track' }
    const ahead = openRedisQueue({ redis: server.connect(), ...own, now: () => Date.now() + AHEAD_MS })
    const other = openRedisQueue({ redis: server.connect(), ...own })
    await other.enqueue([job])
    const [first] = await ahead.claim({ pool: 'tracks', limit: 1 })
    if (!first) throw new Error('it was not there')
    expect(await ahead.finish(first, later('stopped'))).toBe(true)
    const [second] = await other.claim({ pool: 'tracks', limit: 1 })
    expect(second).toMatchObject({ key: job.key, attempts: 0 })
    expect(second?.fence).toBeGreaterThan(first.fence)
    await ahead[Symbol.asyncDispose]()
    await other[Symbol.asyncDispose]()
  })

  it('are not asked for who may coordinate: a clock that is set changes nothing', async () => {
    const cluster = newStateCluster(server)
    const real = Date.now
    try {
      Date.now = () => real() + AHEAD_MS
      await using one = await cluster.start('one')
      Date.now = () => real() - AHEAD_MS
      await one.set('a', 'one')
      expect(() => one.coordination.check()).not.toThrow()
      expect(await server.connect().pttl(`${cluster.prefix}:coordinator`)).toBeLessThanOrEqual(20_000)
    } finally {
      Date.now = real
    }
  })
})

describe.skipIf(!hasRedis)('A11 a coordinator whose machine slept', () => {
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('knows when it wakes that its time is over, before Redis has told it anything', async () => {
    const cluster = newStateCluster(server)
    let slept = 0
    const clock = { steady: () => performance.now(), uptime: () => performance.now() + slept }
    await using one = await cluster.start('one', { clock })
    slept = 14_000
    expect(() => one.coordination.check()).not.toThrow()
    slept = 600_000
    expect(() => one.coordination.check()).toThrow('Redis did not hear from it for too long')
    await expect(one.set('a', 'one')).rejects.toThrow('coordinates no more')
    expect(one.coordination.signal.aborted).toBe(true)
  })

  it('does not take the seat with an answer from before it slept', async () => {
    let slept = 0
    const clock = { steady: () => performance.now(), uptime: () => performance.now() + slept }
    const client = server.connect()
    const redis: Redis = Object.assign(Object.create(client), {
      async eval(...args: Parameters<Redis['eval']>) {
        const told = await client.eval(...args)
        if (slept === 0) slept = 600_000
        return told
      },
    })
    const signal = AbortSignal.timeout(30_000)
    await using seat = await coordinate({ redis, prefix: '{slept}', node: 'one', signal, askAgainMs: 20, clock })
    expect(seat.fence).toBe(2)
    expect(() => seat.check()).not.toThrow()
  })
})
