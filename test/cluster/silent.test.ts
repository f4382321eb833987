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
    expect(line.made).toBe(before + 1)
    redis.disconnect()
  }, 5_000)

  it('P2 the ones that wait for jobs, too: a machine goes on taking them', async () => {
    await using line = await openLine(server.port)
    const redis = await connectRedis(line.url, { silentMs: 1_500 }) // a job is waited for in Redis for a second
    await using queue = openRedisQueue({ redis, prefix: '{silent}', name: 'track' })
    await queue.next()
    line.silence()
    const next = queue.next()
    await using other = openRedisQueue({ redis: server.connect(), prefix: '{silent}', name: 'track' })
    await other.put(jobOf('track:1'))
    let job = await next
    while (!job) job = await queue.next()
    expect(job.key).toBe('track:1')
    redis.disconnect()
  }, 10_000)

  it('stays as long as it is asked nothing, or Redis itself lets the question wait', async () => {
    await using line = await openLine(server.port)
    const redis = await connectRedis(line.url, { silentMs: SILENT_MS })
    const before = line.made
    await redis.xread('BLOCK', SILENT_MS - 100, 'STREAMS', 'nothing', '$')
    await sleep(2 * SILENT_MS)
    await redis.ping()
    expect(line.made).toBe(before)
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
