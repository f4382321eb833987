import { existsSync, mkdirSync, readdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { keepAnswer, makeTry, readAnswer, sweepTries } from '../../src/cluster/audio-work/answer.ts'
import { ConfigFault, Environment, InputFault } from '../../src/errors.ts'
import { until } from '../support/machines.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { FACTS, newWorkCluster, type WorkCluster } from '../support/work-cluster.ts'

const never = new AbortController().signal
let server: RedisServer

/** A second place where the library is seen. */
function mountOf({ libraryDir }: WorkCluster, name: string): string {
  const mount = `${libraryDir}-${name}`
  symlinkSync(libraryDir, mount)
  return mount
}

describe.skipIf(!hasRedis)('the volume of a cluster', () => {
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
  })
  afterAll(() => server[Symbol.asyncDispose]())
  afterEach(() => vi.restoreAllMocks())

  it.each([
    ['is gone', () => new Environment('the library is not there')],
    ['is another one', () => new ConfigFault('this is not the library that the cluster shares')],
  ])('B8 %s under a piece of work: it is no fault of the file, and another machine does it', async (_, fault) => {
    await using cluster = newWorkCluster(server)
    const audio = cluster.coordinator()
    const mount = mountOf(cluster, 'away')
    let tried = 0
    cluster.machine(
      {
        async check(path) {
          tried += 1
          renameSync(mount, `${mount}.gone`)
          if (!existsSync(path)) throw new InputFault('there is no audio in it', 'Not_Audio')
          return FACTS
        },
      },
      {
        mount,
        async checkLibrary() {
          if (!existsSync(mount)) throw fault()
        },
      },
    )
    const answer = audio.check(cluster.song, never)
    await until('the first gave it back', async () => tried > 0)
    cluster.machine({ check: async () => ({ ...FACTS, codec: 'of the other' }) })
    expect(await answer).toMatchObject({ codec: 'of the other' })
    expect(existsSync(mount)).toBe(false) // nothing was made at its place
  })

  it('B5 can only be read on one machine: another does it', async () => {
    await using cluster = newWorkCluster(server)
    const audio = cluster.coordinator()
    const mount = `${cluster.libraryDir}-read-only`
    mkdirSync(mount)
    writeFileSync(join(mount, '.orchestrator'), 'a folder cannot be made here')
    let looked = 0
    const checkLibrary = async () => {
      looked += 1
    }
    cluster.machine({ check: async () => FACTS }, { mount, checkLibrary })
    const answer = audio.check(cluster.song, never)
    await until('the first looked', async () => looked > 0)
    cluster.machine({ check: async () => ({ ...FACTS, codec: 'of the other' }) })
    expect(await answer).toMatchObject({ codec: 'of the other' })
  })

  it('B1 is full on one machine: what it made of the piece goes as the piece is given back', async () => {
    await using cluster = newWorkCluster(server)
    const audio = cluster.coordinator()
    const made: string[] = []
    const full = cluster.machine({
      async process({ outputs }) {
        writeFileSync(outputs.wav ?? '', 'much')
        made.push(outputs.wav ?? '')
        throw new Environment('the library’s disk is full')
      },
    })
    const job = { input: cluster.song, facts: FACTS, outputs: { wav: join(cluster.libraryDir, 'out.wav') } }
    const stop = new AbortController()
    const answer = audio.process({ ...job, signal: stop.signal })
    await until('it was given back', async () => made.length > 0 && full.running === 0)
    expect(readdirSync(join(cluster.libraryDir, '.orchestrator', 'tries'))).toEqual([])
    stop.abort(new Error('the test is over'))
    await expect(answer).rejects.toThrow('the test is over')
  })

  it('B8 three machines in a row without it: the coordinator hears of its surroundings, not of a bad file', async () => {
    await using cluster = newWorkCluster(server)
    const audio = cluster.coordinator()
    let away = true
    const checkLibrary = async () => {
      if (away) throw new Environment('the library is not there')
    }
    const answer = audio.check(cluster.song, never)
    answer.catch(() => {})
    for (let n = 1; n <= 2; n += 1) {
      let looked = 0
      const look = () => {
        looked += 1
        return checkLibrary()
      }
      cluster.machine({}, { checkLibrary: look })
      await until('it looked', async () => looked > 0)
    }
    away = false
    cluster.machine({ check: () => Promise.reject(new Environment('the disk is full')) })
    await expect(answer).rejects.toMatchObject({ errorClass: 'Environment', message: 'the disk is full' })
  })

  it('a piece of another version of the program is given back with words', async () => {
    await using cluster = newWorkCluster(server)
    const newer = cluster.coordinator({ encoding: { loudness: 'as it will be' } })
    for (let n = 1; n <= 3; n += 1) cluster.machine({ check: async () => FACTS })
    await expect(newer.check(cluster.song, never)).rejects.toMatchObject({
      errorClass: 'Environment',
      message: expect.stringContaining('another version of the program'),
    })
  })

  it('shows files late: they are waited for, and not for ever', async () => {
    await using cluster = newWorkCluster(server)
    const folder = await makeTry(cluster.libraryDir, '1-1')
    writeFileSync(join(folder, 'out.wav'), 'sound')
    await keepAnswer(folder, { value: 7 })
    renameSync(folder, `${folder}-unseen`)
    const answer = readAnswer(folder, { signal: never, patienceMs: 60_000 })
    mkdirSync(folder)
    renameSync(join(`${folder}-unseen`, 'answer.json'), join(folder, 'answer.json'))
    writeFileSync(join(folder, 'out.wav'), 'so')
    setTimeout(() => renameSync(join(`${folder}-unseen`, 'out.wav'), join(folder, 'out.wav')), 150)
    expect(await answer).toMatchObject({ value: 7 })
    const soon = { signal: never, patienceMs: 100 }
    await expect(readAnswer(`${folder}-unseen`, soon)).rejects.toMatchObject({ errorClass: 'Environment' })
    const stopped = AbortSignal.abort(new Error('stopped'))
    await expect(readAnswer(`${folder}-unseen`, { signal: stopped })).rejects.toThrow('stopped')
  })

  it('P5 tells how old a lost try is, not this machine’s clock', async () => {
    await using cluster = newWorkCluster(server)
    const { libraryDir } = cluster
    const [fresh, old] = [await makeTry(libraryDir, '1-1'), await makeTry(libraryDir, '2-1')]
    const before = new Date(Date.now() - 7 * 3600_000)
    utimesSync(old, before, before)
    const real = Date.now()
    vi.spyOn(Date, 'now').mockReturnValue(real + 24 * 3600_000)
    await sweepTries(libraryDir, 6 * 3600_000)
    expect([existsSync(fresh), existsSync(old)]).toEqual([true, false])
  })
})
