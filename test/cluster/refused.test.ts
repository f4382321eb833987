import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectRedis, faultOfRedis, type Redis } from '../../src/cluster/connect.ts'
import { coordinate } from '../../src/cluster/coordinator.ts'
import { publishState } from '../../src/cluster/state/publish.ts'
import { watchRedis } from '../../src/cluster/watch-redis.ts'
import { addSongs, areDone, expectOnce, isHeld } from '../support/machine-songs.ts'
import { startMachines, until } from '../support/machines.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { newStateCluster, type StateNode } from '../support/state-cluster.ts'

const FULL = 'Redis takes nothing now: all work waits until it does (Redis is full: give it more memory'
const AGAIN = 'Redis takes commits again: work goes on'
let server: RedisServer

const setAll = (node: StateNode, names: readonly string[], value: string) =>
  Promise.all(names.map(name => node.set(name, value)))
const names = Array.from({ length: 20 }, (_, n) => `fact ${n}`)
const copiesIn = (libraryDir: string) => readdirSync(join(libraryDir, '.orchestrator', 'state')).filter(isCopy)
const isCopy = (name: string) => name.endsWith('.db')
/** Every answer to a script is lost once, as with a connection that breaks just then. */
const asksTwice = (redis: Redis): Redis =>
  Object.assign(Object.create(redis), {
    async eval(...args: Parameters<Redis['eval']>) {
      await redis.eval(...args)
      return redis.eval(...args)
    },
  })
/** What it is over with. */
const lossOf = (node: StateNode) =>
  new Promise<string>(resolve => {
    const { signal } = node.coordination
    signal.addEventListener('abort', () => resolve(String(signal.reason.message)))
  })

describe.skipIf(!hasRedis)('a coordinator whose Redis', () => {
  beforeEach(async () => {
    server = await startRedis(['--appendfsync', 'no'])
  })
  afterEach(() => server[Symbol.asyncDispose]())

  it('P3 is full keeps its seat and waits, says so once, and goes on when there is room', async () => {
    const cluster = newStateCluster(server)
    const admin = server.connect()
    await using one = await cluster.start('one')
    await one.set('before', 'one')
    await admin.config('SET', 'maxmemory', '1')
    let isKept = false
    const kept = setAll(one, names, 'one').then(() => {
      isKept = true
    })
    await until('it is told', async () => cluster.said.some(line => line.startsWith(FULL)))
    await sleep(50)
    expect(isKept).toBe(false)
    expect(one.coordination.signal.aborted).toBe(false)
    await admin.config('SET', 'maxmemory', '0')
    await kept
    expect(cluster.said.filter(line => line.startsWith('Redis '))).toHaveLength(2)
    expect(cluster.said.at(-1)).toBe(AGAIN)
    await one[Symbol.asyncDispose]()
    await using two = await cluster.start('two')
    expect(names.map(name => two.get(name))).toEqual(names.map(() => 'one'))
  })

  it('P3 is full takes the cut of the log, which makes room', async () => {
    const cluster = newStateCluster(server)
    const { prefix, libraryDir } = cluster
    const admin = server.connect()
    await using one = await cluster.start('one')
    await setAll(one, names, 'one')
    for (const name of names) await one.set(name, 'again')
    await admin.config('SET', 'maxmemory', '1')
    const { coordination, held } = one
    const deps = { redis: admin, prefix, libraryDir, coordination, database: held.store.database }
    const end = await publishState(deps, { begin: false })
    const left = await admin.xrange(`${prefix}:log`, '-', '+')
    expect(left.map(([id]) => id)).toEqual([`${end}-0`])
    expect(await admin.hget(`${prefix}:log:head`, 'snapshot')).toContain(`${end}-`)
    await admin.config('SET', 'maxmemory', '0')
  })

  it('has not taken yet what a copy holds already: the log goes on from that copy only then', async () => {
    const cluster = newStateCluster(server)
    const { prefix, libraryDir } = cluster
    const admin = server.connect()
    await using one = await cluster.start('one')
    await admin.config('SET', 'maxmemory', '1')
    const kept = setAll(one, names, 'one')
    await until('it is told', async () => cluster.said.some(line => line.startsWith(FULL)))
    const { coordination, held } = one
    let end: number | undefined
    const deps = { redis: admin, prefix, libraryDir, coordination, database: held.store.database }
    const published = publishState(deps, { begin: false }).then(seq => {
      end = seq
    })
    await until('the copy is there', async () => copiesIn(libraryDir).length === 2)
    const before = await admin.hget(`${prefix}:log:head`, 'snapshot')
    await sleep(250)
    expect([end, await admin.hget(`${prefix}:log:head`, 'snapshot')]).toEqual([undefined, before])
    await admin.config('SET', 'maxmemory', '0')
    await Promise.all([kept, published])
    expect(await admin.hget(`${prefix}:log:head`, 'seq')).toBe(`${end}`)
  })

  it('P3 became a replica keeps its commits for it until it is none any more', async () => {
    const cluster = newStateCluster(server)
    const admin = server.connect()
    await using one = await cluster.start('one')
    await admin.replicaof('127.0.0.1', '1')
    const kept = one.set('a', 'one')
    await until('it is told', async () => cluster.said.some(line => line.includes('this Redis is a replica')))
    await admin.replicaof('NO', 'ONE')
    await kept
    expect(cluster.said.at(-1)).toBe(AGAIN)
  })

  it('closes all connections sends again what was not answered, and each commit is there once', async () => {
    const cluster = newStateCluster(server)
    const admin = server.connect()
    await using one = await cluster.start('one', { redis: asksTwice(server.connect()) })
    for (let round = 0; round < 5; round += 1) {
      const kept = setAll(one, names, `round ${round}`)
      await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
      await kept
    }
    const entries = await admin.xrange(`${cluster.prefix}:log`, '-', '+')
    const numbers = entries.map(([id]) => Number.parseInt(id, 10))
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index))
    expect(one.coordination.signal.aborted).toBe(false)
  })

  it('stands still for less than its time hears nothing of it; for longer, it stops and another may go on', async () => {
    const cluster = newStateCluster(server)
    await using one = await cluster.start('one', { lockMs: 4000 })
    process.kill(server.pid(), 'SIGSTOP')
    const short = one.set('a', 'short')
    await sleep(500)
    process.kill(server.pid(), 'SIGCONT')
    await short
    expect([one.coordination.signal.aborted, cluster.said]).toEqual([false, ['this machine coordinates the cluster']])

    process.kill(server.pid(), 'SIGSTOP')
    const refused = Promise.allSettled(names.map(name => one.set(name, 'long')))
    const why = await lossOf(one)
    expect(why).toBe('this machine coordinates no more: Redis did not hear from it for too long')
    for (const { status } of await refused) expect(status).toBe('rejected')
    expect(() => one.coordination.check()).toThrow('coordinates no more')
    await one[Symbol.asyncDispose]()
    process.kill(server.pid(), 'SIGCONT')
    await using two = await cluster.start('two', { lockMs: 4000 })
    expect(two.get('a')).toBe('short')
    await two.set('a', 'two')
    expect(cluster.said).toEqual(Array(2).fill('this machine coordinates the cluster'))
  })

  it('is emptied under it stops with its next commit, and goes on from its own disk', async () => {
    const cluster = newStateCluster(server)
    const one = await cluster.start('one')
    await one.set('a', 'one')
    await server.connect().flushall()
    await expect(one.set('b', 'one')).rejects.toThrow('its commits are not taken any more')
    expect(one.coordination.signal.aborted).toBe(true)
    await one[Symbol.asyncDispose]()
    await using again = await cluster.start('one')
    expect(again.get('a')).toBe('one')
    expect(again.coordination.fence).toBeGreaterThan(one.coordination.fence)
  })

  it('B21 was emptied again and again: the newest state is taken, whoever was newest before', async () => {
    const cluster = newStateCluster(server)
    for (let turn = 0; turn < 4; turn += 1) {
      const name = turn % 2 === 0 ? 'one' : 'two'
      await using node = await cluster.start(name)
      expect(node.get('a')).toBe(turn === 0 ? undefined : `turn ${turn - 1}`)
      await node.set('a', `turn ${turn}`)
      if (turn % 2 === 0) continue
      await node[Symbol.asyncDispose]()
      await server.connect().flushall()
      await using itself = await cluster.start(name)
      expect(itself.get('a')).toBe(`turn ${turn}`)
    }
    await server.connect().flushall()
    await using third = await cluster.start('third') // from the newest copy, which the last start made
    expect(third.get('a')).toBe('turn 3')
  })

  it('B21 came back older than the machine: nothing is lost, and the log begins anew from there', async () => {
    const cluster = newStateCluster(server)
    const admin = server.connect()
    {
      await using one = await cluster.start('one')
      await one.set('a', 'early')
    }
    const keys = await admin.keys(`${cluster.prefix}:*`)
    const old = await Promise.all(keys.map(async key => [key, await admin.dumpBuffer(key)] as const))
    {
      await using one = await cluster.start('one')
      await one.set('a', 'late')
    }
    await admin.flushall()
    for (const [key, value] of old) await admin.restore(key, 0, value)
    {
      await using one = await cluster.start('one')
      expect(one.get('a')).toBe('late')
      await one.set('b', 'after')
    }
    await using two = await cluster.start('two')
    expect([two.get('a'), two.get('b')]).toEqual(['late', 'after'])
  })

  it('lost a commit under it: it stops at once, and does not try for ever', async () => {
    const cluster = newStateCluster(server)
    await using one = await cluster.start('one')
    await one.set('a', 'one')
    await server.connect().hincrby(`${cluster.prefix}:log:head`, 'seq', -1)
    await expect(one.set('b', 'one')).rejects.toThrow('Redis lost commits of the cluster')
    await expect(one.set('c', 'one')).rejects.toThrow('coordinates no more')
    await one[Symbol.asyncDispose]()
    await using two = await cluster.start('one')
    expect([two.get('a'), two.get('c')]).toEqual(['one', undefined])
  })

  it('is slow is asked less often: many commits go together, in order', async () => {
    const cluster = newStateCluster(server)
    const admin = server.connect()
    await using one = await cluster.start('one')
    const asked = async () => Number(/cmdstat_eval:calls=(\d+)/.exec(await admin.info('commandstats'))?.[1])
    const before = await asked()
    await admin.call('CLIENT', 'PAUSE', 600, 'WRITE')
    const count = 300
    const kept = Array.from({ length: count }, (_, n) => one.held.store.commitNow(() => n)).length
    await one.set('last', 'one')
    expect(kept).toBe(count)
    expect((await asked()) - before).toBeLessThan(20)
    expect(await admin.xlen(`${cluster.prefix}:log`)).toBeGreaterThanOrEqual(count)
    await one[Symbol.asyncDispose]()
    await using two = await cluster.start('two')
    expect(two.get('last')).toBe('one')
  })

  it('got the order for the seat twice, as an answer was lost: it has the seat, with the newer fence', async () => {
    const signal = AbortSignal.timeout(30_000)
    await using seat = await coordinate({ redis: asksTwice(server.connect()), prefix: '{twice}', node: 'one', signal })
    expect(seat.fence).toBe(2)
    expect(() => seat.check()).not.toThrow()
  })

  it('refuses the order for the seat: it is told once, and taken when it can be', async () => {
    const admin = server.connect()
    await admin.config('SET', 'maxmemory', '1')
    const said: string[] = []
    const asked = {
      redis: server.connect(),
      prefix: '{t}',
      node: 'one',
      signal: AbortSignal.timeout(30_000),
      lockMs: 4000,
    }
    await expect(coordinate(asked)).rejects.toMatchObject({ errorClass: 'Environment' })
    const taken = coordinate({ ...asked, onRefused: ({ message }) => void said.push(message) })
    await until('it is told', async () => said.length > 0)
    await admin.config('SET', 'maxmemory', '0')
    await using seat = await taken
    expect(seat.fence).toBe(1)
    expect(said).toHaveLength(1)
  })

  it('answers when nobody waits for the seat any more: it is not kept from others', async () => {
    await server.connect().call('CLIENT', 'PAUSE', 300, 'WRITE')
    const asked = { redis: server.connect(), prefix: '{t}', node: 'one', askAgainMs: 20 }
    const stopped = new Error('stopped')
    const stop = new AbortController()
    const taken = coordinate({ ...asked, signal: stop.signal })
    setTimeout(() => stop.abort(stopped), 50)
    await expect(taken).rejects.toBe(stopped)
    await using seat = await coordinate({ ...asked, node: 'two', signal: AbortSignal.timeout(30_000) })
    expect(seat.fence).toBe(2)
  })

  it('is set so that it throws keys away: it is told while it runs, once, and when it is mended', async () => {
    const admin = server.connect()
    const said: string[] = []
    const log = {
      error: ({ reason }: { reason: string }) => void said.push(reason),
      info: (_: object, sentence: string) => void said.push(sentence),
    }
    using _watch = watchRedis(server.connect(), { log: log as never, lookMs: 20 })
    await admin.config('SET', 'maxmemory-policy', 'allkeys-lru')
    await until('it is told', async () => said.length > 0)
    await sleep(100)
    await admin.config('SET', 'maxmemory-policy', 'noeviction')
    await until('it is told', async () => said.length > 1)
    expect(said).toEqual([expect.stringContaining('noeviction'), 'Redis is fit again'])
  })

  it('wants a password, or another: it is refused with what mends it, and never said aloud', async () => {
    await server.connect().config('SET', 'requirepass', 'right')
    const at = (who: string) => `redis://${who}127.0.0.1:${server.port}`
    await expect(connectRedis(at(''))).rejects.toThrow('Redis wants a password (REDIS_URL')
    const wrong = await connectRedis(at('default:wrong@')).catch(error => error)
    expect(wrong).toMatchObject({ name: 'ConfigFault', message: expect.stringContaining('does not take this user') })
    expect(wrong.message).not.toContain('wrong@')
    for (const who of [':right@', 'default:right@']) (await connectRedis(at(who))).disconnect()
  })
})

it.skipIf(!hasRedis)(
  'P3 Redis takes nothing for longer than the seat lasts: the coordinator gives it up, waits, and coordinates again',
  async () => {
    await using machines = await startMachines()
    const admin = machines.redis.connect()
    const ids = await addSongs(machines, 1)
    const machine = await machines.start(['--no-music-sync', '--interval', '5'], {
      FAILPOINTS: 'outbox.sending=delay:1000',
    })
    let said = ''
    machine.child.stderr?.on('data', text => {
      said += text
    })
    const hasSaid = (words: string) => async () => {
      if (machine.child.exitCode !== null) throw new Error(`it ended: ${said}`)
      return said.includes(words)
    }
    await until('a piece is held', () => isHeld(machines))
    await until('the song is filed', async () => (await machines.songs()).length > 0)
    await admin.config('SET', 'min-replicas-to-write', '1')
    await until('its commits wait', hasSaid('all work waits until it does'))
    await until('it gives up', hasSaid('this machine coordinates no more: Redis did not hear from it for too long'))
    await until('it waits', hasSaid('waiting: Redis has too few replicas'))
    await admin.config('SET', 'min-replicas-to-write', '0')
    await until('all is done', () => areDone(machines, ids))
    expect(await machine.stop()).toBe(0)
    expect(said).not.toMatch(/an unexpected fault|\n {4}at /)
    await expectOnce(machines, ids)
  },
)

it('P3 what Redis answers is in our classes', () => {
  const said = (message: string) => faultOfRedis(Object.assign(new Error(message), { name: 'ReplyError' }))
  for (const code of ['OOM', 'MISCONF', 'READONLY', 'LOADING', 'BUSY', 'MASTERDOWN', 'CLUSTERDOWN', 'NOREPLICAS'])
    expect(said(`${code} and more`)).toMatchObject({ errorClass: 'Environment' })
  for (const code of ['NOAUTH', 'WRONGPASS', 'NOPERM']) expect(said(`${code} x`)).toMatchObject({ name: 'ConfigFault' })
  expect(said('ERR wrong number of arguments')).toBeUndefined()
  expect(faultOfRedis(new Error('OOM of another'))).toBeUndefined()
})
