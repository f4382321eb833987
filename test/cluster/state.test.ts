import { chmodSync, copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lockKey } from '../../src/cluster/coordinator.ts'
import { restoreState } from '../../src/cluster/state/restore.ts'
import { positionIn, snapshotsDir } from '../../src/cluster/state/snapshots.ts'
import { logKeys } from '../../src/cluster/state/state-log.ts'
import { openLanes } from '../../src/lanes/lanes.ts'
import { silentLog } from '../../src/log.ts'
import { openStore, storeFile } from '../../src/store/database.ts'
import { laneStates } from '../../src/store/lane-states.ts'
import { openLedger } from '../../src/store/ledger.ts'
import { until } from '../support/machines.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { newStateCluster } from '../support/state-cluster.ts'

let server: RedisServer

/** Its last commit is in no file but the one beside its store. */
function workAloneAndDie(elsewhere: string, file: string, value: string): void {
  using store = openStore(elsewhere, false)
  store.commitNow(() => openLedger(store.database).setFact('a', value))
  mkdirSync(dirname(file), { recursive: true })
  for (const end of ['', '-wal', '-shm']) copyFileSync(`${storeFile(elsewhere)}${end}`, `${file}${end}`)
}

function factIn(file: string): unknown {
  using database = new DatabaseSync(file, { readOnly: true })
  return database.prepare("select value from fact where name = 'a'").get()?.value
}

describe.skipIf(!hasRedis)('the state of a cluster', () => {
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('is with the next coordinator, whichever it is, and back', async () => {
    const { start } = newStateCluster(server)
    {
      await using one = await start('one')
      for (let n = 0; n < 50; n += 1) await one.set(`fact ${n}`, 'by one')
      one.held.store.database.exec("insert into fact (name, value) values ('beside', 'a commit')")
    }
    {
      await using two = await start('two')
      expect(two.get('fact 49')).toBe('by one')
      expect(two.get('beside')).toBe('a commit')
      await two.set('fact 0', 'by two')
    }
    await using one = await start('one')
    expect(one.get('fact 0')).toBe('by two')
    expect(one.coordination.fence).toBe(3)
  })

  it('P4 what a node commits that was cut off is not taken, and it learns so before the next', async () => {
    const { start, prefix } = newStateCluster(server)
    let frozen = 0
    const standsStill = () => performance.now() - frozen
    const one = await start('one', { clock: { steady: standsStill, uptime: standsStill } })
    await one.set('a', 'one')
    frozen = 1e9 // its clock stands still, as its process would: it believes that its time is not over
    const lost = new Promise(resolve => one.coordination.signal.addEventListener('abort', resolve))
    await server.connect().del(lockKey(prefix)) // its lock ran out
    const two = await start('two')
    await expect(one.set('b', 'one')).rejects.toThrow('coordinates no more')
    await lost
    await expect(one.set('c', 'one')).rejects.toThrow('coordinates no more')
    await two.set('b', 'two')
    expect(two.get('a')).toBe('one')
    expect(two.get('c')).toBeUndefined()
    await two[Symbol.asyncDispose]()
    await one[Symbol.asyncDispose]()
    await using again = await start('one')
    expect([again.get('a'), again.get('b'), again.get('c')]).toEqual(['one', 'two', undefined])
  })

  it('is kept by whoever waited, when the coordinator dies', async () => {
    const { start, prefix } = newStateCluster(server)
    const redis = server.connect()
    const one = await start('one', { lockMs: 4000 })
    await one.set('a', 'one')
    let isTaken = false
    const waiting = start('two').finally(() => {
      isTaken = true
    })
    let left = Number.POSITIVE_INFINITY
    await until('the lock is renewed', async () => {
      const before = left
      left = await redis.pttl(lockKey(prefix))
      return left > before
    })
    expect([one.coordination.signal.aborted, isTaken]).toEqual([false, false])
    await redis.del(lockKey(prefix)) // dies: nothing is given back
    await using two = await waiting
    expect(two.get('a')).toBe('one')
    await one[Symbol.asyncDispose]()
  })

  it('the log is followed a page at a time: of one that does not fit, nothing is taken', async () => {
    const { start, prefix, dir, libraryDir } = newStateCluster(server)
    const varDir = join(dir, 'behind')
    {
      await using behind = await start('behind')
      await behind.set('a', 'old')
    }
    const before = positionIn(storeFile(varDir))
    {
      await using one = await start('one')
      for (let n = 0; n < 3; n += 1) await one.set(`fact ${n}`, 'one')
    }
    const redis = server.connect()
    const { log } = logKeys(prefix)
    const entries = await redis.xrangeBuffer(log, '-', '+')
    const first = entries.find(([id]) => String(id) === `${before.seq + 1}-0`)?.[1] ?? []
    await redis.del(log)
    for (const [id, fields] of entries) await redis.xadd(log, id, ...(id === entries.at(-1)?.[0] ? first : fields))
    const restoring = restoreState({ redis, prefix, varDir, libraryDir })
    await expect(restoring).rejects.toThrow('does not fit the copy of its state')
    expect(positionIn(storeFile(varDir))).toEqual(before)
  })

  it('is its person’s alone, on the volume and on each machine, also from a copy that everybody could read', async () => {
    const { start, dir, libraryDir } = newStateCluster(server)
    {
      await using one = await start('one')
      await one.set('a', 'one')
    }
    const copies = snapshotsDir(libraryDir)
    const rights = (path: string) => (statSync(path).mode & 0o777).toString(8)
    const files = readdirSync(copies).map(name => join(copies, name))
    expect([rights(copies), ...files.map(rights)]).toEqual(['700', '600'])
    for (const file of files) chmodSync(file, 0o644)
    await using _two = await start('two')
    expect([rights(join(dir, 'two')), rights(storeFile(join(dir, 'two')))]).toEqual(['700', '600'])
  })

  it('of a machine that worked alone and was killed is kept beside it with its newest commits, each time', async () => {
    const { start, dir, said } = newStateCluster(server)
    {
      await using one = await start('one')
      await one.set('a', 'the cluster')
    }
    const file = storeFile(join(dir, 'alone'))
    for (const turn of ['first', 'second']) {
      workAloneAndDie(join(dir, turn), file, turn)
      await using alone = await start('alone')
      expect(alone.get('a')).toBe('the cluster')
    }
    const kept = [`${file}.before-cluster`, `${file}.before-cluster-2`]
    expect(kept.map(factIn)).toEqual(['first', 'second'])
    const names = readdirSync(join(dir, 'alone')).filter(name => name.includes('before-cluster'))
    expect(names.sort()).toEqual(kept.map(path => basename(path)))
    expect(said.filter(line => line.includes('worked alone'))).toHaveLength(2)
  })

  it('what services asked for holds for the next coordinator too: pauses, circuits, the budget of a day', async () => {
    const { start, prefix } = newStateCluster(server)
    const at = Date.now()
    const state = {
      name: 'soundcloud',
      at,
      pauses: [{ until: at + 600_000, reason: 'too many requests', kind: 'limit' as const }],
      openings: 2,
      spent: { day: '2026-11-22', count: 4321 },
    }
    const one = await start('one')
    const redis = server.connect()
    const kept = () => redis.hget(logKeys(prefix).head, 'seq')
    const before = await kept()
    laneStates(one.held.store, false).save(state) // no commit follows it
    await until('the log has it', async () => (await kept()) !== before)
    await server.connect().del(lockKey(prefix)) // dies: nothing is given back
    await using two = await start('two')
    expect(laneStates(two.held.store, true).load()).toEqual([state])
    const lanes = openLanes({ store: laneStates(two.held.store, false), log: silentLog })
    expect(lanes.parkedUntil('soundcloud')).toBe(at + 600_000)
    await lanes.close()
    await one[Symbol.asyncDispose]()
  })

  it('P3 Redis comes back empty: it goes on from what the machine has', async () => {
    const { start } = newStateCluster(server)
    {
      await using one = await start('one')
      await one.set('a', 'one')
    }
    await server.connect().flushall()
    {
      await using one = await start('one')
      expect(one.get('a')).toBe('one')
      await one.set('b', 'one')
    }
    await server.connect().flushall()
    await using two = await start('two') // from the copy on the volume
    expect(two.get('a')).toBe('one')
  })
})
