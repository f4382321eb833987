import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logKeys } from '../../src/cluster/state/state-log.ts'
import { openLanes } from '../../src/lanes/lanes.ts'
import { openLibrary } from '../../src/library/library.ts'
import { silentLog } from '../../src/log.ts'
import { LeaseLost, openLeases } from '../../src/queue/leases.ts'
import { positionPut } from '../../src/store/log-position.ts'
import { MIGRATIONS } from '../../src/store/migrations.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { newStateCluster, type StateCluster } from '../support/state-cluster.ts'

let server: RedisServer
const MACHINES = Array.from({ length: 10 }, (_, n) => `machine ${n}`)

/** A cluster whose state an older version of the program kept. */
async function keptByOlder({ prefix, libraryDir }: StateCluster): Promise<void> {
  const dir = join(libraryDir, '.orchestrator', 'state')
  mkdirSync(dir, { recursive: true })
  const copy = `${'5'.padStart(12, '0')}-${'3'.padStart(15, '0')}.db`
  using database = new DatabaseSync(join(dir, copy))
  for (const sql of MIGRATIONS.slice(0, -1)) database.exec(sql)
  database.exec(`pragma user_version = ${MIGRATIONS.length - 1}`)
  database.prepare("insert into fact (name, value) values ('of the older', 'kept')").run()
  positionPut(database)({ fence: 3, seq: 5 })
  const head = { seq: 5, fence: 3, version: MIGRATIONS.length - 1, library: libraryDir, snapshot: copy }
  await server.connect().hset(logKeys(prefix).head, head)
}

describe.skipIf(!hasRedis)('the seat of the coordinator', () => {
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('P7 ten start at once where the state is to be brought to a newer form: one does it, and each has its turn', async () => {
    const cluster = newStateCluster(server)
    await keptByOlder(cluster)
    let atOnce = 0
    let most = 0
    const turn = async (name: string) => {
      await using node = await cluster.start(name)
      most = Math.max(most, ++atOnce)
      expect(node.get('of the older')).toBe('kept')
      await node.set(name, 'was here')
      atOnce -= 1
    }
    await Promise.all(MACHINES.map(turn))
    expect(most).toBe(1)
    await using last = await cluster.start('machine 0')
    expect(MACHINES.map(name => last.get(name))).toEqual(MACHINES.map(() => 'was here'))
    const head = await server.connect().hgetall(logKeys(cluster.prefix).head)
    expect(Number(head.version)).toBe(MIGRATIONS.length)
    expect(head.snapshot?.slice(0, 12)).toBe('5'.padStart(12, '0')) // brought there once, before the first turn
  })

  it('P7 an older version is refused where a newer one was, and leaves the seat to others', async () => {
    const cluster = newStateCluster(server)
    {
      await using one = await cluster.start('one')
      await one.set('a', 'one')
    }
    const { head } = logKeys(cluster.prefix)
    await server.connect().hset(head, { version: MIGRATIONS.length + 1 })
    await expect(cluster.start('older')).rejects.toThrow('the cluster runs a newer version of this program')
    await server.connect().hset(head, { version: MIGRATIONS.length })
    await using two = await cluster.start('two')
    expect(two.get('a')).toBe('one')
  })
})

describe('P4 a machine that stood still, and does not know yet that another coordinates', () => {
  const lost = () => {
    throw new LeaseLost('this node coordinates no more')
  }

  it('asks no service', async () => {
    const lanes = openLanes({ store: { load: () => [], save: () => {} }, log: silentLog, requireSeat: lost })
    let asked = 0
    const ask = lanes.run('eagle', async () => {
      asked += 1
    })
    await expect(ask).rejects.toThrow('coordinates no more')
    expect(asked).toBe(0)
    await lanes.close()
  })

  it('puts no file at its place, also when it stood still while it copied it', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'seat-'))
    const source = import.meta.filename
    const facts = new Map<string, string>()
    const memory = {
      fact: (name: string) => facts.get(name),
      setFact: (name: string, value: string) => void facts.set(name, value),
    }
    for (const passes of [0, 1]) {
      let asked = 0
      const requireSeat = () => {
        asked += 1
        if (asked > passes) lost()
      }
      const dir = join(parent, 'library')
      const adding = openLibrary(dir, memory, { requireSeat }).add({ pageId: 'a'.repeat(32), title: 'x' }, source, 'ts')
      await expect(adding).rejects.toThrow('coordinates no more')
      expect(asked).toBe(passes + 1)
      expect(namesIn(dir).filter(name => /\.(ts|part)$/.test(name))).toEqual([])
    }
    const placed = await openLibrary(join(parent, 'library'), memory).add(
      { pageId: 'a'.repeat(32), title: 'x' },
      source,
      'ts',
    )
    expect(readFileSync(placed, 'utf8')).toContain('stood still')
  })

  it('does nothing more for a job', () => {
    using leases = openLeases({ queue: { holds: () => true, release: async () => {} }, requireSeat: lost })
    const lease = leases.take({ id: 1, label: 'x' } as never)
    expect(() => lease.check()).toThrow('coordinates no more')
  })
})

const namesIn = (dir: string) => readdirSync(dir, { recursive: true, encoding: 'utf8' })
