// Commands on a machine while another one coordinates: what is asked of that one, what it does not take, and whose state is shown.

import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { tellLibrary } from '../../src/cluster/audio-work/shared-library.ts'
import { prefixOf, type Redis } from '../../src/cluster/connect.ts'
import { coordinate, lockKey, takesOrders } from '../../src/cluster/coordinator.ts'
import { nodeName } from '../../src/cluster/machines/nodes.ts'
import { type Answer, boxOf, Order } from '../../src/commands/orders/order.ts'
import { loadConfig } from '../../src/config.ts'
import { MARKER } from '../../src/library/volume.ts'
import { newVar, orchestrator } from '../support/cli.ts'
import { until } from '../support/machines.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'

const LOOP = '2 studio-9 (process 3) orders-word'
const BATCH = '2 studio-9 (process 3) word'
const OWN = 'What follows is what this machine knows itself; studio-9 (process 3) has what the cluster knows.\n'
const NOTHING = 'Nothing failed and nothing waits.\n'
const TAKES_NONE =
  /another orchestrator coordinates: studio-9 \(process 3\); it takes no orders: do it again when that one has ended/

describe.skipIf(!hasRedis)('while another machine coordinates', () => {
  let server: RedisServer
  let redis: Redis
  let varDir: string
  let environment: Record<string, string>
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
    redis = server.connect()
  })
  afterAll(() => server[Symbol.asyncDispose]())
  beforeEach(async () => {
    varDir = await newVar()
    const libraryDir = join(varDir, 'library')
    mkdirSync(libraryDir)
    writeFileSync(join(libraryDir, MARKER), 'the library')
    environment = { REDIS_URL: server.url, CLUSTER_NAME: randomUUID(), CLUSTER_LEASE: '2', LIBRARY_DIR: libraryDir }
    await tellLibrary(redis, prefixOf(environment.CLUSTER_NAME ?? ''), libraryDir)
  })

  const run = (...args: string[]) => orchestrator([...args, '--var', varDir], environment)
  const key = () => lockKey(prefixOf(environment.CLUSTER_NAME ?? ''))
  const hold = (mark: string) => redis.set(key(), mark)
  const box = () => boxOf(loadConfig({ varDir, environment }))

  function left(): string[] {
    const dir = join(varDir, 'library', '.orchestrator', 'orders')
    return existsSync(dir) ? readdirSync(dir) : []
  }

  /** As the one that coordinates. @returns what it was asked */
  async function answerOne(said: object): Promise<Order> {
    let [name] = await box().begin()
    for (; name === undefined; [name] = await box().begin()) await sleep(20)
    const order = Order.parse(JSON.parse((await box().read(name)) ?? ''))
    const answer = { by: 'process 3 on studio-9', said: { exitCode: 0, data: said, lines: [] } } satisfies Answer
    await box().answer(name, JSON.stringify(answer))
    return order
  }

  it('whoever takes orders says so where it says that it coordinates', async () => {
    for (const takes of [true, false]) {
      const asked = { redis, prefix: `{${randomUUID()}}`, node: 'one (process 1)', takesOrders: takes }
      await using seat = await coordinate({ ...asked, signal: AbortSignal.timeout(30_000) })
      expect(takesOrders(seat.mark)).toBe(takes)
    }
  })

  it('what would be done again is asked of it, and nothing of that stays', async () => {
    await hold(LOOP)
    const asked = run('retry', '--all', '--dry-run', '--json')
    expect(await answerOne({ again: ['forty'] })).toMatchObject({ command: 'retry', all: true, dryRun: true })
    const { code, stdout, stderr } = await asked
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('studio-9) did it\n') })
    expect(JSON.parse(stdout)).toEqual({ again: ['forty'] })
    expect(left()).toEqual([])
  })

  it('one that takes no orders is given none; what changes nothing is told of this machine, which is said', async () => {
    await hold(BATCH)
    const [ordered, listed, dry] = await Promise.all([run('retry', '--all'), run('retry'), run('retry', '--dry-run')])
    expect(ordered).toMatchObject({ code: 75, stdout: '', stderr: expect.stringMatching(TAKES_NONE) })
    expect(listed).toMatchObject({ code: 0, stdout: NOTHING, stderr: expect.stringContaining(OWN) })
    expect(dry).toMatchObject({ code: 0, stdout: NOTHING, stderr: expect.stringContaining(OWN) })
  })

  it('an order that nobody is there to obey any more is taken back, and done by the command', async () => {
    await hold(LOOP)
    const ordered = run('retry', '--all')
    await until('it is left', async () => left().some(file => file.endsWith('.order')))
    await redis.del(key())
    expect(await ordered).toMatchObject({ code: 0, stdout: NOTHING })
    expect(left()).toEqual([])
  })
  it('each command that only looks says whose state it shows, beside its one document', async () => {
    await hold(LOOP)
    const [told, plan] = await Promise.all([run('report', '--daily', '--json'), run('plan', '--json')])
    for (const { code, stdout, stderr } of [told, plan]) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(OWN) })
      expect(JSON.parse(stdout)).toBeTypeOf('object')
    }
  })

  it('what writes beside the loop does so where that loop coordinates, and nowhere else', async () => {
    await hold(LOOP)
    const row = ['workspace', 'add', 'Ada Low - Night Drive']
    const page = ['report', '--daily', '--notion']
    for (const refused of await Promise.all([run(...row), run(...page)])) {
      expect(refused).toMatchObject({ code: 75, stdout: '' })
      expect(refused.stderr).toContain('another orchestrator coordinates: studio-9 (process 3)')
    }
    const name = { pid: process.pid, since: new Date().toISOString(), store: 'open' }
    writeFileSync(join(varDir, 'instance.json'), JSON.stringify(name))
    await hold(`2 ${nodeName()} orders-word`)
    expect(await run(...row)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Music Tracks: Ada Low/) })
  })
})
