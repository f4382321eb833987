// A mount that hangs gives neither an answer nor an error.

import { execFileSync } from 'node:child_process'
import { closeSync, constants, existsSync, mkdtempSync, openSync, readdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LibraryWatch, watchLibrary } from '../../src/cluster/audio-work/library-watch.ts'
import { longestOf } from '../../src/cluster/audio-work/piece.ts'
import { nodesOf } from '../../src/cluster/machines/nodes.ts'
import { runWorker } from '../../src/cluster/worker.ts'
import { loadConfig } from '../../src/config.ts'
import { Environment } from '../../src/errors.ts'
import { MARKER } from '../../src/library/volume.ts'
import { silentLog } from '../../src/log.ts'
import { until } from '../support/machines.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { FACTS, newWorkCluster, type WorkCluster } from '../support/work-cluster.ts'

const never = new AbortController().signal
const MINUTE = 60_000
let server: RedisServer

interface Mount {
  library: LibraryWatch
  said: string[]
  /** It hangs: whatever is asked of it from now on waits until it answers again. */
  hang(): void
  answer(): void
  /** As a call to it does. */
  call(): Promise<void>
}

function newMount(): Mount {
  let answered = Promise.resolve()
  let answer = () => {}
  const said: string[] = []
  const say = (_: object, line: string) => void said.push(line)
  const call = () => answered
  return {
    library: watchLibrary({ libraryDir: '/nas', log: { info: say, warn: say }, look: call, everyMs: 20, limitMs: 60 }),
    said,
    hang() {
      const gate = Promise.withResolvers<void>()
      answered = gate.promise
      answer = gate.resolve
    },
    answer() {
      answered = Promise.resolve()
      answer()
    },
    call,
  }
}

const SAID = ['the library /nas does not answer: this machine does no work until it does', 'the library answers again']

const triesIn = ({ libraryDir }: WorkCluster) => {
  const dir = join(libraryDir, '.orchestrator', 'tries')
  return existsSync(dir) ? readdirSync(dir) : []
}

describe.skipIf(!hasRedis)('a machine whose library hangs', () => {
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('B10 in the midst of a piece of work leaves it to another machine, and what comes late is nobody’s', async () => {
    await using cluster = newWorkCluster(server)
    const mount = newMount()
    const audio = cluster.coordinator()
    const begun = Promise.withResolvers<void>()
    const late = Promise.withResolvers<void>()
    const signals: AbortSignal[] = []
    const hung = cluster.machine(
      {
        async process({ outputs, signal }) {
          signals.push(signal)
          writeFileSync(outputs.wav ?? '', 'half')
          mount.hang()
          begun.resolve()
          await mount.call() // a program that waits for the disk does not hear of its end
          late.resolve()
          return { codec: 'late' } as never
        },
      },
      mount,
    )
    const place = join(cluster.libraryDir, 'out.wav')
    const job = { input: cluster.song, facts: FACTS, outputs: { wav: place }, signal: never }
    const answer = audio.process(job)
    await begun.promise
    await until('its place is free again', async () => hung.running === 0)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    expect(triesIn(cluster)).toHaveLength(1) // nothing is asked of it now
    cluster.machine({
      async process({ outputs }) {
        writeFileSync(outputs.wav ?? '', 'made')
        return { codec: 'in time' } as never
      },
    })
    expect(await answer).toEqual({ codec: 'in time' })
    mount.answer()
    await late.promise
    await until('what was left is gone', async () => triesIn(cluster).length === 0)
    expect(hung.done).toBe(0)
    expect(mount.said).toEqual(SAID)
  })

  it('B10 when a piece of work begins gives it back', async () => {
    await using cluster = newWorkCluster(server)
    const mount = newMount()
    const audio = cluster.coordinator()
    mount.hang()
    const hung = cluster.machine({ check: async () => FACTS }, { ...mount, checkLibrary: mount.call })
    const answer = audio.check(cluster.song, never)
    await until('it knows', async () => !mount.library.answers && hung.running === 0)
    cluster.machine({ check: async () => ({ ...FACTS, codec: 'of the other' }) })
    expect(await answer).toMatchObject({ codec: 'of the other' })
    mount.answer()
  })

  it('B10 takes no work until it answers again', async () => {
    await using cluster = newWorkCluster(server)
    const mount = newMount()
    const audio = cluster.coordinator()
    mount.hang()
    await expect(mount.library.during(({ ask }) => ask(mount.call))).rejects.toThrow('the library /nas does not answer')
    const taken: boolean[] = []
    const check = async () => {
      taken.push(mount.library.answers)
      return FACTS
    }
    cluster.machine({ check }, mount)
    const answer = audio.check(cluster.song, never)
    await sleep(200) // it is asked for, and waits
    mount.answer()
    expect(await answer).toEqual(FACTS)
    expect(taken).toEqual([true])
  }, 10_000)
})

describe.skipIf(!hasRedis)('a worker whose library hangs from the start', () => {
  it('B10 is stopped at once', async () => {
    await using redis = await startRedis()
    const libraryDir = mkdtempSync(join(tmpdir(), 'library-'))
    const marker = join(libraryDir, MARKER)
    execFileSync('mkfifo', [marker]) // whoever opens it to read waits for one who writes
    const environment = { REDIS_URL: redis.url, LIBRARY_DIR: libraryDir }
    const config = loadConfig({ varDir: mkdtempSync(join(tmpdir(), 'var-')), environment })
    const stop = new AbortController()
    const done = runWorker(config, { concurrency: 1, signal: stop.signal, log: silentLog })
    const client = redis.connect()
    await until('it is there', async () => (await nodesOf(client, '{orchestrator}')).length > 0)
    await sleep(200) // it looks for its library
    stop.abort(new Error('it is stopped'))
    expect(await done).toBe(0)
    closeSync(openSync(marker, constants.O_WRONLY | constants.O_NONBLOCK)) // all that wait are let go
  }, 10_000)
})

describe('work on a library', () => {
  it('B10 is looked after as long as it goes on, with one look at a time', async () => {
    let looks = 0
    const look = () => {
      looks += 1
      return new Promise(() => {})
    }
    const silent = { info: () => {}, warn: () => {} }
    const library = watchLibrary({ libraryDir: '/nas', log: silent, look, everyMs: 5, limitMs: 50 })
    expect(looks).toBe(0)
    const both = [1, 2].map(() => library.during(({ ask }) => ask(() => new Promise(() => {}))))
    const ends = await Promise.allSettled(both)
    expect(ends.map(end => end.status === 'rejected' && end.reason instanceof Environment)).toEqual([true, true])
    expect(looks).toBe(1)
  })

  it('asks it no more often for much short work than for little long work', async () => {
    let looks = 0
    const look = async () => {
      looks += 1
    }
    const library = watchLibrary({ libraryDir: '/nas', log: silentLog, look, everyMs: 60_000 })
    for (let n = 0; n < 100; n += 1) await library.during(({ ask }) => ask(async () => {}))
    expect(looks).toBe(1)
  })

  it('goes on while all threads that read files are busy: that is not the library', async () => {
    const libraryDir = mkdtempSync(join(tmpdir(), 'library-'))
    writeFileSync(join(libraryDir, MARKER), 'one')
    const said: string[] = []
    const say = (_: object, line: string) => void said.push(line)
    const library = watchLibrary({ libraryDir, log: { info: say, warn: say }, everyMs: 50, limitMs: 1_000 })
    const waits = join(libraryDir, 'waits')
    execFileSync('mkfifo', [waits])
    await library.during(async ({ ask }) => {
      await sleep(300) // the first look loads what it needs
      const busy = Array.from({ length: 8 }, () => readFile(waits).catch(() => {}))
      await ask(() => sleep(2_000))
      const letGo = setInterval(() => closeSync(openSync(waits, constants.O_RDWR | constants.O_NONBLOCK)), 20)
      await Promise.all(busy)
      clearInterval(letGo)
    })
    expect(said).toEqual([])
  })

  it('that takes longer than its limit is left to itself, while the library answers', async () => {
    const { library, said } = newMount()
    const left = await library.during(async ({ ask }) => {
      const told = Promise.withResolvers<AbortSignal>()
      const work = ask(signal => {
        told.resolve(signal)
        return new Promise(() => {})
      }, 30)
      await expect(work).rejects.toMatchObject({ errorClass: 'Environment' })
      return told.promise
    })
    expect([left.aborted, library.answers, said]).toEqual([true, true, []])
  })

  it('has the time that its decodes have, and some', () => {
    const piece = { op: 'check', input: 'a', encoding: { m4aCodec: 'alac', timeoutMs: 240 * MINUTE } } as const
    expect(longestOf(piece)).toBe(250 * MINUTE)
    expect(longestOf({ ...piece, encoding: { ...piece.encoding, normaliseTo: -14 } })).toBe(490 * MINUTE)
  })
})
