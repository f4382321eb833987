// What a cluster is doing: reads only.

import type { Config } from '../../config.ts'
import { Environment } from '../../errors.ts'
import { openRedisCounts, type QueueCounts } from '../../queue/redis-counts.ts'
import { atMost, unlessAborted } from '../../queue/unless-aborted.ts'
import type { PieceKind } from '../audio-work/piece.ts'
import { byKind, closeAll } from '../audio-work/pieces.ts'
import { connectRedis, prefixOf, type Redis } from '../connect.ts'
import { holderIn, lockKey } from '../coordinator.ts'
import { logKeys } from '../state/state-log.ts'
import { type ClusterNode, type GoneNode, readNodes } from './nodes.ts'

export interface ClusterLook {
  machines: ClusterNode[]
  /** Those that were there, the last ones first. */
  gone: GoneNode[]
  /** Null: nobody does. */
  coordinator: { host: string; fence: number } | null
  pieces: Record<PieceKind, QueueCounts>
  /** Of the state: how many commits there were, and how many since its last whole copy. */
  log: { commits: number; sinceCopy: number; fence: number }
}

export interface ClusterReader extends AsyncDisposable {
  /** @param patience as for readNodes */
  read(patience?: number): Promise<ClusterLook>
}

interface ReaderOptions {
  redis: Redis
  prefix: string
  onError?: (error: unknown) => void
}

const CLOSING_MS = 1_000
const PATIENCE_MS = 3_000

export function openClusterReader({ redis, prefix, onError }: ReaderOptions): ClusterReader {
  const counts = byKind(name => openRedisCounts({ connection: redis, prefix, name, onError }))
  return {
    async read(patience) {
      const [nodes, mark, head, track, library] = await Promise.all([
        readNodes(redis, prefix, patience),
        redis.get(lockKey(prefix)),
        redis.hgetall(logKeys(prefix).head),
        counts.track.look(),
        counts.library.look(),
      ])
      const coordinator = mark === null ? null : { host: holderIn(mark), fence: Number.parseInt(mark, 10) }
      return {
        machines: nodes.there.map(node => asSeated(node, coordinator?.host)),
        gone: nodes.gone,
        coordinator,
        pieces: { track, library },
        log: logOf(head),
      }
    },
    async [Symbol.asyncDispose]() {
      await atMost(CLOSING_MS, closeAll(counts))
    },
  }
}

/** One that was killed is heard no more, and said last that it coordinates. */
const asSeated = (node: ClusterNode, holder: string | undefined): ClusterNode =>
  node.role === 'coordinator' && node.host !== holder ? { ...node, role: 'unknown' } : node

function logOf({ seq = '0', fence = '0', snapshot = '0' }: Record<string, string>): ClusterLook['log'] {
  const copied = Number.parseInt(snapshot, 10)
  return { commits: Number(seq), sinceCopy: Math.max(0, Number(seq) - copied), fence: Number(fence) }
}

/** @throws ConfigFault, Environment of connectRedis, soon */
export async function lookAtCluster({ settings }: Pick<Config, 'settings'>): Promise<ClusterLook> {
  await using opened = new AsyncDisposableStack()
  const redis = await connectRedis(settings.REDIS_URL ?? '', { withinMs: PATIENCE_MS })
  opened.defer(() => redis.disconnect())
  const reader = opened.use(openClusterReader({ redis, prefix: prefixOf(settings.CLUSTER_NAME) }))
  const limit = AbortSignal.timeout(PATIENCE_MS)
  return await unlessAborted(reader.read(), limit).catch(error => {
    if (!limit.aborted) throw error
    throw new Environment('Redis does not answer (REDIS_URL)', { cause: error })
  })
}
