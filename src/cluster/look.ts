// What a cluster is doing, for people: reads only.

import type { Config } from '../config.ts'
import { atMost } from '../queue/unless-aborted.ts'
import { connectRedis, prefixOf } from './connect.ts'
import { type ClusterNode, nodesOf } from './nodes.ts'
import { PIECE_KINDS, type PieceKind } from './piece.ts'
import { closeAll, openPieceQueues } from './pieces.ts'
import { logKeys } from './state-log.ts'

export interface ClusterLook {
  machines: ClusterNode[]
  pieces: Record<PieceKind, { waiting: number; running: number; failed: number }>
  /** Commits of its state so far. */
  commits: number
}

/** @throws ConfigFault, Environment of connectRedis */
export async function lookAtCluster({ settings }: Pick<Config, 'settings'>): Promise<ClusterLook> {
  await using opened = new AsyncDisposableStack()
  const redis = await connectRedis(settings.REDIS_URL ?? '')
  opened.defer(() => redis.disconnect())
  const prefix = prefixOf(settings.CLUSTER_NAME)
  const queues = openPieceQueues({ redis, prefix, leaseMs: settings.CLUSTER_LEASE * 1000, onError: () => {} })
  opened.defer(() => atMost(1000, closeAll(queues)))
  const counts = async (kind: PieceKind) => ({
    waiting: await queues[kind].count('waiting'),
    running: await queues[kind].count('running'),
    failed: await queues[kind].count('quarantined'),
  })
  return {
    machines: await nodesOf(redis, prefix),
    pieces: { track: await counts('track'), library: await counts('library') },
    commits: Number((await redis.hget(logKeys(prefix).head, 'seq')) ?? 0),
  }
}

export function clusterLines({ machines, pieces, commits }: ClusterLook): string[] {
  const running = machines.reduce((sum, one) => sum + one.running, 0)
  const waiting = PIECE_KINDS.reduce((sum, kind) => sum + pieces[kind].waiting, 0)
  const aside = PIECE_KINDS.reduce((sum, kind) => sum + pieces[kind].failed, 0)
  return [
    `Cluster: ${machines.length} ${machines.length === 1 ? 'machine' : 'machines'}, ${running} pieces of audio work running, ${waiting} waiting${aside > 0 ? `, ${aside} set aside` : ''}; ${commits} commits`,
    ...machines.map(machineLine),
  ]
}

const ROLES = { coordinator: 'coordinates', waits: 'would take over', worker: 'works' } as const

function machineLine({ host, role, kinds, concurrency, running, done, heard }: ClusterNode): string {
  const takes =
    kinds.length === 0 ? '' : `, ${running} of ${concurrency} places in use, ${done} done (${kinds.join(', ')})`
  return `  ${host}: ${ROLES[role]}${takes}, heard ${heard} s ago`
}
