// A host that loses its power closes nothing: what was connected to it hears no more, and is not told so.

import { setTimeout as sleep } from 'node:timers/promises'
import { QueueEvents, type QueueEventsOptions } from 'bullmq'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectRedis } from '../../src/cluster/connect.ts'
import { openRedisQueue } from '../../src/queue/redis.ts'
import { openLine } from '../support/cut-line.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { jobOf } from '../unit/queue/open.ts'

const SILENT_MS = 300
let server: RedisServer

describe.skipIf(!hasRedis)('a connection to Redis', () => {
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('P2 that has gone silent is given up for a new one, and what was asked is answered there', async () => {
    await using line = await openLine(server.port)
    const redis = await connectRedis(line.url, { silentMs: SILENT_MS })
    const before = line.made
    line.silence()
    expect(await redis.incr('asked')).toBe(1)
    expect(line.made).toBeGreaterThan(before)
    redis.disconnect()
  }, 5_000)

  it('P2 the ones that wait for jobs, too: a machine goes on taking them', async () => {
    await using line = await openLine(server.port)
    const redis = await connectRedis(line.url, { silentMs: 1_500 }) // a job is waited for in Redis for a second
    await using queue = openRedisQueue({ redis, prefix: '{silent}', name: 'track' })
    for (let looks = 0; looks < 2; looks += 1) await queue.next() // the first one looks, and does not wait
    line.silence()
    const next = queue.next()
    await using other = openRedisQueue({ redis: server.connect(), prefix: '{silent}', name: 'track' })
    await other.put(jobOf('track:1'))
    let job = await next
    while (!job) job = await queue.next()
    expect(job.key).toBe('track:1')
    redis.disconnect()
  }, 20_000)

  it('stays as long as it is asked nothing', async () => {
    await using line = await openLine(server.port)
    const redis = await connectRedis(line.url, { silentMs: SILENT_MS })
    const before = line.made
    await sleep(2 * SILENT_MS)
    expect([line.made, redis.status]).toEqual([before, 'ready'])
    redis.disconnect()
  })

  it('is not given up while BullMQ’s events wait in Redis', async () => {
    const redis = await connectRedis(server.url)
    const events = new QueueEvents('track', { connection: redis, prefix: '{silent}' })
    const { blockingTimeout }: QueueEventsOptions = events.opts
    expect(redis.options.socketTimeout).toBeGreaterThan(1.5 * (blockingTimeout ?? Number.POSITIVE_INFINITY))
    await events.close()
    redis.disconnect()
  })
})
