// What is left when machines of a cluster are killed, and how soon another has their work: real processes, SIGKILL.

import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { QueueEvents } from 'bullmq'
import { PIECE_KINDS } from '../../src/cluster/audio-work/piece.ts'
import { closeAll, openPieceQueues, type PieceQueues } from '../../src/cluster/audio-work/pieces.ts'
import type { Redis } from '../../src/cluster/connect.ts'
import { type RedisServer, startRedis } from '../../test/support/redis-server.ts'
import { jobOf } from '../../test/unit/queue/open.ts'
import type { Row } from './measure.ts'

const JOBS = 10_000
const KILLS = 20
/** Of the jobs, put before each kill. */
const PART = JOBS / KILLS
const MACHINES = 3
const LONGEST_JOB_MS = 80
const SHORT_LEASE_MS = 3_000
/** As machines have it. */
const LEASE_MS = 15_000
/** At once, and how often. */
const TAKEOVERS = 10
const WAVES = 3

export async function killRows(): Promise<Row[]> {
  await using redis = await startRedis(['--appendfsync', 'everysec'])
  const { lost, doubled, again, setAside, seconds } = await killMany(redis)
  const times = await takeOvers(redis)
  return [
    {
      what: `${JOBS.toLocaleString('en')} jobs, ${MACHINES} machines, ${KILLS} of them killed and replaced`,
      measured: `${lost} lost, ${doubled} ends taken twice; ${again} taken over, ${setAside} set aside, ${seconds.toFixed(0)} s`,
      baseline: '',
      ratio: '',
      limit: '0, 0',
    },
    {
      what: `a killed machine's job, until another has it (${times.length} machines killed)`,
      measured: `p50 ${at(times, 0.5)} s, p95 ${at(times, 0.95)} s, longest ${at(times, 1)} s`,
      baseline: `lease ${LEASE_MS / 1000} s`,
      ratio: '',
      limit: '45 s',
    },
  ]
}

function at(times: readonly number[], part: number): string {
  const sorted = times.toSorted((a, b) => a - b)
  return ((sorted[Math.min(sorted.length, Math.ceil(sorted.length * part)) - 1] ?? Number.NaN) / 1000).toFixed(1)
}

function startMachine(server: RedisServer, prefix: string, leaseMs: number): ChildProcess {
  const line = [join(import.meta.dirname, 'cluster-alone.ts'), server.url, prefix, `${leaseMs}`]
  return spawn(process.execPath, line, { stdio: ['ignore', 'ignore', 'inherit'] })
}

async function killNow(machine: ChildProcess): Promise<void> {
  const gone = new Promise(resolve => machine.once('exit', resolve))
  machine.kill('SIGKILL')
  await gone
}

const openQueues = (redis: Redis, prefix: string, leaseMs: number) =>
  openPieceQueues({ redis, prefix, leaseMs, onError: () => {} })

interface Left {
  /** Jobs whose end was never taken. */
  lost: number
  /** Jobs of which more than one end was taken: each end is an effect. */
  doubled: number
  /** Jobs that were begun more than once. */
  again: number
  /** Three machines died at them. */
  setAside: number
  seconds: number
}

/** Machines die at random moments while they have work, and are replaced. */
async function killMany(server: RedisServer): Promise<Left> {
  const prefix = '{killed}'
  const redis = server.connect()
  const queues = openQueues(redis, prefix, SHORT_LEASE_MS)
  await using ends = await countEnds(server, prefix)
  const began = performance.now()
  const start = () => startMachine(server, prefix, SHORT_LEASE_MS)
  const machines = Array.from({ length: MACHINES }, start)
  for (let nth = 0; nth < KILLS; nth += 1) {
    await putSome(queues, nth)
    const before = (nth + Math.random() * 0.8) * PART
    while (ends.counts.size < before) await sleep(5)
    const victim = await oneThatWorks(redis, prefix, machines)
    await killNow(victim)
    machines.splice(machines.indexOf(victim), 1, start())
    console.error(`  ${nth + 1} of ${KILLS} killed, ${ends.counts.size} of ${JOBS} done`)
  }
  while ((await openJobs(queues)) > 0) await sleep(200)
  const seconds = (performance.now() - began) / 1000
  await Promise.all(machines.map(killNow))
  const taken = [...ends.counts.values()]
  const starts = Object.values(await redis.hgetall(`${prefix}:starts`)).map(Number)
  const setAside = (await queues.track.count('quarantined')) + (await queues.library.count('quarantined'))
  await closeAll(queues)
  const more = (counts: readonly number[]) => counts.filter(count => count > 1).length
  return { lost: JOBS - taken.length, doubled: more(taken), again: more(starts), setAside, seconds }
}

/** How often an end was taken of each job, as Redis itself tells it. */
async function countEnds(
  { url }: RedisServer,
  prefix: string,
): Promise<AsyncDisposable & { counts: Map<string, number> }> {
  const counts = new Map<string, number>()
  const heard = await Promise.all(
    PIECE_KINDS.map(async kind => {
      const events = new QueueEvents(kind, { connection: { url }, prefix })
      events.on('completed', ({ jobId }) => counts.set(`${kind} ${jobId}`, (counts.get(`${kind} ${jobId}`) ?? 0) + 1))
      await events.waitUntilReady()
      return events
    }),
  )
  return {
    counts,
    async [Symbol.asyncDispose]() {
      await Promise.all(heard.map(events => events.close()))
    },
  }
}

/** A part of the jobs, by turns for both kinds of work. */
async function putSome({ track, library }: PieceQueues, nth: number): Promise<void> {
  const some = Array.from({ length: PART }, (_, n) =>
    jobOf(`track:${nth * PART + n}`, { input: { ms: Math.random() * LONGEST_JOB_MS } }),
  )
  await (nth % 2 === 0 ? track : library).enqueue(some)
}

async function oneThatWorks(redis: Redis, prefix: string, machines: readonly ChildProcess[]): Promise<ChildProcess> {
  for (;;) {
    const pids = new Set(await redis.smembers(`${prefix}:working`))
    const working = machines.filter(({ pid }) => pids.has(`${pid}`))
    const one = working[Math.floor(Math.random() * working.length)]
    if (one) return one
    await sleep(20)
  }
}

async function openJobs({ track, library }: PieceQueues): Promise<number> {
  const states = ['waiting', 'delayed', 'running'] as const
  const counts = await Promise.all([track, library].flatMap(queue => states.map(state => queue.count(state))))
  return counts.reduce((sum, count) => sum + count, 0)
}

async function takeOvers(server: RedisServer): Promise<number[]> {
  const times: number[] = []
  for (let wave = 0; wave < WAVES; wave += 1) {
    const some = await Promise.all(
      Array.from({ length: TAKEOVERS }, (_, n) => takeOver(server, `{taken-${wave}-${n}}`)),
    )
    times.push(...some)
    console.error(`  ${times.length} taken over, p50 ${at(times, 0.5)} s`)
  }
  return times
}

/** From the death of the machine that has the only job until this one has it; both are there all the time. */
async function takeOver(server: RedisServer, prefix: string): Promise<number> {
  const redis = server.connect()
  const queues = openQueues(redis, prefix, LEASE_MS)
  await queues.track.enqueue([jobOf('track:1', { input: { ms: 3600_000 } })])
  const machine = startMachine(server, prefix, LEASE_MS)
  while ((await redis.scard(`${prefix}:working`)) === 0) await sleep(50)
  await sleep(Math.random() * LEASE_MS) // its lease is renewed some times
  await killNow(machine)
  const began = performance.now()
  while (!(await queues.track.next())) await sleep(1)
  const took = performance.now() - began
  await closeAll(queues)
  return took
}
