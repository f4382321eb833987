// The queue of several machines beside bare BullMQ over the same Redis, and what is left when its workers are killed.

import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Queue, Worker } from 'bullmq'
import { done } from '../../src/model/outcome.ts'
import { openRedisQueue } from '../../src/queue/redis.ts'
import { startRedis } from '../../test/support/redis-server.ts'
import { jobOf, testQueue } from '../../test/unit/queue/open.ts'
import type { Row } from './measure.ts'

const JOBS = 10_000
const BATCH = 500
const AT_ONCE = 50
const KILLS = 20
const LEASE_MS = 15_000
const TAKEOVERS = 10

type Rates = { put: number; drained: number }
type Server = Awaited<ReturnType<typeof startRedis>>

export async function clusterRows(): Promise<Row[]> {
  await using redis = await startRedis(['--appendfsync', 'everysec'])
  const [bare, ours, local] = [await bareRates(redis), await ourRates(redis), await localRates()]
  const { lost, doubled, seconds } = await killed(redis)
  const times = await takeOvers(redis)
  const each = (rate: number) => `${Math.round(rate).toLocaleString('en')}/s`
  const beside = (what: 'put' | 'drained', rates: Rates) => ({
    measured: each(rates[what]),
    baseline: `bare BullMQ ${each(bare[what])}`,
    ratio: `${(bare[what] / rates[what]).toFixed(2)}×`,
  })
  return [
    { what: 'jobs enqueued, several machines', ...beside('put', ours), limit: '1.3×' },
    { what: 'jobs drained, several machines', ...beside('drained', ours), limit: '1.3×' },
    { what: 'jobs enqueued, one machine', ...beside('put', local), limit: '' },
    { what: 'jobs drained, one machine', ...beside('drained', local), limit: '' },
    {
      what: `${JOBS} jobs, ${KILLS} workers killed`,
      measured: `${lost} lost, ${doubled} effects doubled, ${seconds.toFixed(0)} s`,
      baseline: '',
      ratio: '',
      limit: '0, 0',
    },
    {
      what: `take-over of a killed worker's job (${TAKEOVERS})`,
      measured: `p50 ${at(times, 0.5)} s, p95 ${at(times, 0.95)} s`,
      baseline: `lease ${LEASE_MS / 1000} s`,
      ratio: '',
      limit: '45 s',
    },
  ]
}

const at = (times: readonly number[], part: number) =>
  ((times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0) / 1000).toFixed(
    1,
  )

const jobs = () => Array.from({ length: JOBS }, (_, n) => jobOf(`track:${n}`))
const batches = <T>(all: readonly T[]) =>
  Array.from({ length: all.length / BATCH }, (_, n) => all.slice(n * BATCH, (n + 1) * BATCH))

async function rate(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (JOBS / (performance.now() - began)) * 1000
}

async function bareRates(server: Server): Promise<Rates> {
  const connection = server.connect()
  const queue = new Queue('bare', { connection, prefix: '{bench}' })
  const put = await rate(async () => {
    for (const batch of batches(jobs()))
      await queue.addBulk(batch.map(job => ({ name: 'noop', data: job, opts: { priority: 50 } })))
  })
  const all = Promise.withResolvers<void>()
  let left = JOBS
  const drained = await rate(async () => {
    const worker = new Worker('bare', async () => void (--left === 0 && all.resolve()), {
      connection,
      prefix: '{bench}',
      concurrency: AT_ONCE,
    })
    await all.promise
    await worker.close()
  })
  await queue.close()
  return { put, drained }
}

async function ourRates(server: Server): Promise<Rates> {
  await using queue = openRedisQueue({ redis: server.connect(), prefix: '{bench}', name: 'ours' })
  const put = await rate(async () => {
    for (const batch of batches(jobs())) await queue.enqueue(batch)
  })
  return { put, drained: await rate(() => drain(queue)) }
}

async function localRates(): Promise<Rates> {
  using opened = testQueue()
  const put = await rate(async () => {
    for (const batch of batches(jobs())) await opened.queue.enqueue(batch)
  })
  return { put, drained: await rate(() => drain(opened.queue)) }
}

async function drain(queue: Pick<ReturnType<typeof openRedisQueue>, 'claim' | 'finish'>): Promise<void> {
  const work = async () => {
    for (;;) {
      const [job] = await queue.claim({ pool: 'tracks', limit: 1 })
      if (!job) return
      await queue.finish(job, done('ok'), { startedAt: 0 })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

const startWorker = (server: Server, name: string, leaseMs: number): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, 'cluster-alone.ts'), server.url, '{bench}', name, `${leaseMs}`], {
    stdio: 'ignore',
  })

/** Workers die at random moments and are replaced. */
async function killed(server: Server): Promise<{ lost: number; doubled: number; seconds: number }> {
  const client = server.connect()
  await using queue = openRedisQueue({ redis: server.connect(), prefix: '{bench}', name: 'killed' })
  const began = performance.now()
  const workers = [1, 2, 3].map(() => startWorker(server, 'killed', 3000))
  const all = jobs()
  const spread = batches(all)
  let kills = 0
  for (const batch of spread) {
    await queue.enqueue(batch)
    await sleep(Math.random() * 600)
    if (kills < KILLS) workers[kills % workers.length] = await replace(server, workers[kills % workers.length])
    kills += 1
  }
  while ((await openJobs(queue)) > 0) await sleep(200)
  for (const worker of workers) worker.kill('SIGKILL')
  const effects = Object.values(await client.hgetall('{bench}:effects')).map(Number)
  const seconds = (performance.now() - began) / 1000
  return { lost: JOBS - effects.length, doubled: effects.filter(count => count > 1).length, seconds }
}

async function openJobs(queue: ReturnType<typeof openRedisQueue>): Promise<number> {
  const counts = await Promise.all((['waiting', 'delayed', 'running'] as const).map(state => queue.count(state)))
  return counts.reduce((sum, count) => sum + count, 0)
}

async function replace(server: Server, worker: ChildProcess | undefined): Promise<ChildProcess> {
  worker?.kill('SIGKILL')
  return startWorker(server, 'killed', 3000)
}

/** From the death of the one that holds a job to its start elsewhere, with the lease that machines have. */
async function takeOvers(server: Server): Promise<number[]> {
  const times = Array.from({ length: TAKEOVERS }, async (_, n) => {
    const own = { prefix: '{bench}', name: `taken-${n}`, leaseMs: LEASE_MS, lookMs: LEASE_MS / 3 }
    await sleep(n * 700) // at another moment of the looks
    await using there = openRedisQueue({ redis: server.connect(), ...own })
    const dead = openRedisQueue({ redis: server.connect(), ...own })
    await dead.enqueue([jobOf('track:1')])
    await dead.claim({ pool: 'tracks', limit: 1 })
    await sleep(Math.random() * LEASE_MS) // its lease is renewed some times
    await dead[Symbol.asyncDispose]()
    const began = performance.now()
    while (!(await there.next())) await sleep(1)
    return performance.now() - began
  })
  return Promise.all(times)
}
