import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Environment, InputFault } from '../../src/errors.ts'
import { silentLog } from '../../src/log.ts'
import { openRedisQueue, type RedisQueue } from '../../src/queue/redis.ts'
import { openRedisEnds } from '../../src/queue/redis-ends.ts'
import { openLine } from '../support/cut-line.ts'
import { until } from '../support/machines.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { FACTS, newWorkCluster } from '../support/work-cluster.ts'
import { jobOf } from '../unit/queue/open.ts'

const PAGE = '00000000-0000-4000-8000-000000000001'
const never = new AbortController().signal
let server: RedisServer

describe.skipIf(!hasRedis)('pieces of work', () => {
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('come back with what was made and measured, and how far they are', async () => {
    await using cluster = newWorkCluster(server)
    const audio = cluster.coordinator()
    cluster.machine({
      async process({ outputs, onProgress }) {
        onProgress?.(0.5)
        writeFileSync(outputs.wav ?? '', 'made')
        return { analysis: { seconds: 3 }, curves: {}, gain: 0, cpuMs: 7 } as never
      },
    })
    const place = join(cluster.libraryDir, 'out.wav')
    const seen: number[] = []
    const job = { input: cluster.song, facts: FACTS, outputs: { wav: place }, signal: never }
    const made = await audio.process({ ...job, onProgress: at => void seen.push(at) })
    expect(made).toMatchObject({ analysis: { seconds: 3 }, cpuMs: 7 })
    expect(existsSync(place)).toBe(true)
    expect(seen).toEqual([0.5])
  })

  it('that Redis does not give are waited for, which is said once and in words', async () => {
    await using redis = await startRedis()
    await using cluster = newWorkCluster(redis)
    const said: unknown[] = []
    cluster.machine({ check: async () => FACTS }, { log: { ...silentLog, warn: fields => said.push(fields) } })
    await redis.connect().config('SET', 'min-replicas-to-write', '1')
    await sleep(2_500)
    expect(said).toEqual([{ reason: 'Redis has too few replicas, and so takes nothing' }])
    await redis.connect().config('SET', 'min-replicas-to-write', '0')
    expect(await cluster.coordinator().check(cluster.song, never)).toEqual(FACTS)
  })

  it('are told while they run: by the name of their track or file, for how long, how far', async () => {
    await using cluster = newWorkCluster(server)
    const audio = cluster.coordinator({ nameOf: page => (page === PAGE ? 'Ada Low – Night Drive' : undefined) })
    const [begun, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const machine = cluster.machine({
      async process({ outputs, onProgress }) {
        writeFileSync(outputs.wav ?? '', 'made')
        onProgress?.(0.25)
        begun.resolve()
        await release.promise
        return {} as never
      },
      async check() {
        await release.promise
        return FACTS
      },
    })
    const input = join(cluster.libraryDir, '.orchestrator', 'staging', PAGE, 'run', 'source.wav')
    const place = join(cluster.libraryDir, 'out.wav')
    const made = audio.process({ input, facts: FACTS, outputs: { wav: place }, signal: never })
    const checked = audio.check(cluster.song, never)
    await begun.promise
    await until('both run', async () => machine.pieces.length === 2)
    const seconds = expect.any(Number)
    expect(machine.pieces.toSorted((a, b) => a.label.localeCompare(b.label))).toEqual([
      { label: 'Ada Low – Night Drive: make files', seconds, fraction: 0.25 },
      { label: 'song.wav: check', seconds },
    ])
    release.resolve()
    await Promise.all([made, checked])
    await until('nothing runs', async () => machine.pieces.length === 0)
  })

  it('what is no machine’s own is done here; what two ask for at once is done once', async () => {
    await using cluster = newWorkCluster(server)
    const audio = cluster.coordinator()
    let asked = 0
    cluster.machine({ check: async () => ({ ...FACTS, seconds: ++asked }) })
    await expect(audio.check('/elsewhere/song.wav', never)).rejects.toThrow('nobody asked')
    const [one, two] = await Promise.all([audio.check(cluster.song, never), audio.check(cluster.song, never)])
    expect([one.seconds, two.seconds, asked]).toEqual([1, 1, 1])
    expect((await audio.check(cluster.song, never)).seconds).toBe(2)
  })

  it('a fault is the coordinator’s as it was the worker’s', async () => {
    await using cluster = newWorkCluster(server)
    const audio = cluster.coordinator()
    cluster.machine({
      check: async () => {
        throw new InputFault('it is no music', 'Not_Audio')
      },
    })
    await expect(audio.check(cluster.song, never)).rejects.toMatchObject({ errorClass: 'Input', tag: 'Not_Audio' })
  })

  it('are asked for no more once nobody waits for them, also while Redis does not answer', async () => {
    await using cluster = newWorkCluster(server)
    const [asked, stop] = [Promise.withResolvers<void>(), new AbortController()]
    const audio = cluster.coordinator({
      ready() {
        asked.resolve()
        return new Promise(() => {})
      },
    })
    const answer = audio.check(cluster.song, stop.signal)
    await asked.promise
    stop.abort(new Error('the seat is lost'))
    await expect(answer).rejects.toThrow('the seat is lost')
  }, 5_000)

  it('are not put into the queue by who does not wait for them any more', async () => {
    const [redis, prefix, name] = [server.connect(), '{stopped}', 'track']
    await using queue = openRedisQueue({ redis, prefix, name })
    let puts = 0
    const counting: RedisQueue = {
      ...queue,
      put(job) {
        puts += 1
        return queue.put(job)
      },
    }
    await using ends = openRedisEnds({ queue: counting, connection: redis, prefix, name })
    const signal = AbortSignal.abort(new Error('the seat is lost'))
    await expect(ends.of(jobOf('track:1'), { signal })).rejects.toThrow('the seat is lost')
    expect(puts).toBe(0)
  })

  it('a machine that is not fit gives them back, and another does them', async () => {
    await using cluster = newWorkCluster(server)
    const audio = cluster.coordinator()
    let refused = 0
    cluster.machine({
      check: async () => {
        refused += 1
        throw new Environment('the disk is full')
      },
    })
    const answer = audio.check(cluster.song, never)
    await until('the first gave it back', async () => refused > 0)
    cluster.machine({ check: async () => FACTS })
    expect(await answer).toEqual(FACTS)
    expect(refused).toBe(1)
  })

  it('P4 a machine that is cut off from Redis stops before its effect; another does it, and one answer counts', async () => {
    await using cluster = newWorkCluster(server)
    await using line = await openLine(server.port)
    const audio = cluster.coordinator()
    const begun = Promise.withResolvers<AbortSignal>()
    const release = Promise.withResolvers<void>()
    const cutOff = cluster.machine(
      {
        async check(_path, signal) {
          begun.resolve(signal)
          await release.promise // it does not even look at its signal
          return { ...FACTS, codec: 'late' }
        },
      },
      { redis: line.redis },
    )
    const answer = audio.check(cluster.song, never)
    const signal = await begun.promise
    line.cut()
    cluster.machine({ check: async () => ({ ...FACTS, codec: 'in time' }) })
    expect(await answer).toMatchObject({ codec: 'in time' })
    await until('it knows by itself', async () => signal.aborted)
    release.resolve()
    await until('it has ended', async () => cutOff.running === 0)
    expect(cutOff.done).toBe(0)
    const left = readdirSync(join(cluster.libraryDir, '.orchestrator'), { recursive: true, encoding: 'utf8' })
    expect(left.filter(name => name.endsWith('answer.json'))).toEqual([])
  })
})
