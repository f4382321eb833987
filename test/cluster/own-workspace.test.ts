// A local workspace is one machine's own: that machine has to come back to it by itself after it died.

import { copyFileSync, existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lockKey } from '../../src/cluster/coordinator.ts'
import { type Seat, takeSeat } from '../../src/cluster/seat.ts'
import { positionIn } from '../../src/cluster/state/snapshots.ts'
import { logKeys } from '../../src/cluster/state/state-log.ts'
import { loadConfig } from '../../src/config.ts'
import { silentLog } from '../../src/log.ts'
import { openStore, storeFile } from '../../src/store/database.ts'
import { openLedger } from '../../src/store/ledger.ts'
import { until } from '../support/machines.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'

const newFolder = () => mkdtempSync(join(tmpdir(), 'own-'))

describe.skipIf(!hasRedis)('a cluster on a local workspace', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server[Symbol.asyncDispose]())

  /** Machines of one cluster. */
  function newCluster(CLUSTER_NAME: string) {
    const shared = { REDIS_URL: server.url, CLUSTER_NAME, CLUSTER_LEASE: '2', LIBRARY_DIR: newFolder() }
    const stop = new AbortController()
    const client = server.connect()
    const prefix = `{${CLUSTER_NAME}}`
    const take =
      (waits: boolean) =>
      (varDir: string, said: string[] = []): Promise<Seat> => {
        const config = loadConfig({ varDir, environment: { ...shared, COORDINATOR_WORKS: 'false' } })
        const say = (line: string) => void said.push(line)
        return takeSeat(config, { waits, patient: false, signal: stop.signal, say, log: () => silentLog })
      }
    /** Somebody had the seat until just now. */
    const leaveLock = () => client.set(lockKey(prefix), '2 studio (process 41) of-the-dead', 'PX', 2000)
    return { stop, machine: take(true), order: take(false), leaveLock, client, prefix }
  }

  it('is coordinated again by the machine that died, and by no other', async () => {
    const { stop, machine, leaveLock } = newCluster('died')
    const own = newFolder()
    {
      await using seat = await machine(own)
      await using state = await seat.openState(silentLog)
      await state.commit(() => openLedger(state.database).setFact('it', 'coordinated'))
    }
    await leaveLock()
    const said: string[] = []
    const other = machine(newFolder(), said)
    await until('the other waits', async () => said.length > 0)
    expect(said).toEqual([expect.stringContaining('does not take over: a local workspace is one machine’s own')])
    await using again = await machine(own)
    expect(again.signal.aborted).toBe(false)
    stop.abort(new Error('the test is over'))
    await expect(other).rejects.toThrow('the test is over')
  })

  it('has no other coordinator while that machine is away: not one that starts then, nor where Redis was emptied', async () => {
    const { stop, machine, order, client } = newCluster('away')
    const own = newFolder()
    {
      await using seat = await machine(own)
      await using state = await seat.openState(silentLog)
      await state.commit(() => openLedger(state.database).setFact('it', 'coordinated'))
    }
    const said: string[] = []
    const others = [machine(newFolder(), said)]
    await until('the other waits', async () => said.length > 0)
    expect(said).toEqual([expect.stringMatching(/^no machine coordinates, and this one does not take over: a local /)])
    await expect(order(newFolder())).rejects.toThrow('a local workspace is one machine’s own')
    await client.flushall()
    others.push(machine(newFolder(), said))
    await until('the third waits', async () => said.length > 1)
    await using again = await machine(own)
    await using state = await again.openState(silentLog)
    expect(openLedger(state.database).fact('it')).toBe('coordinated')
    stop.abort(new Error('the test is over'))
    const ends = await Promise.allSettled(others)
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })

  it('is coordinated again by its machine when Redis was taken back to when it had the seat before', async () => {
    const { machine, leaveLock, client, prefix } = newCluster('taken-back')
    const own = newFolder()
    for (const times of ['first', 'second']) {
      await using seat = await machine(own)
      await using state = await seat.openState(silentLog)
      await state.commit(() => openLedger(state.database).setFact('it', times))
    }
    await client.hset(logKeys(prefix).head, 'fence', '1')
    await leaveLock()
    await using again = await machine(own)
    expect(again.signal.aborted).toBe(false)
  })

  it('is coordinated by whoever waits, when the first one died before it had done anything', async () => {
    const { machine, leaveLock } = newCluster('empty')
    await leaveLock()
    const said: string[] = []
    await using seat = await machine(newFolder(), said)
    expect(seat.signal.aborted).toBe(false)
    expect(said).toEqual([expect.stringMatching(/^studio \(process 41\) coordinates; /)])
  })
})

describe('where a store stands', () => {
  it('is seen without a change: what a killed program left beside it stays there', () => {
    const [dir, killed] = [newFolder(), newFolder()]
    using store = openStore(dir, false)
    const files = ['', '-wal', '-shm'].map(end => `${basename(storeFile(dir))}${end}`)
    for (const name of files) copyFileSync(join(dir, name), join(killed, name))
    expect(positionIn(storeFile(killed))).toMatchObject({
      fence: 0,
      seq: 0,
      version: positionIn(storeFile(dir)).version,
    })
    expect(existsSync(`${storeFile(killed)}-wal`)).toBe(true)
    expect(store.database.isOpen).toBe(true)
  })
})
