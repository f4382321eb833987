// What a person does to the queues with BullMQ's own tools: they are looked at, held, emptied and started again.

import { Queue } from 'bullmq'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeAll, openPieceQueues, type PieceQueues } from '../../src/cluster/audio-work/pieces.ts'
import { takeJobs } from '../../src/cluster/audio-work/take.ts'
import { prefixOf } from '../../src/cluster/connect.ts'
import type { Job } from '../../src/model/job.ts'
import { done, failed } from '../../src/model/outcome.ts'
import { openRedisEnds, type RedisEnds } from '../../src/queue/redis-ends.ts'
import { until } from '../support/machines.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { jobOf } from '../unit/queue/open.ts'

const ONE = { pool: 'tracks', limit: 1 } as const
const LEASE_MS = 3000
let server: RedisServer
let clusters = 0

/** A cluster, and the tools of a person beside it. */
async function openCluster(lookMs = 100) {
  clusters += 1
  const opened = new AsyncDisposableStack()
  const prefix = prefixOf(`tools-${clusters}`)
  const redis = server.connect()
  const onError = () => {}
  const queues: PieceQueues = openPieceQueues({ redis, prefix, leaseMs: LEASE_MS, onError })
  opened.defer(() => closeAll(queues))
  const ends = opened.use(
    openRedisEnds({ queue: queues.track, connection: redis, prefix, name: 'track', lookMs, onError }),
  )
  const tools = new Queue('track', { connection: server.connect(), prefix })
  opened.defer(() => tools.close())
  return {
    queue: queues.track,
    queues,
    tools,
    ends,
    /** A machine that takes what there is. */
    machine(): readonly string[] {
      const ran: string[] = []
      const stop = new AbortController()
      const run = async (_: unknown, job: Job) => {
        ran.push(job.key)
        return done(`done ${job.key}`)
      }
      const all = [queues.track, queues.library]
      const ended = takeJobs({ queues: all, concurrency: 2, signal: stop.signal, run, onError })
      opened.defer(() => {
        stop.abort()
        return ended
      })
      return ran
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  }
}

const wait = (ends: RedisEnds, key: string) =>
  ends.of(jobOf(key, { asked: true }), { signal: AbortSignal.timeout(60_000) })
type Cluster = Awaited<ReturnType<typeof openCluster>>

async function setAside({ queue, tools }: Cluster, key: string): Promise<void> {
  await queue.enqueue([jobOf(key)])
  const id = (await queue.resting(key))?.id
  await server.connect().hset(tools.toKey(String(id)), 'defa', 'job stalled more than allowable limit')
  expect(await queue.claim(ONE)).toEqual([])
  expect(await queue.count('quarantined')).toBe(1)
}

describe.skipIf(!hasRedis)('BullMQ’s own tools', () => {
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('show what waits, runs, is over and is set aside, with its name and what it is', async () => {
    await using cluster = await openCluster()
    const { queue, tools } = cluster
    await setAside(cluster, 'track:bad')
    await queue.enqueue(['a', 'b', 'c'].map(name => jobOf(`track:${name}`, { label: `Song ${name}` })))
    const [first] = await queue.claim(ONE)
    if (first) await queue.finish(first, done('ok'))
    await queue.claim(ONE)
    expect(await tools.getJobCounts()).toMatchObject({ active: 1, prioritized: 1, completed: 1, failed: 1 })
    const [waiting] = await tools.getJobs(['prioritized'])
    expect(waiting).toMatchObject({ name: 'track', data: { key: 'track:c', label: 'Song c' } })
    const [bad] = await tools.getFailed()
    expect(bad?.failedReason).toMatch(/3 times/)
  })

  it('what is put there by hand and is no job is set aside, and what follows it is done', async () => {
    await using cluster = await openCluster()
    const { tools, ends, machine } = cluster
    const strange = await tools.add('strange', { hello: 'there' })
    const answer = wait(ends, 'track:0')
    machine()
    expect(await answer).toBe('done track:0')
    await until('it is set aside', async () => (await strange.getState()) === 'failed')
    expect((await tools.getJob(strange.id ?? ''))?.failedReason).toContain('it is no job of this program')
  })

  it('paused, nothing more is begun; resumed, it goes on', async () => {
    await using cluster = await openCluster()
    const { queue, queues, tools, ends } = cluster
    const ran = cluster.machine()
    expect(await wait(ends, 'track:0')).toBe('done track:0')
    await tools.pause()
    const answer = wait(ends, 'track:1')
    await until('it waits', async () => (await queue.count('waiting')) === 1)
    await queues.library.enqueue([jobOf('track:library')])
    await until('the machine takes others', async () => ran.includes('track:library'))
    expect(await queue.count('waiting')).toBe(1)
    await tools.resume()
    expect(await answer).toBe('done track:1')
  })

  it.each<[string, (tools: Queue) => Promise<unknown>]>([
    ['removed', async tools => Promise.all((await tools.getJobs(['prioritized'])).map(job => job.remove()))],
    ['drained', tools => tools.drain()],
    ['obliterated', tools => tools.pause().then(() => tools.obliterate())],
  ])('what is %s while somebody waits for it is asked for again', async (_, removeAll) => {
    await using cluster = await openCluster()
    const { queue, tools, ends } = cluster
    const answers = Promise.all(['track:0', 'track:1'].map(key => wait(ends, key)))
    await until('they wait', async () => (await queue.count('waiting')) === 2)
    const before = (await tools.getJobs(['prioritized'])).map(job => `${job.id} ${job.timestamp}`)
    await removeAll(tools)
    await until('they wait again', async () => {
      const now = await tools.getJobs(['prioritized'])
      return now.length === 2 && now.every(job => !before.includes(`${job.id} ${job.timestamp}`))
    })
    const ran = cluster.machine()
    expect(await answers).toEqual(['done track:0', 'done track:1'])
    expect([...ran].sort()).toEqual(['track:0', 'track:1'])
  })

  it('the whole queue thrown away while a job runs: its late end is refused, and it is done again', async () => {
    await using cluster = await openCluster()
    const { queue, tools, ends } = cluster
    const answer = wait(ends, 'track:0')
    await until('it waits', async () => (await queue.count('waiting')) === 1)
    const [lost] = await queue.claim(ONE)
    await tools.pause()
    await tools.obliterate({ force: true })
    if (!lost) throw new Error('there was no job')
    expect(await queue.finish(lost, done('late'))).toBe(false)
    cluster.machine()
    expect(await answer).toBe('done track:0')
  })

  it('ids that begin anew make nobody take another’s end for his', async () => {
    await using cluster = await openCluster(2000)
    const { queue, tools, ends } = cluster
    const answer = wait(ends, 'track:mine')
    await until('it waits', async () => (await queue.count('waiting')) === 1)
    await tools.pause()
    const [mine] = await queue.list(['waiting'])
    await tools.obliterate()
    await queue.enqueue([jobOf('track:other')])
    expect(await queue.resting('track:other')).toMatchObject({ id: mine?.id })
    cluster.machine()
    expect(await answer).toBe('done track:mine')
  })

  it.each<[string, (tools: Queue) => Promise<unknown>]>([
    ['one by one', async tools => Promise.all((await tools.getFailed()).map(job => job.retry('failed')))],
    ['all at once', tools => tools.retryJobs({ state: 'failed' })],
  ])('what was set aside is started again %s, and is one job as before', async (_, retry) => {
    await using cluster = await openCluster()
    const { queue, tools } = cluster
    await setAside(cluster, 'track:bad')
    await retry(tools)
    expect(await queue.enqueue([jobOf('track:bad')])).toEqual(['known'])
    const [again] = await queue.claim(ONE)
    if (!again) throw new Error('there is no job')
    expect(again.key).toBe('track:bad')
    expect(await queue.enqueue([jobOf('track:bad', { wish: 'another' })])).toEqual(['new'])
    expect(await queue.claim(ONE)).toEqual([])
    expect(await queue.finish(again, done('ok'))).toBe(true)
    const [newest] = await queue.claim(ONE)
    expect(newest).toMatchObject({ key: 'track:bad', wish: 'another' })
    if (newest) await queue.finish(newest, done('ok'))
    expect(await queue.enqueue([jobOf('track:bad')])).toEqual(['new'])
  })

  it('what failed and is removed is new when it is asked for', async () => {
    await using cluster = await openCluster()
    const { queue, tools } = cluster
    await queue.enqueue([jobOf('track:1')])
    const [job] = await queue.claim(ONE)
    if (job) await queue.finish(job, failed('no'))
    expect(await queue.enqueue([jobOf('track:1')])).toEqual(['failed'])
    await tools.clean(0, 0, 'failed')
    expect(await queue.enqueue([jobOf('track:1')])).toEqual(['new'])
  })

  it('two that ask for the same at once do not take it from each other', async () => {
    await using cluster = await openCluster()
    const { queue, ends } = cluster
    const answers = Promise.all([1, 2, 3].map(() => wait(ends, 'track:1')))
    await until('it waits', async () => (await queue.count('waiting')) === 1)
    const [first] = await queue.list(['waiting'])
    await ends.of(jobOf('track:1', { asked: true }), { signal: AbortSignal.timeout(300) }).catch(() => {})
    expect(await queue.list(['waiting'])).toMatchObject([{ id: first?.id }])
    cluster.machine()
    expect(new Set(await answers)).toEqual(new Set(['done track:1']))
  })
})
