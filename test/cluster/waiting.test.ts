// A machine that waits for the seat of the coordinator works meanwhile, where it can.

import { chmodSync, mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { nodesOf, readNodes } from '../../src/cluster/machines/nodes.ts'
import { type Seat, takeSeat } from '../../src/cluster/seat.ts'
import { loadConfig } from '../../src/config.ts'
import { silentLog } from '../../src/log.ts'
import { lockInstance } from '../../src/store/instance-lock.ts'
import { openLedger } from '../../src/store/ledger.ts'
import { until } from '../support/machines.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'

const TOKEN = { NOTION_TOKEN: 'ntn_of_a_test', AGENT_TASKS_DB_ID: '1'.repeat(32), TRACKS_DB_ID: '2'.repeat(32) }
let server: RedisServer
let clusters = 0

/** A cluster in which one machine coordinates. */
async function openCluster({ onTestFinished }: Pick<TestContext, 'onTestFinished'>) {
  clusters += 1
  const name = `waiting-${clusters}`
  const client = server.connect()
  const libraryDir = mkdtempSync(join(tmpdir(), 'library-'))
  writeFileSync(join(libraryDir, '.library-id'), 'one\n')
  await client.set(`{${name}}:volume`, 'one')
  const open: Disposable[] = []

  function machine(environment: Record<string, string> = {}) {
    const varDir = mkdtempSync(join(tmpdir(), 'orchestrator-var-'))
    const stop = new AbortController()
    const said: string[] = []
    const logged: string[] = []
    const note = (_: object, text: string) => void logged.push(text)
    const log = () => ({ ...silentLog, info: note, warn: note })
    const shared = { REDIS_URL: server.url, CLUSTER_NAME: name, CLUSTER_LEASE: '3', LIBRARY_DIR: libraryDir }
    const config = loadConfig({ varDir, environment: { ...shared, ...TOKEN, TRACK_CONCURRENCY: '2', ...environment } })
    open.push({ [Symbol.dispose]: () => stop.abort(new Error('stopped')) })
    return {
      varDir,
      said,
      logged,
      stop,
      take: (waits = true): Promise<Seat> =>
        takeSeat(config, { waits, patient: false, signal: stop.signal, say: line => said.push(line), log }),
    }
  }
  onTestFinished(() => {
    for (const one of open) one[Symbol.dispose]()
  })
  const first = machine()
  const seat = await first.take(false)
  onTestFinished(() => seat[Symbol.asyncDispose]())
  return {
    libraryDir,
    machine,
    seat,
    /** As the state of a cluster says it. */
    tellState: () => client.hset(`{${name}}:log:head`, 'library', libraryDir, 'fence', 7),
    /** What the others hear of it. */
    async looks(role: string) {
      const found = await nodesOf(client, `{${name}}`)
      return found.filter(one => one.role === role).map(({ kinds, concurrency }) => ({ kinds, concurrency }))
    },
    holder: () => client.get(`{${name}}:coordinator`),
    seen: () => readNodes(client, `{${name}}`),
    sharedLibrary: () => client.get(`{${name}}:volume`),
  }
}

const WORKS = { kinds: ['track', 'library'], concurrency: 2 }
const ONLY_WAITS = { kinds: [], concurrency: 0 }

describe.skipIf(!hasRedis).concurrent('a machine that waits for the seat', () => {
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('takes pieces of work, and none as a worker any more when it coordinates', async context => {
    const { machine, seat, looks } = await openCluster(context)
    const second = machine()
    const taken = second.take()
    await until('it works', async () => JSON.stringify(await looks('waits')) === JSON.stringify([WORKS]))
    expect(second.said).toEqual([
      expect.stringMatching(/takes over when that one is gone, and works for it meanwhile$/),
    ])
    expect(() => lockInstance(second.varDir)).toThrow('another instance works in')
    await seat[Symbol.asyncDispose]()
    await using _second = await taken
    lockInstance(second.varDir)[Symbol.dispose]()
    expect(second.logged).toEqual(['this machine takes work', 'this machine takes no more work'])
    expect(await looks('waits')).toEqual([])
    await until('it is heard', async () => (await looks('coordinator')).length === 1)
  })

  it('the one that coordinates says which library is shared before any track, so that others work and orders are taken', async context => {
    const { libraryDir, seat, sharedLibrary } = await openCluster(context)
    const checkLibrary = async () => writeFileSync(join(libraryDir, '.library-id'), 'made now\n')
    seat.tools({ log: silentLog, checkLibrary, nameOf: () => undefined })
    await until('it is told', async () => (await sharedLibrary()) === 'made now')
  })

  it('a command that finds the seat taken is no machine that went', async context => {
    const { machine, seen } = await openCluster(context)
    await expect(machine().take(false)).rejects.toThrow('another orchestrator coordinates: ')
    expect((await seen()).gone).toEqual([])
  })

  it('only waits with COORDINATOR_WORKS=false', async context => {
    const { machine, looks } = await openCluster(context)
    const second = machine({ COORDINATOR_WORKS: 'false' })
    const taken = second.take()
    await until('it waits', async () => second.said.length > 0)
    expect(second.said).toMatchObject([expect.stringMatching(/takes over when that one is gone$/)])
    await until('it waits', async () => JSON.stringify(await looks('waits')) === JSON.stringify([ONLY_WAITS]))
    second.stop.abort(new Error('by a person'))
    await expect(taken).rejects.toThrow('by a person')
    expect(second.logged).toEqual([])
  })

  it.for([
    ['a local workspace', { NOTION_TOKEN: '' }, 'a local workspace is one machine’s own'],
    ['the library at another path', undefined, 'where it coordinates'],
  ] as const)('with %s it works and does not take over', async ([, environment, why], context) => {
    const cluster = await openCluster(context)
    const elsewhere = mkdtempSync(join(tmpdir(), 'library-'))
    writeFileSync(join(elsewhere, '.library-id'), 'one\n')
    await cluster.tellState()
    const second = cluster.machine(environment ?? { LIBRARY_DIR: elsewhere })
    const taken = second.take()
    await until('it works', async () => JSON.stringify(await cluster.looks('worker')) === JSON.stringify([WORKS]))
    expect(second.said.join()).toContain(why)
    await cluster.seat[Symbol.asyncDispose]()
    second.stop.abort(new Error('by a person'))
    await expect(taken).rejects.toThrow('by a person')
  })

  it('B8 does not see the volume that the state has to come from: it leaves the free seat, says so once, and takes it when it does', async context => {
    const { libraryDir, machine, seat, looks } = await openCluster(context)
    const state = await seat.openState(silentLog)
    await state.commit(() => openLedger(state.database).setFact('it', 'coordinated'))
    const second = machine()
    const taken = second.take()
    await until('it waits', async () => second.said.length > 0)
    renameSync(libraryDir, `${libraryDir}-away`)
    await state[Symbol.asyncDispose]()
    await seat[Symbol.asyncDispose]()
    await until('it is said', async () => second.said.length > 1)
    const started = machine()
    const takenLater = started.take()
    await until('it is said', async () => started.said.length > 0)
    {
      await using command = await machine().take(false)
      await expect(command.openState(silentLog)).rejects.toMatchObject({ errorClass: 'Environment' })
    }
    const words =
      /^no machine coordinates, and this one does not take over: the copy of the cluster's state is not in .* \(is its volume mounted\?\): /
    expect([second.said[1], started.said]).toMatchObject([expect.stringMatching(words), [expect.stringMatching(words)]])
    await until('it is told', async () => (await looks('worker')).length === 2)
    renameSync(`${libraryDir}-away`, libraryDir)
    await using next = await Promise.race([taken, takenLater])
    await using now = await next.openState(silentLog)
    expect(openLedger(now.database).fact('it')).toBe('coordinated')
    for (const one of [second, started]) one.stop.abort(new Error('by a person'))
    await Promise.allSettled([taken, takenLater])
  })

  it('B8 the volume answers with an error: what only works goes on, and a command that cannot coordinate leaves the seat free', async context => {
    const { libraryDir, machine, seat, tellState, holder } = await openCluster(context)
    await tellState()
    const second = machine({ NOTION_TOKEN: '' })
    const taken = second.take()
    await until('it waits', async () => second.said.length > 0)
    mkdirSync(join(libraryDir, '.orchestrator'), { recursive: true })
    writeFileSync(join(libraryDir, '.orchestrator', 'state'), 'no folder')
    await seat[Symbol.asyncDispose]()
    const third = machine({ NOTION_TOKEN: '' })
    const takenLater = third.take()
    await until('it is said', async () => third.said.length > 0)
    expect(third.said[0]).toContain("the copies of the cluster's state cannot be seen")
    await expect(machine().take(false)).rejects.toMatchObject({ errorClass: 'Environment' })
    expect(await holder()).toBeNull()
    const ended = [taken, takenLater].map(each => expect(each).rejects.toThrow('by a person'))
    for (const one of [second, third]) one.stop.abort(new Error('by a person'))
    await Promise.all(ended)
  })

  it('without the audio programs waits without working, says once what is missing, and works when it is there', async context => {
    const { machine, looks } = await openCluster(context)
    const program = join(mkdtempSync(join(tmpdir(), 'bin-')), 'ffprobe')
    const second = machine({ FFPROBE_BIN: program })
    const taken = second.take()
    await until('it is said', async () => second.logged.length > 0)
    expect(second.logged).toMatchObject([
      expect.stringContaining(`FFPROBE_BIN is "${program}", but no program is there`),
    ])
    await until('it waits', async () => JSON.stringify(await looks('waits')) === JSON.stringify([ONLY_WAITS]))
    writeFileSync(program, '#!/bin/sh\n')
    chmodSync(program, 0o755)
    await until('it works', async () => JSON.stringify(await looks('waits')) === JSON.stringify([WORKS]))
    expect(second.logged).toHaveLength(2)
    second.stop.abort(new Error('by a person'))
    await expect(taken).rejects.toThrow('by a person')
  })

  it('ends with what is wrong when its library is another one, or another instance has its var/', async context => {
    const { machine } = await openCluster(context)
    const elsewhere = mkdtempSync(join(tmpdir(), 'library-'))
    writeFileSync(join(elsewhere, '.library-id'), 'two\n')
    await expect(machine({ LIBRARY_DIR: elsewhere }).take()).rejects.toMatchObject({ name: 'ConfigFault' })
    const second = machine()
    using _lock = lockInstance(second.varDir)
    await expect(second.take()).rejects.toMatchObject({ name: 'BusyFault', message: /another instance works in/ })
  })
})
