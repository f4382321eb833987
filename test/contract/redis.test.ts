// What only the queue over Redis does: the end of a job brings the next one in the same request, which is a start like any other.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Job } from '../../src/model/job.ts'
import { done, failed, later } from '../../src/model/outcome.ts'
import { LeaseLost } from '../../src/queue/leases.ts'
import { openRedisQueue, type RedisQueue, type RedisQueueOptions } from '../../src/queue/redis.ts'
import { openRedisLeases } from '../../src/queue/redis-leases.ts'
import { until } from '../support/machines.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { jobOf } from '../unit/queue/open.ts'

/** None is renewed while a test runs. */
const LEASE_MS = 600_000
const ONE = { pool: 'tracks', limit: 1 } as const
let server: RedisServer
let opened = 0

const open = (more: Partial<RedisQueueOptions> = {}) =>
  openRedisQueue({ redis: server.connect(), prefix: '{next}', name: `q-${opened}`, leaseMs: LEASE_MS, ...more })

async function openWith(count: number, more: Partial<RedisQueueOptions> = {}): Promise<RedisQueue> {
  opened += 1
  const queue = open({ lookMs: 200, ...more })
  await queue.enqueue(Array.from({ length: count }, (_, n) => jobOf(`track:${n}`)))
  return queue
}

async function claimOne(queue: RedisQueue): Promise<Job> {
  const [job] = await queue.claim(ONE)
  if (!job) throw new Error('there is no job')
  return job
}

/** It waits, at once or as soon as somebody looks. */
const rests = async (queue: RedisQueue) => (await queue.count('waiting')) + (await queue.count('delayed')) === 1

/** A clock that goes only when it is told. */
function openClock() {
  let at = 0
  return {
    monotonic: () => at,
    pass(ms: number) {
      at += ms
    },
  }
}

describe.skipIf(!hasRedis)('the queue over Redis', () => {
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('many that are put at once keep their order, and each is told what became of it', async () => {
    await using queue = await openWith(0)
    const jobs = Array.from({ length: 250 }, (_, n) => jobOf(`track:${n}`))
    await queue.enqueue([jobOf('track:150')])
    const told = await queue.enqueue(jobs)
    expect(told.flatMap((what, n) => (what === 'new' ? [] : [`${n} ${what}`]))).toEqual(['150 known'])
    const claimed = await queue.claim({ pool: 'tracks', limit: 250 })
    const keys = jobs.map(({ key }) => key).filter(key => key !== 'track:150')
    expect(claimed.map(({ key }) => key)).toEqual(['track:150', ...keys])
  })

  it('the next job has a lease and a fence of its own, and is there once', async () => {
    await using queue = await openWith(3)
    await using other = open()
    const first = await claimOne(queue)
    const { isOurs, next } = await queue.finishForNext(first, done('ok'))
    expect(isOurs).toBe(true)
    expect(next).toMatchObject({ key: 'track:1', state: 'running', starts: 1 })
    if (!next) return
    expect(next.fence).toBeGreaterThan(first.fence)
    expect(await queue.holds(next)).toBe(true)
    expect(await other.holds(next)).toBe(false)
    expect((await claimOne(other)).key).toBe('track:2')
    expect(await queue.finishForNext(next, done('ok'))).toEqual({ isOurs: true, next: undefined })
    expect(await queue.finish(next, done('again'))).toBe(false)
  })

  it('the newer wish of the very job may be the next one', async () => {
    await using queue = await openWith(1)
    const first = await claimOne(queue)
    await queue.enqueue([jobOf('track:0', { wish: 'another' })])
    const { next } = await queue.finishForNext(first, done('ok'))
    expect(next).toMatchObject({ key: 'track:0', wish: 'another' })
  })

  it('the next job comes only with the last end', async () => {
    await using queue = await openWith(3)
    expect(await queue.finishForNext(await claimOne(queue), later('stopped', Date.now() + 3600_000))).toEqual({
      isOurs: true,
    })
    expect(await queue.finishForNext(await claimOne(queue), failed('no'))).toEqual({ isOurs: true })
    expect(await queue.count('running')).toBe(0)
    expect(await queue.count('waiting')).toBe(1)
  })

  it('P4 who lost a job gets no other for it', async () => {
    await using queue = await openWith(2)
    const lost = await claimOne(queue)
    await server.connect().del(queue.board.toKey(`${lost.id}:lock`))
    expect(await queue.finishForNext(lost, done('late'))).toEqual({ isOurs: false, next: undefined })
    expect(await queue.count('waiting')).toBe(1)
  })

  it('a next job that ended three starts is set aside, not begun', async () => {
    await using queue = await openWith(2)
    const first = await claimOne(queue)
    const id = (await queue.resting('track:1'))?.id
    await server.connect().hset(queue.board.toKey(String(id)), 'defa', 'job stalled more than allowable limit')
    expect(await queue.finishForNext(first, done('ok'))).toEqual({ isOurs: true, next: undefined })
    expect(await queue.list(['quarantined'])).toMatchObject([{ key: 'track:1' }])
  })

  it('the lease of the next job counts from before the request', async () => {
    const clock = openClock()
    await using queue = await openWith(2, { monotonic: clock.monotonic })
    const ending = queue.finishForNext(await claimOne(queue), done('ok'))
    clock.pass(0.6 * LEASE_MS)
    const { next } = await ending
    if (!next) throw new Error('there is no next')
    const lease = queue.lease(next)
    lease.check()
    clock.pass(0.5 * LEASE_MS)
    expect(() => lease.check()).toThrow(LeaseLost)
  })

  it('of two starts of one job, the end of the first is not the second’s', async () => {
    await using queue = await openWith(1)
    using leases = openRedisLeases({ extendJobLocks: async () => [] }, { leaseMs: LEASE_MS, monotonic: () => 0 })
    const [kept] = await queue.board.getJobs()
    if (!kept) throw new Error('there is no job')
    const id = Number(kept.id)
    for (const token of ['first', 'second']) leases.take(kept, token, 0)
    leases.drop(id, 'first')
    expect(leases.held(id)?.token).toBe('second')
    leases.drop(id, 'second')
    expect(leases.held(id)).toBeUndefined()
  })

  it('a next job that comes when the lease of the ended one is over is given back', async () => {
    const clock = openClock()
    await using queue = await openWith(2, { monotonic: clock.monotonic })
    const first = await claimOne(queue)
    const lease = queue.lease(first)
    const ending = queue.finishForNext(first, done('ok'))
    clock.pass(LEASE_MS)
    expect(() => lease.check()).toThrow(LeaseLost)
    expect(await ending).toEqual({ isOurs: false, next: undefined })
    await until('nobody holds it', async () => (await queue.count('running')) === 0 && (await rests(queue)))
    expect(await claimOne(queue)).toMatchObject({ key: 'track:1', attempts: 0 })
  })
})
