// What is seen of a cluster from outside: by its own readers, by Prometheus, on the dashboard, by `status`.

import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { Queue } from 'bullmq'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openPieceQueues } from '../../src/cluster/audio-work/pieces.ts'
import type { Redis } from '../../src/cluster/connect.ts'
import { type Coordination, coordinate } from '../../src/cluster/coordinator.ts'
import { openClusterReader } from '../../src/cluster/machines/look.ts'
import { nodeName, nodesOf, readNodes, sayNode, type Told } from '../../src/cluster/machines/nodes.ts'
import { watchCluster } from '../../src/cluster/machines/watch.ts'
import { askCluster } from '../../src/commands/status-cluster.ts'
import { loadConfig } from '../../src/config.ts'
import { Environment } from '../../src/errors.ts'
import type { Now } from '../../src/web/dashboard/api.ts'
import { newVar, orchestrator } from '../support/cli.ts'
import { BEARER, openDashboardPlace } from '../support/dashboard-place.ts'
import { until } from '../support/machines.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'

const Status = z.object({
  cluster: z.object({ machines: z.array(z.object({ host: z.string() })) }).nullable(),
  clusterAway: z.string().optional(),
})
const never = new AbortController().signal
const BUSY: Told = {
  role: 'worker',
  kinds: ['track'],
  concurrency: 4,
  running: 1,
  done: 7,
  pieces: [{ label: 'Ada Low – Night Drive: check', seconds: 12, fraction: 0.5 }],
}
const NOTION = { NOTION_TOKEN: 'x', AGENT_TASKS_DB_ID: 'a'.repeat(32), TRACKS_DB_ID: 'b'.repeat(32) }
let server: RedisServer
let redis: Redis
let prefix: string

describe.skipIf(!hasRedis)('a cluster seen from outside', () => {
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
    redis = server.connect()
  })
  afterAll(() => server[Symbol.asyncDispose]())
  beforeEach(() => {
    prefix = `{${randomUUID()}}`
  })

  const say = (told: Partial<Told> = {}, id: string = randomUUID()) =>
    sayNode(redis, prefix, { id, look: () => ({ ...BUSY, ...told }) })
  const clock = async () => Number((await redis.time())[0])
  /** As a machine left it that was heard so long ago. */
  const heardBefore = async (seconds: number, said: object, id: string = randomUUID()) =>
    redis.hset(`${prefix}:nodes`, id, `${(await clock()) - seconds} ${JSON.stringify(said)}`)
  const lead = (): Promise<Coordination> => coordinate({ redis, prefix, node: 'studio-1 (process 1)', signal: never })

  describe('machines', () => {
    it('say what they are and do; one that is stopped says so', async () => {
      const said = say()
      await until('it is there', async () => (await nodesOf(redis, prefix)).length === 1)
      const [node] = await nodesOf(redis, prefix)
      expect(node).toMatchObject({ ...BUSY, host: nodeName(), version: expect.stringMatching(/^\d+\.\d+\.\d+/) })
      expect(node?.heard).toBeLessThan(20)
      await said[Symbol.asyncDispose]()
      expect(await readNodes(redis, prefix)).toMatchObject({ there: [], gone: [{ left: true, pieces: [] }] })
    })

    it('are told again as soon as they do something else', async () => {
      const told = { ...BUSY }
      await using _said = sayNode(redis, prefix, { id: 'one', look: () => told })
      await until('it is there', async () => (await nodesOf(redis, prefix))[0]?.done === 7)
      told.done = 8
      expect(await until('that is heard', async () => (await nodesOf(redis, prefix))[0]?.done === 8)).toBeLessThan(4000)
    })

    it('that vanished are remembered with what they had, until long after; those that left for an hour', async () => {
      const old = { pid: 1, ...BUSY }
      await heardBefore(19, { ...old, host: 'quiet' })
      await heardBefore(30, { ...old, host: 'lost' })
      await heardBefore(6 * 86_400, { ...old, host: 'long lost' })
      await heardBefore(8 * 86_400, { ...old, host: 'forgotten' })
      await heardBefore(3500, { ...old, host: 'left', left: true })
      await heardBefore(3700, { ...old, host: 'left long ago', left: true })
      const { there, gone } = await readNodes(redis, prefix)
      expect(there.map(({ host }) => host)).toEqual(['quiet'])
      expect(gone.map(({ host }) => host)).toEqual(['lost', 'left', 'long lost'])
      expect(gone[0]).toMatchObject({ isBack: false, pieces: [{ label: 'Ada Low – Night Drive: check' }] })
      await until('the rest is gone', async () => (await redis.hlen(`${prefix}:nodes`)) === 4)
    })

    it('that gave the seat back and joined anew are there, or went, once', async () => {
      const one = { ...BUSY, host: 'studio-2 (process 1)', pid: 1 }
      await heardBefore(60, one)
      await heardBefore(30, { ...one, left: true })
      expect((await readNodes(redis, prefix)).gone).toMatchObject([{ left: true }])
      await heardBefore(1, one)
      expect(await readNodes(redis, prefix)).toMatchObject({ there: [{ pid: 1 }], gone: [] })
    })

    it('are back when their machine came again after it; not when another process of it went on', async () => {
      const gone = { ...BUSY, machine: 'studio-2' }
      await heardBefore(60, { ...gone, host: 'studio-2 (process 1)', pid: 1 })
      await heardBefore(1, { ...gone, host: 'studio-2 (process 2)', pid: 2, there: 300 })
      const isBack = async () => (await readNodes(redis, prefix)).gone.map(one => one.isBack)
      expect(await isBack()).toEqual([false])
      await heardBefore(1, { ...gone, host: 'studio-2 (process 3)', pid: 3, there: 5 })
      expect(await isBack()).toEqual([true])
    })

    it('of another version are shown, whatever they say', async () => {
      await heardBefore(2, { host: 'newer (process 9)', role: 'archivist', lanes: 4 })
      await redis.hset(`${prefix}:nodes`, 'x', `${await clock()} what is this`)
      expect((await nodesOf(redis, prefix)).map(({ host, role }) => [host, role])).toEqual([
        ['a machine of another version', 'unknown'],
        ['newer (process 9)', 'unknown'],
      ])
    })
  })

  it('one that was killed coordinates no more when another has the seat', async () => {
    const said = { ...BUSY, role: 'coordinator', pid: 1 }
    await heardBefore(9, { ...said, host: 'studio-9 (process 1)' })
    await heardBefore(1, { ...said, host: 'studio-1 (process 1)' })
    await using _seat = await lead()
    await using reader = openClusterReader({ redis, prefix })
    const { machines } = await reader.read()
    expect(machines.map(({ host, role }) => [host, role])).toEqual([
      ['studio-1 (process 1)', 'coordinator'],
      ['studio-9 (process 1)', 'unknown'],
    ])
  })

  it('its pieces are counted, and a queue that a person paused is told', async () => {
    const queues = openPieceQueues({ redis, prefix, leaseMs: 5000, onError: () => {} })
    const pool = 'tracks' as const
    const job = { pool, lane: 'here', handler: 'check', input: {}, label: 'x', because: '', priority: 1 }
    await queues.track.enqueue(['a', 'b', 'c'].map(key => ({ ...job, key, wish: key })))
    await queues.track.claim({ pool, limit: 1 })
    const board = new Queue('library', { connection: redis, prefix })
    await board.pause()
    await using reader = openClusterReader({ redis, prefix })
    const { pieces, coordinator } = await reader.read()
    expect(pieces).toEqual({
      track: { waiting: 2, running: 1, failed: 0, isPaused: false },
      library: { waiting: 0, running: 0, failed: 0, isPaused: true },
    })
    expect(coordinator).toBeNull()
    await board.close()
    await Promise.all([queues.track, queues.library].map(queue => queue[Symbol.asyncDispose]()))
  })

  describe('by the machine that coordinates', () => {
    let open: AsyncDisposableStack
    beforeEach(() => {
      open = new AsyncDisposableStack()
    })
    afterEach(() => open.disposeAsync())
    const watch = async (times?: Parameters<typeof watchCluster>[2]) => {
      const { fence } = open.use(await lead())
      const watching = { redis, prefix, onError: () => {} }
      return open.use(await watchCluster(watching, { fence, signal: never }, { lookMs: 20, ...times }))
    }

    it('it knows whether it still does', async () => {
      const cluster = await watch()
      expect([cluster.hasSeat, cluster.last.coordinator]).toEqual([true, { host: 'studio-1 (process 1)', fence: 1 }])
      await redis.set(`${prefix}:coordinator`, '2 studio-9 (process 3) word')
      await until('it sees that', async () => !cluster.hasSeat)
      expect(cluster.last.coordinator?.fence).toBe(2)
    })

    it('silence of machines is theirs only after Redis was heard for some time', async () => {
      let now = 0
      const cluster = await watch({ monotonic: () => now })
      const seen = async () => {
        const { version } = cluster
        await until('it looks again', async () => cluster.version > version + 1)
        return [cluster.last.machines.length, cluster.last.gone.length]
      }
      await heardBefore(40, { ...BUSY, host: 'quiet' })
      expect(await seen()).toEqual([1, 0])
      for (let step = 0; step < 3; step += 1) {
        now += 4000
        await seen()
      }
      expect(await seen()).toEqual([0, 1])
      now += 30_000 // Redis was away
      expect(await seen()).toEqual([1, 0])
    })

    it('Prometheus and the dashboard are told; a machine that went is in the scrape no more', async () => {
      const worker = say({}, 'worker')
      const cluster = await watch()
      const place = open.use(await openDashboardPlace({}, cluster))
      const scrape = async () => (await place.get('/metrics')).text()
      await until('it is heard', async () => cluster.last.machines.length === 1)
      const labels = `machine="${cluster.last.machines[0]?.machine}",pid="${process.pid}"`
      const text = await scrape()
      for (const line of [
        'orchestrator_machines{role="worker"} 1',
        'orchestrator_machines{role="waits"} 0',
        `orchestrator_machine_places{${labels}} 4`,
        `orchestrator_machine_running{${labels}} 1`,
        `orchestrator_machine_done_total{${labels}} 7`,
        'orchestrator_pieces{kind="track",state="waiting"} 0',
        'orchestrator_coordinator 1',
        'orchestrator_coordinator_fence 1',
        'orchestrator_cluster_commits_total 0',
      ])
        expect(text).toContain(`\n${line}\n`)
      expect(text).toMatch(new RegExp(`^orchestrator_machine_heard_seconds\\{${labels}\\} [\\d.]+$`, 'm'))
      expect(text).toMatch(
        new RegExp(`^orchestrator_machine_info\\{${labels},role="worker",version="[\\d.]+.*"\\} 1$`, 'm'),
      )
      const { cluster: shown } = await place.json<Now>('/api/now')
      expect(shown).toMatchObject({
        machines: [{ name: nodeName(), role: 'worker', places: 4, running: 1, done: 7, isOther: true }],
        pieces: { waiting: 0, running: 0, setAside: 0 },
        gone: [],
      })
      const [piece] = shown?.machines[0]?.pieces ?? []
      expect(piece).toMatchObject({ label: 'Ada Low – Night Drive: check', fraction: 0.5 })
      expect(Math.abs((piece?.since ?? 0) - (Date.now() - 12_000))).toBeLessThan(10_000)
      const events = await fetch(`${place.url}/api/events`, { headers: BEARER })
      await worker[Symbol.asyncDispose]()
      await until('it is seen', async () => cluster.last.machines.length === 0)
      expect(await scrape()).not.toContain(labels)
      const stream = events.body?.pipeThrough(new TextDecoderStream())
      let heard = ''
      for await (const part of stream ?? []) {
        heard += part
        if (heard.includes('"how":"stopped"')) break
      }
      expect(heard).toContain(`"name":${JSON.stringify(nodeName())}`)
    })
  })

  it('without one, nothing of it is told', async () => {
    await using place = await openDashboardPlace()
    expect(await place.json<Now>('/api/now')).not.toHaveProperty('cluster')
    const text = await (await place.get('/metrics')).text()
    expect(text).toContain('orchestrator_jobs')
    expect(text).not.toMatch(/orchestrator_(machine|pieces|coordinator|cluster)/)
  })

  it('status of a machine that only works tells of the cluster alone, and makes no workspace', async () => {
    const varDir = await newVar()
    const environment = { REDIS_URL: server.url, LIBRARY_DIR: `${varDir}/library`, CLUSTER_NAME: prefix.slice(1, -1) }
    const config = loadConfig({ varDir, environment })
    const first = await askCluster(config)
    expect([first.isAll, first.elsewhere]).toEqual([false, undefined]) // nobody coordinates: it may be the first
    await redis.hset(`${prefix}:log:head`, { seq: 7, fence: 1 })
    const later = await askCluster(config)
    expect([later.isAll, later.elsewhere]).toEqual([
      true,
      expect.stringMatching(/; another machine coordinated last\.$/),
    ])
    await redis.del(`${prefix}:log:head`)
    await using _seat = await lead()
    const told = await askCluster(config)
    expect(told.isAll).toBe(true)
    expect(told.elsewhere).toMatch(/; studio-1 \(process 1\) has what the cluster knows\.$/)
    expect((await askCluster(loadConfig({ varDir, environment: { ...environment, ...NOTION } }))).isAll).toBe(false)
    rmSync(varDir, { recursive: true })
  })

  it('status tells it on any machine, also that Redis is away or does not answer', async () => {
    const varDir = await newVar()
    const environment = { REDIS_URL: server.url, LIBRARY_DIR: `${varDir}/library`, CLUSTER_NAME: prefix.slice(1, -1) }
    await using _said = sayNode(redis, `{${environment.CLUSTER_NAME}}`, { id: 'one', look: () => BUSY })
    const status = async (more: Record<string, string> = {}) => {
      const { code, stdout } = await orchestrator(['status', '--json', '--var', varDir], { ...environment, ...more })
      return { code, ...Status.parse(JSON.parse(stdout)) }
    }
    expect(await status()).toMatchObject({ code: 0, cluster: { machines: [{ host: nodeName() }] } })
    const away = await startRedis()
    await away[Symbol.asyncDispose]()
    const refused = await status({ REDIS_URL: away.url })
    expect(refused).toMatchObject({ code: 1, cluster: null })
    expect(refused.clusterAway).toMatch(/^Redis cannot be reached \(REDIS_URL\): .*ECONNREFUSED/)
    process.kill(server.pid(), 'SIGSTOP')
    const silent = await askCluster(loadConfig({ varDir, environment })).finally(() =>
      process.kill(server.pid(), 'SIGCONT'),
    )
    const why = 'Redis cannot be reached (REDIS_URL): no answer within 3 s'
    expect(silent.data).toEqual({ cluster: null, clusterAway: why })
    expect(silent.lines).toEqual([`Cluster: what its machines do is not known now: ${why}`])
    expect(silent.fault).toBeInstanceOf(Environment)
    rmSync(varDir, { recursive: true })
  })
})
