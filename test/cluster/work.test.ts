import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Audio } from '../../src/audio/audio.ts'
import type { AudioFacts } from '../../src/audio/probe.ts'
import type { Redis } from '../../src/cluster/connect.ts'
import { closeAll, openPieceEnds, openPieceQueues } from '../../src/cluster/pieces.ts'
import { openRemoteAudio } from '../../src/cluster/remote-audio.ts'
import { work } from '../../src/cluster/work.ts'
import { Environment, InputFault } from '../../src/errors.ts'
import { silentLog } from '../../src/log.ts'
import { openLine } from '../support/cut-line.ts'
import { until } from '../support/machines.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'

const FACTS: AudioFacts = {
  container: 'wav',
  codec: 'pcm_s16le',
  sampleRate: 44_100,
  channels: 2,
  bitDepth: 16,
  hasPicture: false,
}
const LEASE_MS = 1000
const never = new AbortController().signal
let server: RedisServer
let clusters = 0

const nothing = () => Promise.reject(new Error('nobody asked for that'))
const NO_AUDIO: Audio = {
  probe: nothing,
  check: nothing,
  fingerprint: nothing,
  hear: nothing,
  process: nothing,
  tag: nothing,
  picture: nothing,
}

/** Machines that share a library: each with audio of the test's own. */
function newCluster() {
  clusters += 1
  const prefix = `{work-${clusters}}`
  const libraryDir = mkdtempSync(join(tmpdir(), 'library-'))
  const song = join(libraryDir, 'song.wav')
  writeFileSync(song, 'sound')
  const open: (() => Promise<void>)[] = []
  const stop = new AbortController()

  function machine(audio: Partial<Audio>, redis: Redis = server.connect()) {
    const queues = openPieceQueues({ redis, prefix, leaseMs: LEASE_MS, onError: () => {} })
    const working = work({
      queues: [queues.track, queues.library],
      libraryDir,
      audioOf: () => ({ ...NO_AUDIO, ...audio }),
      checkLibrary: async () => {},
      concurrency: 2,
      signal: stop.signal,
      log: silentLog,
    })
    open.push(async () => {
      await working.ended
      await closeAll(queues)
    })
    return working
  }

  function coordinator(): Audio {
    const redis = server.connect()
    const queues = openPieceQueues({ redis, prefix, leaseMs: LEASE_MS, onError: () => {} })
    const ends = openPieceEnds({ redis, prefix, onError: () => {} }, queues)
    open.push(async () => {
      await closeAll(ends)
      await closeAll(queues)
    })
    const encoding = { m4aCodec: 'alac', timeoutMs: 1000 } as const
    const stagingDir = join(libraryDir, '.orchestrator', 'staging')
    return openRemoteAudio({ local: NO_AUDIO, libraryDir, stagingDir, encoding, ends, ready: async () => {} })
  }

  return {
    song,
    libraryDir,
    machine,
    coordinator,
    async [Symbol.asyncDispose]() {
      stop.abort(new Error('the test is over'))
      await Promise.all(open.map(close => close()))
    },
  }
}

describe.skipIf(!hasRedis)('pieces of work', () => {
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('come back with what was made and measured, and how far they are', async () => {
    await using cluster = newCluster()
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

  it('what is no machine’s own is done here; what two ask for at once is done once', async () => {
    await using cluster = newCluster()
    const audio = cluster.coordinator()
    let asked = 0
    cluster.machine({ check: async () => ({ ...FACTS, seconds: ++asked }) })
    await expect(audio.check('/elsewhere/song.wav', never)).rejects.toThrow('nobody asked')
    const [one, two] = await Promise.all([audio.check(cluster.song, never), audio.check(cluster.song, never)])
    expect([one.seconds, two.seconds, asked]).toEqual([1, 1, 1])
    expect((await audio.check(cluster.song, never)).seconds).toBe(2)
  })

  it('a fault is the coordinator’s as it was the worker’s', async () => {
    await using cluster = newCluster()
    const audio = cluster.coordinator()
    cluster.machine({
      check: async () => {
        throw new InputFault('it is no music', 'Not_Audio')
      },
    })
    await expect(audio.check(cluster.song, never)).rejects.toMatchObject({ errorClass: 'Input', tag: 'Not_Audio' })
  })

  it('a machine that is not fit gives them back, and another does them', async () => {
    await using cluster = newCluster()
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
    await using cluster = newCluster()
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
      line.redis,
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
