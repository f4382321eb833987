// One run of a cluster: a coordinator that only coordinates, workers of a share of a core each, and what their tracks took.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { nodesOf } from '../../src/cluster/machines/nodes.ts'
import { type Bench, openBench } from '../../test/support/bench.ts'
import { newVar, startOrchestrator } from '../../test/support/cli.ts'
import { until } from '../../test/support/machines.ts'
import { type RedisServer, startRedis } from '../../test/support/redis-server.ts'
import { CLUSTER, markOf, type Taken, takenBetween } from './cluster-taken.ts'
import { newFolder } from './measure.ts'
import { openShare, type Share } from './share.ts'
import { type SongServer, serveSongs } from './songs.ts'

export interface ClusterRun {
  songsDir: string
  songs: readonly string[]
  workers: number
  /** Of a worker. */
  cores: number
  /** So many tracks are measured, while all workers have work. */
  tracks: number
}

interface Cluster extends AsyncDisposable {
  bench: Bench
  redis: RedisServer
  songs: SongServer
  /** The coordinator's first. */
  shares: readonly Share[]
}

const WITHIN_MS = 240_000
const IDLE_MS = 10_000
/** A song of four minutes takes ten seconds. */
const BYTES_PER_SECOND = 1_000_000

export interface Ran {
  taken: Taken
  /** What having nothing to do took. */
  idle: Taken
  /** Part of the time in which a worker had a piece, however busy the machine was. */
  held: number
}

export async function runCluster(run: ClusterRun): Promise<Ran> {
  await using cluster = await openCluster(run)
  const { bench, redis, songs, shares } = cluster
  let requests = 0
  let finished = 0
  const mark = () => markOf({ shares, redis, requests })
  const marks = [Promise.withResolvers<Taken>(), Promise.withResolvers<Taken>()]
  bench.setFault((method, path) => {
    requests += 1
    if (method !== 'PATCH' || !path.startsWith('/v1/pages/')) return undefined
    finished += 1 // a track is told in one write
    if (finished === run.workers) marks[0]?.resolve(mark())
    if (finished === run.workers + run.tracks) marks[1]?.resolve(mark())
    return undefined
  })
  const before = await mark()
  await sleep(IDLE_MS)
  const idle = takenBetween(before, await mark())
  for (const [n, song] of run.songs.entries()) await bench.addTrack(`Bench ${n}`, songs.url(song))
  const from = await marks[0]?.promise
  const held = startHeld(cluster)
  const to = await marks[1]?.promise
  if (!from || !to) throw new Error('there are two marks')
  return { taken: takenBetween(from, to), idle, held: held() }
}

/** Looks each second, as often as workers say it. */
function startHeld({ redis }: Cluster): () => number {
  const client = redis.connect()
  const seen: number[] = []
  const look = async () => seen.push(...(await nodesOf(client, CLUSTER)).filter(isWorker).map(({ running }) => running))
  const looks = setInterval(() => void look().catch(() => {}), 1000)
  return () => {
    clearInterval(looks)
    return seen.reduce((sum, running) => sum + running, 0) / seen.length
  }
}

/** All its machines are there, and have nothing to do. */
async function openCluster({ songsDir, workers, cores }: ClusterRun): Promise<Cluster> {
  await using opening = new AsyncDisposableStack()
  const place = await newFolder()
  opening.defer(() => rm(place, { recursive: true, force: true }))
  const songs = opening.use(await serveSongs(songsDir, { bytesPerSecond: BYTES_PER_SECOND }))
  const bench = await openBench({ ALLOW_PRIVATE_HOSTS: songs.host, AUDIO_FORMATS: 'm4a,wav,aiff' })
  opening.defer(() => bench[Symbol.asyncDispose]())
  const redis = opening.use(await startRedis(['--appendfsync', 'everysec']))
  const own = { REDIS_URL: redis.url, LIBRARY_DIR: join(place, 'library'), METADATA_PROVIDERS: '' }
  const environment = { ...bench.env, ...own, EAGLE_ENABLED: 'false', COORDINATOR_WORKS: 'false' }
  const shares: Share[] = []

  async function start(name: string, args: readonly string[], part?: number): Promise<void> {
    const share = opening.use(await openShare(`orchestrator-bench-${name}`, part))
    shares.push(share)
    const { child, ended } = startOrchestrator([...args, '--var', await newVar()], environment)
    opening.defer(async () => {
      child.kill('SIGKILL')
      await ended
    })
    await share.take(child.pid ?? 0)
  }

  await start('coordinator', ['--no-music-sync', '--interval', '5'])
  for (let n = 0; n < workers; n += 1) await start(`worker-${n}`, ['worker', '--concurrency', '1'], cores)
  const client = redis.connect()
  const areThere = async () => (await nodesOf(client, CLUSTER)).filter(isWorker).length === workers
  await until('all workers are there', areThere, WITHIN_MS)
  const open = opening.move()
  return { bench, redis, songs, shares, [Symbol.asyncDispose]: () => open.disposeAsync() }
}

const isWorker = ({ role }: { role: string }) => role === 'worker'
