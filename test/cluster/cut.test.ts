import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openCuts } from '../../src/cluster/state/cut-log.ts'
import { armFailpoints } from '../../src/failpoint.ts'
import { silentLog } from '../../src/log.ts'
import { until } from '../support/machines.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { newStateCluster, type StateCluster, type StateNode } from '../support/state-cluster.ts'

let server: RedisServer

const copiesIn = ({ libraryDir }: StateCluster) => readdirSync(join(libraryDir, '.orchestrator', 'state')).sort()

async function logOf({ prefix }: StateCluster) {
  const client = server.connect()
  const [first] = await client.xrange(`${prefix}:log`, '-', '+', 'COUNT', 1)
  const head = await client.hgetall(`${prefix}:log:head`)
  return { from: Number.parseInt(first?.[0] ?? '0', 10), copy: head.snapshot ?? '' }
}

async function setMany(node: StateNode, count: number, value: string): Promise<void> {
  for (let n = 0; n < count; n += 1) await node.set(`fact ${n}`, value)
}

/** Dies: it gives nothing back. */
const forget = ({ prefix }: StateCluster) => server.connect().del(`${prefix}:coordinator`)

describe.skipIf(!hasRedis)('the log of a cluster is cut', () => {
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
  })
  afterAll(() => server[Symbol.asyncDispose]())
  afterEach(() => armFailpoints('none=none'))

  it('while commits go on: nothing is missing for who was behind the cut, nor for who has nothing', async () => {
    const cluster = newStateCluster(server)
    {
      await using behind = await cluster.start('behind')
      await setMany(behind, 5, 'old')
    }
    {
      await using one = await cluster.start('one', { mostCommits: 30 })
      const began = (await logOf(cluster)).copy
      let rounds = 0
      await until('it was cut twice', async () => {
        rounds += 1
        await setMany(one, 10, `round ${rounds}`)
        return copiesIn(cluster).length === 2 && !copiesIn(cluster).includes(began)
      })
      await setMany(one, 10, 'last')
      const { from, copy } = await logOf(cluster)
      expect(from).toBeGreaterThan(30)
      expect(copy.startsWith(String(from).padStart(12, '0'))).toBe(true)
    }
    for (const name of ['behind', 'nothing']) {
      await using next = await cluster.start(name)
      expect([0, 4, 9].map(n => next.get(`fact ${n}`))).toEqual(['last', 'last', 'last'])
    }
  })

  it('also by programs that each end after a few commits', async () => {
    const cluster = newStateCluster(server)
    for (let run = 0; run < 4; run += 1) {
      await using one = await cluster.start('one', { mostCommits: 20 })
      await setMany(one, 10, `run ${run}`)
      if (run < 3) continue
      await until('it was cut', async () => (await logOf(cluster)).from > 20)
    }
  })

  it.each(['state.copied', 'state.pointed'])('A2 and it dies at %s: the next one has all of it', async point => {
    const cluster = newStateCluster(server)
    const one = await cluster.start('one', { mostCommits: 20 })
    armFailpoints(`${point}=hang`)
    await setMany(one, 25, 'one')
    await until('the copy is there', async () => copiesIn(cluster).length === 2)
    await setMany(one, 5, 'after the copy')
    await forget(cluster)
    armFailpoints('none=none')
    await using two = await cluster.start('two')
    expect([two.get('fact 0'), two.get('fact 24')]).toEqual(['after the copy', 'one'])
    await two.set('fact 0', 'two')
    await one[Symbol.asyncDispose]()
  })

  it('B8 a volume that is away stops no work: it is told once, nothing is made at its place, and it is cut later', async () => {
    const cluster = newStateCluster(server)
    const { libraryDir } = cluster
    writeFileSync(join(libraryDir, '.library-id'), 'the library\n')
    {
      await using one = await cluster.start('one', { mostCommits: 10 })
      await one.set(`library ${libraryDir}`, 'the library')
      renameSync(libraryDir, `${libraryDir}-away`)
      mkdirSync(libraryDir) // where it was mounted
      await setMany(one, 30, 'without the volume')
      await until('it is told', async () => cluster.said.some(line => line.includes('could not be cut')))
      await setMany(one, 30, 'still without')
      expect(readdirSync(libraryDir)).toEqual([])
      expect(cluster.said.filter(line => line.includes('could not be cut'))).toEqual([
        `the log of the cluster could not be cut: it grows until it can be (the library ${libraryDir} is not there (is its volume mounted?))`,
      ])
    }
    await expect(cluster.start('two')).rejects.toMatchObject({ errorClass: 'Environment' })
    rmSync(libraryDir, { recursive: true })
    renameSync(`${libraryDir}-away`, libraryDir)
    await using two = await cluster.start('two', { mostCommits: 10 })
    expect(two.get('fact 29')).toBe('still without')
    await until('it was cut', async () => (await logOf(cluster)).from > 60)
  })

  it('B1 and what cannot be written is tried again, not at each look', async () => {
    let time = 0
    const tries: number[] = []
    const failing = async () => {
      tries.push(time)
      if (time < 200) throw new Error('the disk is full')
      return 120
    }
    const cut = openCuts({ from: 0, most: 100, publish: failing, log: silentLog, againMs: 100, monotonic: () => time })
    for (; time <= 400; time += 10) {
      cut(120 + time / 10)
      await new Promise(resolve => setImmediate(resolve))
    }
    expect(tries).toEqual([0, 100, 200])
  })

  it('B17 and what a dead start left of a copy goes', async () => {
    const cluster = newStateCluster(server)
    const state = join(cluster.libraryDir, '.orchestrator', 'state')
    mkdirSync(state, { recursive: true })
    writeFileSync(join(state, '41.part'), 'half')
    {
      await using one = await cluster.start('one')
      await one.set('a', 'one')
    }
    expect(copiesIn(cluster)).toHaveLength(1)
    expect(copiesIn(cluster)[0]).toMatch(/\.db$/)
  })
})
