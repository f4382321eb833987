// The queues of pieces of work, one a kind, as they are called in Redis.

import { openRedisQueue, type RedisQueue } from '../../queue/redis.ts'
import { openRedisEnds, type RedisEnds } from '../../queue/redis-ends.ts'
import type { Redis } from '../connect.ts'
import { PIECE_KINDS, type PieceKind } from './piece.ts'

interface Opened {
  redis: Redis
  prefix: string
  leaseMs: number
  onError: (error: unknown) => void
}

export type PieceQueues = Record<PieceKind, RedisQueue>

/** How often in a lease it is looked for work of machines that are gone. */
const LOOKS = 3

/** One for each kind. */
export const byKind = <T>(open: (kind: PieceKind) => T): Record<PieceKind, T> => ({
  track: open('track'),
  library: open('library'),
})

export const openPieceQueues = (opened: Opened): PieceQueues =>
  byKind(name => openRedisQueue({ ...opened, name, lookMs: opened.leaseMs / LOOKS }))

export const openPieceEnds = (
  { redis, prefix, onError }: Omit<Opened, 'leaseMs'>,
  queues: PieceQueues,
): Record<PieceKind, RedisEnds> =>
  byKind(name => openRedisEnds({ prefix, onError, connection: redis, queue: queues[name], name }))

export async function closeAll(all: Record<PieceKind, AsyncDisposable>): Promise<void> {
  await Promise.all(PIECE_KINDS.map(kind => all[kind][Symbol.asyncDispose]()))
}
