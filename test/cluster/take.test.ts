import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { takeJobs } from '../../src/cluster/audio-work/take.ts'
import type { Job } from '../../src/model/job.ts'
import { done, retry } from '../../src/model/outcome.ts'
import { openRedisQueue, type RedisQueue } from '../../src/queue/redis.ts'
import { until } from '../support/machines.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { jobOf } from '../unit/queue/open.ts'

let server: RedisServer
let opened = 0

async function openQueue(count: number): Promise<RedisQueue> {
  opened += 1
  const queue = openRedisQueue({ redis: server.connect(), prefix: '{take}', name: `q-${opened}` })
  await queue.enqueue(Array.from({ length: count }, (_, n) => jobOf(`track:${n}`)))
  return queue
}

const isOver = async (queue: RedisQueue) =>
  (await Promise.all((['waiting', 'delayed', 'running'] as const).map(state => queue.count(state)))).every(
    count => count === 0,
  )

/** Takes jobs until the queues are empty. */
async function takeAll(
  queues: readonly RedisQueue[],
  concurrency: number,
  run: (queue: RedisQueue, job: Job) => Promise<void>,
): Promise<void> {
  const stop = new AbortController()
  const errors: unknown[] = []
  const ended = takeJobs({
    queues,
    concurrency,
    signal: stop.signal,
    async run(queue, job) {
      await run(queue, job)
      return done('ok')
    },
    onError: error => void errors.push(error),
  })
  await until('all is over', async () => (await Promise.all(queues.map(isOver))).every(Boolean))
  stop.abort()
  await ended
  expect(errors).toEqual([])
}

describe.skipIf(!hasRedis)('jobs that are taken', () => {
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('the end of one brings the next', async () => {
    await using queue = await openQueue(30)
    let found = 0
    const counting: RedisQueue = {
      ...queue,
      async claim(options) {
        const jobs = await queue.claim(options)
        found += jobs.length
        return jobs
      },
    }
    const order: string[] = []
    await takeAll([counting], 1, async (_, job) => void order.push(job.key))
    expect(order).toEqual(Array.from({ length: 30 }, (_, n) => `track:${n}`))
    expect(found).toBe(1)
  })

  it('queues that share the places have them by turns, and no more run than there are places', async () => {
    await using one = await openQueue(20)
    await using other = await openQueue(20)
    const order: RedisQueue[] = []
    let running = 0
    let most = 0
    await takeAll([one, other], 2, async queue => {
      order.push(queue)
      running += 1
      most = Math.max(most, running)
      await new Promise(setImmediate)
      running -= 1
    })
    expect(order).toHaveLength(40)
    expect(most).toBe(2)
    expect(order.slice(0, 20)).toContain(other)
    expect(order.slice(0, 20)).toContain(one)
  })

  it('with one place, no queue has more than four in a row while another waits', async () => {
    await using one = await openQueue(12)
    await using other = await openQueue(12)
    const order: string[] = []
    await takeAll([one, other], 1, async queue => void order.push(queue === one ? 'a' : 'b'))
    expect(order.join('')).toMatch(/^(aaaabbbb){3}$|^(bbbbaaaa){3}$/)
  })

  it.each(['stopped', 'not fit'])('what comes with an end to a machine that is %s by then is given back', async why => {
    await using queue = await openQueue(2)
    const stop = new AbortController()
    let isFit = true
    let isToldOf = false
    const late: RedisQueue = {
      ...queue,
      async finishForNext(job, outcome) {
        const told = await queue.finishForNext(job, outcome)
        expect(told.next?.key).toBe('track:1')
        if (why === 'stopped') stop.abort()
        isFit = false
        isToldOf = true
        return told
      },
    }
    const ran: string[] = []
    const run = async (_: unknown, job: Job) => {
      ran.push(job.key)
      return done('ok')
    }
    const onError = (error: unknown) => void ran.push(String(error))
    const ended = takeJobs({ queues: [late], concurrency: 1, signal: stop.signal, run, isFit: () => isFit, onError })
    await until('it was told', async () => isToldOf)
    await until('it was given back', async () => (await queue.count('running')) === 0)
    stop.abort()
    await ended
    expect(ran).toEqual(['track:0'])
    const [again] = await queue.claim({ pool: 'tracks', limit: 1 })
    expect(again).toMatchObject({ key: 'track:1', attempts: 0, starts: 1 })
  })

  it('an end that is not the last one brings nothing', async () => {
    await using queue = await openQueue(2)
    const stop = new AbortController()
    const ran: string[] = []
    const ended = takeJobs({
      queues: [queue],
      concurrency: 1,
      signal: stop.signal,
      isFit: () => ran.length === 0,
      async run(_, job) {
        ran.push(job.key)
        return retry('not now', Date.now() + 3600_000)
      },
      onError: error => void ran.push(String(error)),
    })
    await until('it was put off', async () => (await queue.count('delayed')) === 1)
    stop.abort()
    await ended
    expect(ran).toEqual(['track:0'])
    expect(await queue.count('waiting')).toBe(1)
    expect(await queue.count('running')).toBe(0)
  })
})
