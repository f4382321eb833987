// The seat of the coordinator: whoever has it keeps the state, hands out work, and takes some of it itself.

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Audio, openAudio } from '../audio/audio.ts'
import { audioConfig } from '../audio/audio-config.ts'
import type { Config } from '../config.ts'
import { BusyFault, messageOf } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/database.ts'
import { sweepTries } from './answer.ts'
import { audiosOf } from './audios.ts'
import { connectRedis, keepsOnDisk, prefixOf } from './connect.ts'
import { coordinate } from './coordinator.ts'
import { holdState } from './hold-state.ts'
import { type ClusterNode, nodeName, nodesOf, sayNode } from './nodes.ts'
import { PIECE_KINDS } from './piece.ts'
import { closeAll, openPieceEnds, openPieceQueues } from './pieces.ts'
import { openRemoteAudio } from './remote-audio.ts'
import { tellLibrary } from './shared-library.ts'
import { work } from './work.ts'

export interface Seat extends AsyncDisposable {
  /** Aborted when another node may have it. */
  readonly signal: AbortSignal
  /** Under the lock of `var/`: the state of the cluster. */
  openState(log: Log): Promise<Store & AsyncDisposable>
  /** Audio on any machine, over the library. */
  tools(options: { log: Log; checkLibrary: () => Promise<void> }): SharedTools
}

export interface SharedTools {
  audio: Audio
  /** Working folders, where every machine sees them. */
  stagingDir: string
  /** How many tracks the machines that are there can make at once. */
  placesForTracks: () => number
  /** As they were heard last. */
  machines: () => readonly ClusterNode[]
}

export interface SeatOptions {
  /** Waits for the seat; else it is an error when another node has it. */
  waits: boolean
  /** Waits also for a Redis that is away. */
  patient: boolean
  signal: AbortSignal
  say: (line: string) => void
}

const LOOK_MS = 3_000
/** Whoever takes over does so after the last lease of a worker could have begun to run out. */
const LOCK_PART = 4 / 3
const OLD_TRY_MS = 6 * 3600_000
const stagingIn = (libraryDir: string) => join(libraryDir, '.orchestrator', 'staging')

/** @throws BusyFault naming the node that has it; ConfigFault, Environment of connectRedis */
export async function takeSeat(config: Config, { waits, patient, signal, say }: SeatOptions): Promise<Seat> {
  await using opening = new AsyncDisposableStack()
  let lastError = ''
  const onError = (error: unknown) => {
    if (lastError !== messageOf(error)) say(`Redis: ${messageOf(error)}`)
    lastError = messageOf(error)
  }
  const redis = await connectRedis(config.settings.REDIS_URL ?? '', { onError, ...(patient && { signal }) })
  opening.defer(() => redis.disconnect())
  if (!keepsOnDisk(await redis.info()))
    say('Redis keeps nothing on the disk (appendonly no): what waits in it is looked up again after a restart')
  const prefix = prefixOf(config.settings.CLUSTER_NAME)
  const node = nodeName()
  const id = randomUUID()
  const { COORDINATOR_WORKS, CLUSTER_LEASE } = config.settings
  const leaseMs = CLUSTER_LEASE * 1000
  const concurrency = COORDINATOR_WORKS ? config.settings.TRACK_CONCURRENCY : 0
  let role: 'waits' | 'coordinator' = 'waits'
  let counts = () => ({ running: 0, done: 0 })
  const kinds = concurrency > 0 ? [...PIECE_KINDS] : []
  const look = () => ({
    host: node,
    pid: process.pid,
    role,
    kinds: role === 'coordinator' ? kinds : [],
    concurrency: role === 'coordinator' ? concurrency : 0,
    ...counts(),
  })
  const said = opening.use(sayNode(redis, prefix, { id, look }))
  const onWait = (holder: string) => {
    if (!waits) throw new BusyFault(`another machine coordinates: ${holder}`)
    if (config.settings.NOTION_TOKEN === undefined)
      throw new BusyFault(`${holder} coordinates, and a local workspace is one machine's own: this one can be a worker`)
    say(`${holder} coordinates; this machine takes over when that one is gone`)
  }
  const coordination = opening.use(
    await coordinate({ redis, prefix, node, signal, onWait, lockMs: Math.round(leaseMs * LOCK_PART) }),
  )
  role = 'coordinator'
  said.say()
  const ended = new AbortController()
  opening.defer(() => ended.abort(new Error('the seat is given back')))
  let places = Math.max(1, concurrency)
  let nodes: readonly ClusterNode[] = []
  const countPlaces = async () => {
    nodes = await nodesOf(redis, prefix)
    const there = nodes.filter(one => one.kinds.includes('track')).reduce((sum, one) => sum + one.concurrency, 0)
    places = Math.max(1, concurrency, there)
  }
  await countPlaces()
  const looks = setInterval(() => void countPlaces().catch(() => {}), LOOK_MS)
  opening.defer(() => clearInterval(looks))
  const closing = opening.move()
  return {
    signal: coordination.signal,
    async openState(log) {
      const { varDir, libraryDir } = config
      const held = await holdState({ redis, prefix, varDir, libraryDir, coordination, log })
      return { ...held.store, [Symbol.asyncDispose]: () => held[Symbol.asyncDispose]() }
    },
    tools({ log, checkLibrary }) {
      const { libraryDir } = config
      const queues = openPieceQueues({ redis, prefix, leaseMs, onError })
      const ends = openPieceEnds({ redis, prefix, onError }, queues)
      const own = audioConfig(config)
      const stop = AbortSignal.any([ended.signal, coordination.signal])
      const working = work({
        queues: kinds.map(kind => queues[kind]),
        libraryDir,
        audioOf: audiosOf(config),
        checkLibrary,
        concurrency,
        signal: stop,
        log,
      })
      counts = () => ({ running: working.running, done: working.done })
      void tellLibrary(redis, prefix, libraryDir).catch(() => {}) // one that is not made yet is told with its first work
      void sweepTries(libraryDir, Date.now(), OLD_TRY_MS).catch(() => {})
      closing.defer(async () => {
        ended.abort(new Error('the seat is given back'))
        await working.ended
        await closeAll(ends)
        await closeAll(queues)
      })
      const ready = async () => {
        await checkLibrary()
        await tellLibrary(redis, prefix, libraryDir)
      }
      const { m4aCodec, normaliseTo, timeoutMs, maxSeconds } = own
      const encoding = { m4aCodec, normaliseTo, timeoutMs, maxSeconds }
      const stagingDir = stagingIn(libraryDir)
      const audio = openRemoteAudio({ local: openAudio(own), libraryDir, stagingDir, encoding, ends, ready })
      return { audio, stagingDir, placesForTracks: () => places, machines: () => nodes }
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}
