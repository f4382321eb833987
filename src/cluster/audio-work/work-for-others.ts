// A machine that does not coordinate takes pieces of work, as soon as it is fit for them.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../../config.ts'
import { Environment } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { type Doing, type Member, NOTHING } from '../join.ts'
import { audiosOf, requireAudioPrograms } from './audios.ts'
import type { PieceKind } from './piece.ts'
import { closeAll, openPieceQueues } from './pieces.ts'
import { requireSharedLibrary, requireWritable } from './shared-library.ts'
import { work } from './work.ts'

export interface OthersOptions {
  kinds: readonly PieceKind[]
  concurrency: number
  /** Aborted: what runs is handed back. */
  signal: AbortSignal
  log: Log
}

export interface WorkForOthers {
  doing(): Doing
  /** How many pieces it did. @throws ConfigFault when its library is another one */
  ended: Promise<number>
}

const LOOK_AGAIN_MS = 1_000

export function workForOthers(member: Member, config: Config, options: OthersOptions): WorkForOthers {
  let doing = () => NOTHING
  return { doing: () => doing(), ended: all() }

  async function all(): Promise<number> {
    const { kinds, concurrency, signal, log } = options
    const { redis, prefix } = member
    const { libraryDir } = config
    const checkLibrary = () => requireSharedLibrary(redis, prefix, libraryDir)
    await untilFit(async () => {
      requireAudioPrograms(config)
      await checkLibrary()
      await requireWritable(libraryDir)
    }, options)
    if (signal.aborted) return 0
    const all = openPieceQueues(member)
    const queues = kinds.map(kind => all[kind])
    const working = work({ queues, libraryDir, audioOf: audiosOf(config), checkLibrary, concurrency, signal, log })
    doing = () => ({
      kinds: [...kinds],
      concurrency,
      running: working.running,
      done: working.done,
      pieces: working.pieces,
    })
    log.info({ concurrency, kinds: kinds.join(', ') }, 'this machine takes work')
    await working.ended
    await closeAll(all)
    log.info({ done: working.done }, 'this machine takes no more work')
    return working.done
  }
}

/** Programs that are missing, a volume that is not mounted yet, a cluster that nobody coordinates yet: it is waited for. */
async function untilFit(
  look: () => Promise<void>,
  { signal, log }: Pick<OthersOptions, 'signal' | 'log'>,
): Promise<void> {
  let said = ''
  while (!signal.aborted) {
    try {
      return await look()
    } catch (error) {
      if (!(error instanceof Environment)) throw error
      if (said !== error.message) log.warn({}, `this machine takes no work yet: ${error.message}`)
      said = error.message
      await sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {})
    }
  }
}
