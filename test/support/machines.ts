// Several machines over one Redis, one Notion and one library: each the program in its own process, with a var/ of its own.

import { mkdtemp, readdir, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ClusterNode, nodesOf } from '../../src/cluster/machines/nodes.ts'
import { type Bench, openBench, songsIn } from './bench.ts'
import { newVar, type RunningCli, startOrchestrator } from './cli.ts'
import { type RedisServer, startRedis } from './redis-server.ts'

/** Seconds; the tests do not wait longer than they must. */
export const LEASE = 3

export interface Machine extends RunningCli {
  varDir: string
  /** At once, as a power cut does. */
  kill(): Promise<void>
  /** As a person does. */
  stop(): Promise<number>
}

export interface Machines extends AsyncDisposable {
  bench: Bench
  redis: RedisServer
  libraryDir: string
  start(args: readonly string[], environment?: Record<string, string>): Promise<Machine>
  /** A worker that sees the library at another path. */
  worker(args?: readonly string[], environment?: Record<string, string>): Promise<Machine>
  nodes(): Promise<ClusterNode[]>
  /** Pieces of work that were begun and not told. */
  tries(): Promise<string[]>
  /** Audio files of the library, by their path. */
  songs(): Promise<string[]>
}

export async function startMachines(environment: Record<string, string> = {}): Promise<Machines> {
  const place = await mkdtemp(join(tmpdir(), 'machines-'))
  const libraryDir = join(place, 'library')
  const bench = await openBench({ AUDIO_FORMATS: 'wav', ...environment })
  const redis = await startRedis()
  const client = redis.connect()
  const env = { CLUSTER_LEASE: `${LEASE}`, ...bench.env, REDIS_URL: redis.url, LIBRARY_DIR: libraryDir }
  const machines: Machine[] = []

  async function start(args: readonly string[], more: Record<string, string> = {}): Promise<Machine> {
    const varDir = await newVar()
    const running = startOrchestrator([...args, '--var', varDir], { ...env, ...more })
    const machine: Machine = {
      ...running,
      varDir,
      async kill() {
        running.child.kill('SIGKILL')
        await running.ended
      },
      async stop() {
        running.child.kill('SIGTERM')
        return (await running.ended).code
      },
    }
    machines.push(machine)
    return machine
  }

  return {
    bench,
    redis,
    libraryDir,
    start,
    async worker(args = [], more = {}) {
      const mount = join(place, `mount-${machines.length}`)
      await symlink(libraryDir, mount)
      return start(['worker', '--concurrency', '1', ...args], { LIBRARY_DIR: mount, ...more })
    },
    nodes: () => nodesOf(client, '{orchestrator}'),
    tries: () => readdir(join(libraryDir, '.orchestrator', 'tries')).catch(() => []),
    songs: () => songsIn(libraryDir),
    async [Symbol.asyncDispose]() {
      for (const { child } of machines) child.kill('SIGKILL')
      await Promise.all(machines.map(({ ended }) => ended))
      await redis[Symbol.asyncDispose]()
      await bench[Symbol.asyncDispose]()
    },
  }
}

/** Looks until it is so. */
export async function until(what: string, isSo: () => Promise<boolean>, withinMs = 60_000): Promise<number> {
  const began = performance.now()
  while (!(await isSo())) {
    if (performance.now() - began > withinMs) throw new Error(`it did not come about: ${what}`)
    await sleep(25)
  }
  return performance.now() - began
}
