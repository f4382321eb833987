// A machine that only works: it needs Redis, the shared library and the audio programs; it asks no service and keeps no state.

import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config.ts'
import { Environment, messageOf } from '../errors.ts'
import type { Log } from '../log.ts'
import { audiosOf } from './audios.ts'
import { connectRedis, prefixOf } from './connect.ts'
import { nodeName, sayNode } from './nodes.ts'
import { PIECE_KINDS, type PieceKind } from './piece.ts'
import { closeAll, openPieceQueues } from './pieces.ts'
import { requireSharedLibrary, requireWritable } from './shared-library.ts'
import { work } from './work.ts'

export interface WorkerOptions {
  concurrency: number
  /** Default: all kinds. */
  only?: PieceKind
  signal: AbortSignal
  log: Log
}

/** Works until the signal; what runs then is handed back. @throws ConfigFault, Environment when the machine is not fit */
export async function runWorker(config: Config, { concurrency, only, signal, log }: WorkerOptions): Promise<number> {
  await using opened = new AsyncDisposableStack()
  const { libraryDir } = config
  let lastError = ''
  const onError = (error: unknown) => {
    if (lastError !== messageOf(error)) log.warn({ reason: messageOf(error) }, 'Redis did not do what it was asked for')
    lastError = messageOf(error)
  }
  const redis = await connectRedis(config.settings.REDIS_URL ?? '', { onError })
  opened.defer(() => redis.disconnect())
  const prefix = prefixOf(config.settings.CLUSTER_NAME)
  const checkLibrary = () => requireSharedLibrary(redis, prefix, libraryDir)
  await untilFit(() => checkLibrary().then(() => requireWritable(libraryDir)), { signal, log })
  if (signal.aborted) return 0
  const leaseMs = config.settings.CLUSTER_LEASE * 1000
  const queues = openPieceQueues({ redis, prefix, leaseMs, onError })
  opened.defer(() => closeAll(queues))
  const kinds = only ? [only] : [...PIECE_KINDS]
  const taken = kinds.map(kind => queues[kind])
  const working = work({ queues: taken, libraryDir, audioOf: audiosOf(config), checkLibrary, concurrency, signal, log })
  const look = () => ({
    host: nodeName(),
    pid: process.pid,
    role: 'worker' as const,
    kinds,
    concurrency,
    running: working.running,
    done: working.done,
  })
  opened.use(sayNode(redis, prefix, { id: randomUUID(), look }))
  log.info({ concurrency, kinds: kinds.join(', ') }, 'this machine takes work')
  await working.ended
  log.info({ done: working.done }, 'this machine takes no more work')
  return working.done
}

const LOOK_AGAIN_MS = 1_000

/** A volume that is not mounted yet, or a cluster that nobody coordinates yet, is waited for. */
async function untilFit(
  look: () => Promise<void>,
  { signal, log }: Pick<WorkerOptions, 'signal' | 'log'>,
): Promise<void> {
  let said = ''
  while (!signal.aborted) {
    try {
      return await look()
    } catch (error) {
      if (!(error instanceof Environment)) throw error
      if (said !== error.message) log.warn({}, `waiting: ${error.message}`)
      said = error.message
      await sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {})
    }
  }
}
