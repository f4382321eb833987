// Takes audio work of the cluster until it is stopped.

import { join } from 'node:path'
import type { PieceKind } from '../cluster/piece.ts'
import { runWorker } from '../cluster/worker.ts'
import { hideSecrets, loadConfig, secretsOf } from '../config.ts'
import { ConfigFault, UsageFault } from '../errors.ts'
import { armFailpoints } from '../failpoint.ts'
import { openLog } from '../log.ts'
import { type GlobalFlags, print, stopOnSignals, wholeNumber } from './with-app.ts'

export interface WorkerFlags extends GlobalFlags {
  concurrency?: number
  only?: PieceKind
}

export async function worker(flags: WorkerFlags): Promise<number> {
  if (flags.dryRun) throw new UsageFault('a worker has no dry run: `orchestrator doctor --worker` only looks')
  const config = loadConfig({ varDir: flags.var })
  hideSecrets()
  armFailpoints(config.failpoints)
  if (config.settings.REDIS_URL === undefined)
    throw new ConfigFault('REDIS_URL is missing: a worker takes its work from the Redis that the cluster shares')
  const concurrency = wholeNumber('--concurrency', flags.concurrency, 1) ?? config.settings.TRACK_CONCURRENCY
  const signals = stopOnSignals()
  const log = openLog({ dir: join(config.logsDir, 'worker'), level: flags.logLevel, secrets: secretsOf(config) })
  try {
    const { signal } = signals
    const done = await runWorker(config, { concurrency, only: flags.only, signal, log })
    print(flags, { done }, [`${done} pieces of work done`])
    return 0
  } finally {
    signals.off()
    await log.close()
  }
}
