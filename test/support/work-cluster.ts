// Machines that do pieces of work, in one process: each with audio and a look at the library of the test's own.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Audio } from '../../src/audio/audio.ts'
import type { AudioFacts } from '../../src/audio/probe.ts'
import { type LibraryWatch, watchLibrary } from '../../src/cluster/audio-work/library-watch.ts'
import { closeAll, openPieceEnds, openPieceQueues } from '../../src/cluster/audio-work/pieces.ts'
import { openRemoteAudio } from '../../src/cluster/audio-work/remote-audio.ts'
import { type Working, work } from '../../src/cluster/audio-work/work.ts'
import type { Redis } from '../../src/cluster/connect.ts'
import { type Log, silentLog } from '../../src/log.ts'
import type { RedisServer } from './redis-server.ts'

/** Of a sound that nobody measured. */
export const FACTS: AudioFacts = {
  container: 'wav',
  codec: 'pcm_s16le',
  sampleRate: 44_100,
  channels: 2,
  bitDepth: 16,
  hasPicture: false,
}

const LEASE_MS = 2000
let clusters = 0

const nothing = () => Promise.reject(new Error('nobody asked for that'))
const NO_AUDIO: Audio = {
  probe: nothing,
  check: nothing,
  fingerprint: nothing,
  hear: nothing,
  process: nothing,
  tag: nothing,
  picture: nothing,
}

interface MachineOptions {
  /** Where it sees the library. */
  mount?: string
  checkLibrary?: () => Promise<void>
  library?: LibraryWatch
  redis?: Redis
  log?: Log
}

interface CoordinatorOptions {
  /** More of the settings of its pieces, that other machines may not know. */
  encoding?: object
  /** What people call the track of a page. */
  nameOf?: (page: string) => string | undefined
  ready?: () => Promise<void>
}

export interface WorkCluster extends AsyncDisposable {
  libraryDir: string
  song: string
  machine(audio: Partial<Audio>, options?: MachineOptions): Working
  coordinator(options?: CoordinatorOptions): Audio
}

export function newWorkCluster(server: RedisServer): WorkCluster {
  clusters += 1
  const prefix = `{pieces-${clusters}}`
  const libraryDir = mkdtempSync(join(tmpdir(), 'library-'))
  const song = join(libraryDir, 'song.wav')
  writeFileSync(song, 'sound')
  const closing: (() => Promise<void>)[] = []
  const stop = new AbortController()
  const opened = (redis = server.connect()) => ({ redis, prefix, leaseMs: LEASE_MS, onError: () => {} })

  return {
    libraryDir,
    song,
    machine(audio, { mount = libraryDir, checkLibrary = async () => {}, library, redis, log = silentLog } = {}) {
      const queues = openPieceQueues(opened(redis))
      const working = work({
        queues: [queues.track, queues.library],
        libraryDir: mount,
        library: library ?? watchLibrary({ libraryDir: mount, log: silentLog }),
        audioOf: () => ({ ...NO_AUDIO, ...audio }),
        checkLibrary,
        concurrency: 2,
        signal: stop.signal,
        log,
      })
      closing.push(async () => {
        await working.ended
        await closeAll(queues)
      })
      return working
    },
    coordinator({ encoding: more = {}, nameOf, ready = async () => {} } = {}) {
      const own = opened()
      const queues = openPieceQueues(own)
      const ends = openPieceEnds(own, queues)
      closing.push(async () => {
        await closeAll(ends)
        await closeAll(queues)
      })
      const encoding = { m4aCodec: 'alac', timeoutMs: 1000, ...more } as const
      const stagingDir = join(libraryDir, '.orchestrator', 'staging')
      return openRemoteAudio({ local: NO_AUDIO, libraryDir, stagingDir, encoding, ends, nameOf, ready })
    },
    async [Symbol.asyncDispose]() {
      stop.abort(new Error('the test is over'))
      await Promise.all(closing.map(close => close()))
    },
  }
}
