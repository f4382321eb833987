// A cluster on hosts of its own whose cables are drawn in the middle of work: node scripts/bench/cluster-hosts.ts (as root, on Linux).

import { begun, type HostCluster, openHostCluster, takenOver } from '../../test/support/host-cluster.ts'
import { whyNoHosts } from '../../test/support/hosts.ts'
import { until } from '../../test/support/machines.ts'
import { hasRedis } from '../../test/support/redis-server.ts'
import type { Row } from './measure.ts'

const WORKERS = ['w1', 'w2', 'w3']
const COORDINATORS = ['c1', 'c2']
const WORKER_CUTS = 20
const COORDINATOR_CUTS = 8
const SONG_SECONDS = 60
/** A piece takes so long at least: its host is cut off in the middle of it. */
const PIECE_MS = 5_000
const WITHIN_MS = 180_000

if (import.meta.main) {
  const lacks = whyNot()
  if (lacks !== undefined) console.error(`skipped: ${lacks}`)
  else for (const { what, measured, limit } of await hostRows()) console.log(`| ${what} | ${measured} | ${limit} |`)
  process.exit(lacks === undefined ? 0 : 1)
}

function whyNot(): string | undefined {
  return hasRedis ? whyNoHosts() : 'there is no redis-server'
}

export async function hostRows(): Promise<Row[]> {
  const row = (what: string, measured: string, limit = ''): Row => ({ what, measured, baseline: '', ratio: '', limit })
  const lacks = whyNot()
  if (lacks !== undefined) return [row('hosts that are cut off', `skipped: ${lacks}`)]
  await using cluster = await openHostCluster([...COORDINATORS, ...WORKERS])
  await start(cluster)
  const rows: string[] = []
  const pieces = await repeated(WORKER_CUTS, () => cutWorker(cluster, rows))
  const seats = await repeated(COORDINATOR_CUTS, () => cutCoordinator(cluster, rows))
  const { delayMs } = cluster.hosts
  const way = delayMs ? `${delayMs} ms on the way` : 'no delay on the way: the kernel has no netem'
  const wrong = await cluster.notOnce(rows)
  return [
    row(`a piece of a host that was cut off, until another has it (${WORKER_CUTS}; ${way})`, times(pieces), '45 s'),
    row(`the seat of a host that was cut off, until another has it (${COORDINATOR_CUTS})`, times(seats), '45 s'),
    row(`their ${rows.length} tracks: without a file or a write, or with two`, `${wrong.length}`, '0'),
  ]
}

async function start(cluster: HostCluster): Promise<void> {
  for (const name of COORDINATORS) {
    await cluster.coordinator(name)
    await until('one coordinates', async () => (await cluster.coordinates()) !== undefined, WITHIN_MS)
  }
  for (const name of WORKERS) await cluster.worker(name, { FAILPOINTS: `piece.begun=delay:${PIECE_MS}` })
  for (const name of WORKERS) await untilFree(name, cluster)
}

async function repeated(count: number, cut: () => Promise<number>): Promise<number[]> {
  const all: number[] = []
  for (let n = 1; n <= count; n += 1) {
    all.push(await cut())
    process.stderr.write(`a host is cut off, ${n} of ${count}: ${times(all.slice(-1))}\n`)
  }
  return all
}

async function cutWorker(cluster: HostCluster, rows: string[]): Promise<number> {
  const known = await cluster.tries()
  rows.push(await cluster.addSong(SONG_SECONDS))
  const held = await begun(cluster, known)
  const works = async () => (await cluster.nodes()).find(({ role, running }) => role === 'worker' && running > 0)
  await until('a worker says that it works', async () => (await works()) !== undefined, WITHIN_MS)
  const name = nameOf(await works())
  cluster.host(name).cut()
  const took = await takenOver(cluster, held)
  await until('it is done', () => cluster.areDone(rows), WITHIN_MS)
  cluster.host(name).mend()
  await untilFree(name, cluster)
  return took
}

async function cutCoordinator(cluster: HostCluster, rows: string[]): Promise<number> {
  const known = await cluster.tries()
  rows.push(await cluster.addSong(SONG_SECONDS))
  await begun(cluster, known)
  const old = (await cluster.coordinates()) ?? ''
  cluster.host(old).cut()
  const isOther = async () => ![old, undefined].includes(await cluster.coordinates())
  const took = await until('another coordinates', isOther, WITHIN_MS)
  cluster.host(old).mend()
  await until('it is done', () => cluster.areDone(rows), WITHIN_MS)
  const waits = async () => (await cluster.nodes()).some(node => nameOf(node) === old && node.role === 'waits')
  await until(`${old} waits`, waits, WITHIN_MS)
  return took
}

function nameOf(node?: { host: string }): string {
  return node?.host.split(' ')[0] ?? ''
}

async function untilFree(name: string, { nodes }: HostCluster): Promise<void> {
  const isFree = async () => (await nodes()).some(node => nameOf(node) === name && node.running === 0)
  await until(`${name} is free`, isFree, WITHIN_MS)
}

function times(all: readonly number[]): string {
  const sorted = all.toSorted((a, b) => a - b)
  const at = (part: number) =>
    ((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) / 1000).toFixed(1)
  return `p50 ${at(0.5)} s, p95 ${at(0.95)} s`
}
