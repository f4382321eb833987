// Takes audio work of the cluster until it is stopped.

import type { PieceKind } from '../cluster/audio-work/piece.ts'
import { runWorker } from '../cluster/worker.ts'
import { loadConfig } from '../config.ts'
import { ConfigFault, UsageFault } from '../errors.ts'
import { trimOutput } from './trim-output.ts'
import { type GlobalFlags, HANDED_BACK, print, stopOnSignals, wholeNumber } from './with-app.ts'
import { openWorkLog } from './work-log.ts'

export interface WorkerFlags extends GlobalFlags {
  concurrency?: number
  only?: PieceKind
}

export async function worker(flags: WorkerFlags): Promise<number> {
  if (flags.dryRun) throw new UsageFault('a worker has no dry run: `orchestrator doctor --worker` only looks')
  const config = loadConfig({ varDir: flags.var })
  if (config.settings.REDIS_URL === undefined)
    throw new ConfigFault('REDIS_URL is missing: a worker takes its work from the Redis that the cluster shares')
  const concurrency = wholeNumber('--concurrency', flags.concurrency, 1) ?? config.settings.TRACK_CONCURRENCY
  const signals = stopOnSignals({ becomes: () => HANDED_BACK })
  const log = openWorkLog(config, flags)
  try {
    trimOutput(config.logsDir, log)
    const { signal } = signals
    const done = await runWorker(config, { concurrency, only: flags.only, signal, log })
    print(flags, { done }, [`${done} pieces of work done`])
    return 0
  } finally {
    signals.off()
    await log.close()
  }
}
