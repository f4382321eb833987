import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Coordination, coordinate } from '../../src/cluster/coordinator.ts'
import { type HeldState, holdState } from '../../src/cluster/hold-state.ts'
import { openLanes } from '../../src/lanes/lanes.ts'
import { silentLog } from '../../src/log.ts'
import { laneStates } from '../../src/store/lane-states.ts'
import { openLedger } from '../../src/store/ledger.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'

const quiet = { info: () => {}, warn: () => {}, error: () => {} }
const LOCK_MS = 1000
let server: RedisServer
let clusters = 0

interface Node extends AsyncDisposable {
  coordination: Coordination
  held: HeldState
  set(name: string, value: string): Promise<void>
  get(name: string): string | undefined
}

/** A cluster of machines that each have a var/ of their own and share a library. */
function newCluster() {
  clusters += 1
  const prefix = `{state-${clusters}}`
  const dir = mkdtempSync(join(tmpdir(), 'cluster-'))
  const libraryDir = join(dir, 'library')
  mkdirSync(libraryDir)
  return async function start(name: string, monotonic?: () => number): Promise<Node> {
    const redis = server.connect()
    const signal = AbortSignal.timeout(30_000)
    const coordination = await coordinate({ redis, prefix, node: name, signal, lockMs: LOCK_MS, monotonic })
    const held = await holdState({ redis, prefix, varDir: join(dir, name), libraryDir, coordination, log: quiet })
    const ledger = openLedger(held.store.database)
    return {
      coordination,
      held,
      set: (fact, value) => held.store.commit(() => ledger.setFact(fact, value)),
      get: ledger.fact,
      async [Symbol.asyncDispose]() {
        await held[Symbol.asyncDispose]()
        await coordination[Symbol.asyncDispose]()
      },
    }
  }
}

describe.skipIf(!hasRedis)('the state of a cluster', () => {
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('is with the next coordinator, whichever it is, and back', async () => {
    const start = newCluster()
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
    const start = newCluster()
    let frozen = 0
    const one = await start('one', () => performance.now() - frozen)
    await one.set('a', 'one')
    frozen = 1e9 // its clock stands still, as its process would: it believes that its time is not over
    const lost = new Promise(resolve => one.coordination.signal.addEventListener('abort', resolve))
    await server.connect().del('{state-2}:coordinator') // its lock ran out
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
    const start = newCluster()
    const one = await start('one')
    await one.set('a', 'one')
    const began = performance.now()
    const waiting = start('two')
    await sleep(LOCK_MS * 1.5)
    expect(one.coordination.signal.aborted).toBe(false)
    // dies: nothing is given back
    await server.connect().del('{state-3}:coordinator')
    await using two = await waiting
    expect(performance.now() - began).toBeGreaterThan(LOCK_MS)
    expect(two.get('a')).toBe('one')
    await one[Symbol.asyncDispose]()
  })

  it('what services asked for holds for the next coordinator too: pauses, circuits, the budget of a day', async () => {
    const start = newCluster()
    const at = Date.now()
    const state = {
      name: 'soundcloud',
      at,
      pauses: [{ until: at + 600_000, reason: 'too many requests', kind: 'limit' as const }],
      openings: 2,
      spent: { day: '2026-11-22', count: 4321 },
    }
    const one = await start('one')
    laneStates(one.held.store, false).save(state)
    await sleep(1500) // no commit follows it
    await server.connect().del(`{state-${clusters}}:coordinator`) // dies: nothing is given back
    await using two = await start('two')
    expect(laneStates(two.held.store, true).load()).toEqual([state])
    const lanes = openLanes({ store: laneStates(two.held.store, false), log: silentLog })
    expect(lanes.parkedUntil('soundcloud')).toBe(at + 600_000)
    await lanes.close()
    await one[Symbol.asyncDispose]()
  })

  it('P3 Redis comes back empty: it goes on from what the machine has', async () => {
    const start = newCluster()
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
