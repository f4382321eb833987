// A cluster on several hosts: Redis, Notion and songs on the one of the test, each machine of the cluster on a host of its own.

import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockKey } from '../../src/cluster/coordinator.ts'
import { type ClusterNode, nodesOf } from '../../src/cluster/machines/nodes.ts'
import { type Bench, openBench, songsIn } from './bench.ts'
import { newVar, type RunningCli } from './cli.ts'
import { type Host, type Hosts, openHosts } from './hosts.ts'
import { until } from './machines.ts'
import { type RedisServer, startRedis } from './redis-server.ts'

export interface HostCluster extends AsyncDisposable {
  hosts: Hosts
  bench: Bench
  redis: RedisServer
  host(name: string): Host
  coordinator(name: string): Promise<RunningCli>
  worker(name: string, environment?: Record<string, string>): Promise<RunningCli>
  addSong(seconds: number): Promise<string>
  /** The name of the host that coordinates. */
  coordinates(): Promise<string | undefined>
  nodes(): Promise<ClusterNode[]>
  /** Starts of pieces that were not told yet: `track-<piece>-<start>-<random>`. */
  tries(): Promise<string[]>
  /** Rows with less or more than one file or one write. */
  notOnce(rows: readonly string[]): Promise<string[]>
  areDone(rows: readonly string[]): Promise<boolean>
}

const PREFIX = '{orchestrator}'

export async function openHostCluster(
  names: readonly string[],
  environment: Record<string, string> = {},
): Promise<HostCluster> {
  await using opening = new AsyncDisposableStack()
  const place = await mkdtemp(join(tmpdir(), 'hosts-'))
  opening.defer(() => rm(place, { recursive: true, force: true }))
  const bench = await openBench({ AUDIO_FORMATS: 'wav', ...environment })
  opening.defer(() => bench[Symbol.asyncDispose]())
  const hosts = opening.use(await openHosts(names))
  const redis = opening.use(
    await startRedis(['--bind', '127.0.0.1', hosts.address, '--protected-mode', 'no', '--appendfsync', 'everysec']),
  )
  const client = redis.connect()
  const notion = await hosts.offer(Number(new URL(bench.notionUrl).port))
  const songs = `${hosts.address}:${await hosts.offer(Number(bench.media.host.split(':')[1]))}`
  const libraryDir = join(place, 'library')
  const env = {
    ...bench.env,
    REDIS_URL: `redis://${hosts.address}:${redis.port}`,
    NOTION_BASE_URL: `http://${hosts.address}:${notion}`,
    ALLOW_PRIVATE_HOSTS: songs,
    LIBRARY_DIR: libraryDir,
    METADATA_PROVIDERS: '',
    EAGLE_ENABLED: 'false',
    COORDINATOR_WORKS: 'false',
  }
  const open = opening.move()
  let count = 0

  const host = (name: string): Host => {
    const found = hosts.all.find(one => one.name === name)
    if (!found) throw new Error(`there is no host ${name}`)
    return found
  }
  const start = async (name: string, args: readonly string[], more: Record<string, string> = {}) =>
    host(name).start([...args, '--var', await newVar()], { ...env, ...more })

  async function notOnce(rows: readonly string[]): Promise<string[]> {
    const files = await songsIn(libraryDir)
    const isOnce = (id: string) =>
      files.filter(name => name.includes(id.replaceAll('-', '').slice(-8))).length === 1 &&
      bench.writes.filter(line => line === `PATCH /v1/pages/${id}`).length === 1
    return rows.filter(id => !isOnce(id))
  }

  return {
    hosts,
    bench,
    redis,
    host,
    notOnce,
    coordinator: name => start(name, ['--no-music-sync', '--interval', '1']),
    worker: (name, more) => start(name, ['worker', '--concurrency', '1'], more),
    async addSong(seconds) {
      count += 1
      return bench.addTrack(
        `song${count}`,
        `http://${songs}/song${count}.wav?seconds=${seconds}&pitch=${400 + 37 * count}`,
      )
    },
    coordinates: async () => {
      const mark = (await client.get(lockKey(PREFIX))) ?? ''
      return hosts.all.find(({ name }) => mark.includes(`${name} `))?.name
    },
    nodes: () => nodesOf(client, PREFIX),
    tries: () => readdir(join(libraryDir, '.orchestrator', 'tries')).catch(() => []),
    areDone: async rows => (await Promise.all(rows.map(id => bench.row(id)))).every(({ downloaded }) => downloaded),
    async [Symbol.asyncDispose]() {
      await open.disposeAsync()
    },
  }
}

/** Waits for a start of a piece that is not known: those of hosts that were cut off stay. */
export async function begun({ tries }: Pick<HostCluster, 'tries'>, known: readonly string[] = []): Promise<string> {
  let name: string | undefined
  await until('a piece is begun', async () => {
    name = (await tries()).find(one => !known.includes(one))
    return name !== undefined
  })
  return name ?? ''
}

/** @returns ms until a piece that was begun is begun again by another start */
export async function takenOver({ tries }: Pick<HostCluster, 'tries'>, begun: string): Promise<number> {
  const piece = begun.split('-').slice(0, -2).join('-')
  return until(
    `the piece ${piece} is begun again`,
    async () => (await tries()).some(name => name !== begun && name.startsWith(`${piece}-`)),
    120_000,
  )
}
