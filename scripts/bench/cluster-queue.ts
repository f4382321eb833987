// No-op jobs through the queue of several machines, beside bare BullMQ over the same Redis: by turns in short rounds, medians of all.

import { Queue, Worker } from 'bullmq'
import { takeJobs } from '../../src/cluster/audio-work/take.ts'
import type { NewJob } from '../../src/model/job.ts'
import { done } from '../../src/model/outcome.ts'
import { openRedisQueue } from '../../src/queue/redis.ts'
import { type RedisServer, startRedis } from '../../test/support/redis-server.ts'
import { jobOf, testQueue } from '../../test/unit/queue/open.ts'
import { median, type Row } from './measure.ts'

/** Of one round. */
const JOBS = 2_500
const BATCH = 500
const AT_ONCE = 50
const ROUNDS = 40
/** Before them, not counted. */
const WARM_UP = 5
const PREFIX = '{bench}'

/** What is measured, in turns with others. */
interface Side extends AsyncDisposable {
  put(jobs: readonly NewJob[]): Promise<unknown>
  /** Until the last of a round is over. */
  drain(): Promise<unknown>
  /** Stops, and forgets those that are over, so that each round is as the first one. */
  clear(): Promise<unknown>
}

type Name = 'bare' | 'ours' | 'local'
type What = 'put' | 'drain'
/** Milliseconds: on the clock, and of the processor, here and in Redis. */
interface Cost {
  time: number
  processor: number
}
type Round = Record<What, Record<Name, Cost>>
/** What work costs. */
type Meter = (work: () => Promise<unknown>) => Promise<Cost>

export async function queueRows(): Promise<Row[]> {
  await using redis = await startRedis(['--appendfsync', 'everysec'])
  await using bare = await openBare(redis)
  await using ours = await openOurs(redis)
  await using local = openLocal()
  const meter = openMeter(redis)
  const rounds: Round[] = []
  for (let nth = 1 - WARM_UP; nth <= ROUNDS; nth += 1) {
    const round = await measureRound(meter, { bare, ours, local }, nth % 2 === 0)
    if (nth < 1) continue
    rounds.push(round)
    console.error(`  round ${nth} of ${ROUNDS}: ${inWords(round)}`)
  }
  return [
    besideBare('jobs enqueued, several machines', 'put', rounds),
    besideBare('jobs drained, several machines', 'drain', rounds),
    oneMachine('jobs enqueued, one machine', 'put', rounds),
    oneMachine('jobs drained, one machine', 'drain', rounds),
  ]
}

/** The sides put their batches by turns; then each drains what it has. */
async function measureRound(meter: Meter, sides: Record<Name, Side>, isReversed: boolean): Promise<Round> {
  const names: Name[] = isReversed ? ['ours', 'bare', 'local'] : ['bare', 'ours', 'local']
  const round: Round = { put: nothing(), drain: nothing() }
  for (let first = 0; first < JOBS; first += BATCH)
    for (const name of names) {
      const batch = Array.from({ length: BATCH }, (_, n) => jobOf(`track:${first + n}`))
      const { time, processor } = await meter(() => sides[name].put(batch))
      round.put[name].time += time
      round.put[name].processor += processor
    }
  for (const name of names) round.drain[name] = await meter(() => sides[name].drain())
  for (const name of names) await sides[name].clear()
  return round
}

const none = (): Cost => ({ time: 0, processor: 0 })
const nothing = () => ({ bare: none(), ours: none(), local: none() })

function openMeter(server: RedisServer): Meter {
  const client = server.connect()
  const processor = async () => {
    const info = await client.info('cpu')
    const seconds = (name: string) => Number(new RegExp(`^used_cpu_${name}:([0-9.]+)`, 'm').exec(info)?.[1])
    const own = process.cpuUsage()
    return (own.user + own.system) / 1000 + (seconds('user') + seconds('sys')) * 1000
  }
  return async work => {
    const before = await processor()
    const began = performance.now()
    await work()
    const time = performance.now() - began
    return { time, processor: (await processor()) - before }
  }
}

const perSecond = ({ time }: Cost) => `${Math.round((JOBS / time) * 1000).toLocaleString('en')}/s`
const timesBare = ({ ours, bare }: Round[What], key: keyof Cost) => ours[key] / bare[key]

function inWords(round: Round): string {
  const part = (what: What) =>
    `${what} ${perSecond(round[what].ours)}, bare ${perSecond(round[what].bare)}: ${timesBare(round[what], 'time').toFixed(2)}× the time, ${timesBare(round[what], 'processor').toFixed(2)}× the processor`
  return `${part('put')}; ${part('drain')}`
}

function medianRate(rounds: readonly Round[], what: What, name: Name): string {
  return perSecond({ time: median(rounds.map(round => round[what][name].time)), processor: 0 })
}

function besideBare(what: string, key: What, rounds: readonly Round[]): Row {
  const times = (cost: keyof Cost) => median(rounds.map(round => timesBare(round[key], cost))).toFixed(2)
  return {
    what,
    measured: medianRate(rounds, key, 'ours'),
    baseline: `${medianRate(rounds, key, 'bare')} of bare BullMQ: the same jobs, with their priority and nothing else`,
    ratio: `${times('time')}× the time, ${times('processor')}× the processor; medians of ${ROUNDS} rounds`,
    limit: '1.3×',
  }
}

const oneMachine = (what: string, key: What, rounds: readonly Round[]): Row => ({
  what,
  measured: medianRate(rounds, key, 'local'),
  baseline: '',
  ratio: '',
  limit: '',
})

async function openBare(server: RedisServer): Promise<Side> {
  const own = { connection: server.connect(), prefix: PREFIX }
  const queue = new Queue('bare', own)
  const over = countdown()
  const worker = new Worker('bare', async () => {}, { ...own, concurrency: AT_ONCE, autorun: false })
  worker.on('completed', over.one)
  await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()])
  await worker.pause()
  void worker.run()
  return {
    put: jobs => queue.addBulk(jobs.map(job => ({ name: job.handler, data: job, opts: { priority: job.priority } }))),
    async drain() {
      const all = over.all()
      await worker.resume()
      await all
    },
    async clear() {
      await worker.pause()
      await queue.clean(0, 0)
    },
    async [Symbol.asyncDispose]() {
      await worker.close()
      await queue.close()
    },
  }
}

/** Jobs are taken as a machine that works takes them. */
async function openOurs(server: RedisServer): Promise<Side> {
  const queue = openRedisQueue({ redis: server.connect(), prefix: PREFIX, name: 'ours' })
  await queue.board.waitUntilReady()
  const over = countdown()
  let stop = async () => {}
  return {
    put: jobs => queue.enqueue(jobs),
    async drain() {
      const all = over.all()
      const control = new AbortController()
      const ended = takeJobs({
        queues: [queue],
        concurrency: AT_ONCE,
        signal: control.signal,
        run: async () => done('ok'),
        onEnd: over.one,
        onError: error => console.error(error),
      })
      stop = () => {
        control.abort()
        return ended
      }
      await all
    },
    async clear() {
      await stop()
      await queue.board.clean(0, 0)
    },
    [Symbol.asyncDispose]: () => queue[Symbol.asyncDispose](),
  }
}

function openLocal(): Side {
  const opened = testQueue()
  const { queue } = opened
  const one = { pool: 'tracks', limit: 1 } as const
  const work = async () => {
    for (let [job] = await queue.claim(one); job; [job] = await queue.claim(one))
      await queue.finish(job, done('ok'), { startedAt: 0 })
  }
  return {
    put: jobs => queue.enqueue(jobs),
    drain: () => Promise.all(Array.from({ length: AT_ONCE }, work)),
    clear: async () => {},
    [Symbol.asyncDispose]: async () => opened[Symbol.dispose](),
  }
}

function countdown() {
  let left = 0
  let resolve = () => {}
  return {
    one() {
      left -= 1
      if (left === 0) resolve()
    },
    all(): Promise<void> {
      left = JOBS
      return new Promise(settle => {
        resolve = settle
      })
    },
  }
}
