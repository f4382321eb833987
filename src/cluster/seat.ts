// The seat of the coordinator: whoever has it keeps the state, hands out work, and takes some of it itself.

import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/database.ts'
import { openSharedTools, type SharedOptions, type SharedTools } from './audio-work/shared-tools.ts'
import { keepsOnDisk } from './connect.ts'
import { joinCluster } from './join.ts'
import { placesForTracks, type WatchedCluster, watchCluster } from './machines/watch.ts'
import { holdState } from './state/hold-state.ts'
import { hasState } from './state/restore.ts'
import { type WaitOptions, waitForSeat } from './wait-for-seat.ts'

export interface Seat extends AsyncDisposable {
  /** Aborted when another node may have it. */
  readonly signal: AbortSignal
  /** Before each effect. @throws when another node may have it: this machine may have stood still, and its signal not know yet */
  check(): void
  /** The cluster keeps one: a machine without its own has lost nothing. */
  readonly hasState: boolean
  /** Under the lock of `var/`: the state of the cluster. */
  openState(log: Log): Promise<Store & AsyncDisposable>
  tools(options: Pick<SharedOptions, 'log' | 'checkLibrary' | 'nameOf'>): SeatTools
}

export interface SeatTools extends SharedTools {
  /** How many tracks are begun at once, by the machines that are there. */
  placesForTracks: () => number
  cluster: WatchedCluster
}

export interface SeatOptions extends Omit<WaitOptions, 'concurrency'> {
  /** Waits also for a Redis that is away. */
  patient: boolean
}

/** @throws BusyFault naming the node that has it; ConfigFault, Environment of connectRedis */
export async function takeSeat(config: Config, { patient, ...waiting }: SeatOptions): Promise<Seat> {
  await using opening = new AsyncDisposableStack()
  const { say, signal } = waiting
  const onTrouble = (reason: string) => say(`Redis: ${reason}; what needs it waits`)
  const member = opening.use(await joinCluster(config, { onTrouble, ...(patient && { signal }) }))
  if (!keepsOnDisk(await member.redis.info()))
    say('Redis keeps nothing on the disk (appendonly no): what waits in it is looked up again after a restart')
  const { COORDINATOR_WORKS, TRACK_CONCURRENCY } = config.settings
  const concurrency = COORDINATOR_WORKS ? TRACK_CONCURRENCY : 0
  const coordination = opening.use(await waitForSeat(member, config, { ...waiting, concurrency }))
  member.is('coordinator')
  const cluster = opening.use(await watchCluster(member, coordination))
  const { redis, prefix } = member
  const isKept = await hasState({ redis, prefix, libraryDir: config.libraryDir })
  const closing = opening.move()
  return {
    signal: coordination.signal,
    check: coordination.check,
    hasState: isKept,
    async openState(log) {
      const { varDir, libraryDir } = config
      const held = await holdState({ redis, prefix, varDir, libraryDir, coordination, log })
      return { ...held.store, [Symbol.asyncDispose]: () => held[Symbol.asyncDispose]() }
    },
    tools(options) {
      const ended = new AbortController()
      const stop = AbortSignal.any([ended.signal, coordination.signal])
      const shared = openSharedTools(member, config, { ...options, concurrency, signal: stop })
      closing.use(shared)
      closing.defer(() => ended.abort(new Error('the seat is given back')))
      member.is('coordinator', shared.doing)
      return { ...shared.tools, placesForTracks: () => placesForTracks(cluster, concurrency), cluster }
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}
