// A machine that does not coordinate takes pieces of work, as soon as it is fit for them.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../../config.ts'
import { Environment } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { unlessAborted } from '../../queue/unless-aborted.ts'
import { type Doing, type Member, NOTHING } from '../join.ts'
import { audiosOf, requireAudioPrograms } from './audios.ts'
import { type LibraryWatch, watchLibrary } from './library-watch.ts'
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
    const library = watchLibrary({ libraryDir, log })
    const look = async () => {
      requireAudioPrograms(config)
      await checkLibrary()
      await requireWritable(libraryDir)
    }
    await untilFit(look, library, options)
    if (signal.aborted) return 0
    const all = openPieceQueues(member)
    const queues = kinds.map(kind => all[kind])
    const working = work({ ...options, queues, libraryDir, library, audioOf: audiosOf(config), checkLibrary })
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
  library: LibraryWatch,
  { signal, log }: Pick<OthersOptions, 'signal' | 'log'>,
): Promise<void> {
  let said = ''
  while (!signal.aborted) {
    try {
      return await library.during(({ ask }) => ask(() => unlessAborted(look(), signal)))
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof Environment)) throw error
      if (said !== error.message && library.answers) log.warn({}, `this machine takes no work yet: ${error.message}`)
      said = error.message
      await sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {})
    }
  }
}
