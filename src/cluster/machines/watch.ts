// What the cluster is doing, read again and again by the machine that coordinates it.

import type { Coordination } from '../coordinator.ts'
import type { Member } from '../join.ts'
import { type ClusterLook, openClusterReader } from './look.ts'
import { type ClusterNode, GONE_S } from './nodes.ts'

export interface WatchedCluster {
  readonly last: ClusterLook
  /** Epoch ms when that was read. */
  readonly readAt: number
  /** Grows with each reading. */
  readonly version: number
  /** Whether this machine still coordinates. */
  readonly hasSeat: boolean
}

type Watching = WatchedCluster & AsyncDisposable

interface WatchTimes {
  lookMs?: number
  monotonic?: () => number
}

const LOOK_MS = 1_000
/** What was not read for so long may have been quiet for reasons that are not a machine's. */
const LONG_MS = 5_000
const FIRST_DOUBT_MS = 60_000
const HEARD_AGAIN_MS = 10_000

/** For each piece that can be worked on: the others are fetched, filed and told meanwhile, so that no machine waits for one. */
const TRACKS_A_PLACE = 4

interface Places {
  last: { machines: readonly Pick<ClusterNode, 'kinds' | 'concurrency'>[] }
}

/** How many tracks are begun at once, by what the machines that are there can work on. @param own places of this machine */
export function placesForTracks({ last: { machines } }: Places, own: number): number {
  const working = machines.filter(({ kinds }) => kinds.includes('track'))
  const places = working.reduce((sum, { concurrency }) => sum + concurrency, 0)
  return TRACKS_A_PLACE * Math.max(1, own, places)
}

export async function watchCluster(
  member: Pick<Member, 'redis' | 'prefix' | 'onError'>,
  { fence, signal }: Pick<Coordination, 'fence' | 'signal'>,
  { lookMs = LOOK_MS, monotonic = () => performance.now() }: WatchTimes = {},
): Promise<Watching> {
  const reader = openClusterReader(member)
  /** Silence of before is nobody's own until all had the time to be heard again. */
  let doubt = { since: monotonic(), ms: FIRST_DOUBT_MS }
  let last = await reader.read(FIRST_DOUBT_MS / 1000)
  let read = { at: Date.now(), beat: monotonic(), version: 1 }
  let isReading = false

  async function look(): Promise<void> {
    const isDoubted = monotonic() - doubt.since < HEARD_AGAIN_MS
    const found = await reader.read(isDoubted ? doubt.ms / 1000 : GONE_S)
    const away = monotonic() - read.beat
    read = { at: Date.now(), beat: monotonic(), version: read.version + 1 }
    if (away > LONG_MS) doubt = { since: read.beat, ms: away + FIRST_DOUBT_MS }
    else last = found
  }

  const looks = setInterval(() => {
    if (isReading) return
    isReading = true
    void look()
      .catch(() => {}) // Redis is away: it is as it was
      .finally(() => {
        isReading = false
      })
  }, lookMs)
  looks.unref()
  return {
    get last() {
      return last
    },
    get readAt() {
      return read.at
    },
    get version() {
      return read.version
    },
    get hasSeat() {
      return !signal.aborted && last.coordinator?.fence === fence
    },
    async [Symbol.asyncDispose]() {
      clearInterval(looks)
      await reader[Symbol.asyncDispose]()
    },
  }
}
