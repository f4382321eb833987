// What a coordinator works with: audio on any machine, over the library; and its own part of that work.

import { join } from 'node:path'
import { type Audio, openAudio } from '../../audio/audio.ts'
import { audioConfig } from '../../audio/audio-config.ts'
import type { Config } from '../../config.ts'
import type { Log } from '../../log.ts'
import type { Doing, Member } from '../join.ts'
import { sweepTries } from './answer.ts'
import { audiosOf } from './audios.ts'
import { watchLibrary } from './library-watch.ts'
import { PIECE_KINDS } from './piece.ts'
import { closeAll, openPieceEnds, openPieceQueues } from './pieces.ts'
import { openRemoteAudio } from './remote-audio.ts'
import { tellLibrary } from './shared-library.ts'
import { work } from './work.ts'

export interface SharedTools {
  audio: Audio
  /** Working folders, where every machine sees them. */
  stagingDir: string
}

export interface SharedOptions {
  /** Pieces this machine does at once; none: it leaves them to others. */
  concurrency: number
  /** Aborted: nothing more is asked for, and what runs here is handed back. */
  signal: AbortSignal
  log: Log
  /** @throws Environment when the library is not there */
  checkLibrary: () => Promise<void>
  /** What people call the track of a page that is worked on. */
  nameOf: (page: string) => string | undefined
}

interface Shared extends AsyncDisposable {
  tools: SharedTools
  doing(): Doing
}

const OLD_TRY_MS = 6 * 3600_000
const SWEEP_MS = 3600_000

/** Its disposal waits for the work to end: the signal is the opener's. */
export function openSharedTools(member: Member, config: Config, options: SharedOptions): Shared {
  const { redis, prefix } = member
  const { libraryDir } = config
  const { concurrency, checkLibrary, nameOf, log } = options
  const all = openPieceQueues(member)
  const ends = openPieceEnds(member, all)
  const kinds = concurrency > 0 ? [...PIECE_KINDS] : []
  const queues = kinds.map(kind => all[kind])
  const library = watchLibrary({ libraryDir, log })
  const working = work({ ...options, queues, libraryDir, library, audioOf: audiosOf(config) })
  const asked = (work: () => Promise<void>) => library.during(({ ask }) => ask(work))
  const sweep = () => void asked(() => sweepTries(libraryDir, OLD_TRY_MS)).catch(() => {}) // it is away: another time
  sweep()
  const sweeps = setInterval(sweep, SWEEP_MS)
  sweeps.unref()
  const ready = () =>
    asked(async () => {
      await checkLibrary()
      await tellLibrary(redis, prefix, libraryDir)
    })
  void ready().catch(() => {}) // its volume is away: told with the first work
  const own = audioConfig(config)
  const { m4aCodec, normaliseTo, timeoutMs, maxSeconds } = own
  const encoding = { m4aCodec, normaliseTo, timeoutMs, maxSeconds }
  const stagingDir = join(libraryDir, '.orchestrator', 'staging')
  const local = openAudio(own)
  const audio = openRemoteAudio({ local, libraryDir, stagingDir, encoding, ends, ready, nameOf })
  return {
    tools: { audio, stagingDir },
    doing: () => ({ kinds, concurrency, running: working.running, done: working.done, pieces: working.pieces }),
    async [Symbol.asyncDispose]() {
      clearInterval(sweeps)
      await working.ended
      await closeAll(ends)
      await closeAll(all)
    },
  }
}
