// With REDIS_URL, a command that changes the state of the cluster coordinates it meanwhile; one that only looks says whose
// state it shows.

import type { Seat } from '../cluster/seat.ts'
import type { Config } from '../config.ts'
import { type AskedCluster, askCluster, isCoordinatedHere } from './status-cluster.ts'
import type { GlobalFlags } from './with-app.ts'
import { openWorkLog } from './work-log.ts'

interface SeatUse {
  readOnly?: boolean
  beside?: boolean
  /** Until this machine coordinates it works for the one that does. */
  waits?: boolean
  takesOrders?: boolean
  /** Waits also for a Redis that is away. */
  patient: boolean
  cluster?: AskedCluster
  print?: (line: string) => void
  signal: AbortSignal
}

/**
 * Undefined: this machine works alone, nothing is changed, or it is done beside the instance here that coordinates.
 * @throws BusyFault naming the machine that coordinates
 */
export async function openSeat(
  config: Config,
  { dryRun, logLevel }: GlobalFlags,
  { readOnly, beside, cluster, waits = false, takesOrders = false, patient, signal, print }: SeatUse,
): Promise<Seat | undefined> {
  if (config.settings.REDIS_URL === undefined) return undefined
  const say = print ?? (line => void process.stderr.write(`${line}\n`))
  if (dryRun || readOnly) {
    const { elsewhere } = cluster ?? (await askCluster(config))
    if (elsewhere !== undefined) say(elsewhere)
    return undefined
  }
  if (beside && (await isCoordinatedHere(config))) return undefined
  const { takeSeat } = await import('../cluster/seat.ts')
  await using opened = new AsyncDisposableStack()
  const log = () => {
    const work = openWorkLog(config, { logLevel, print })
    opened.defer(() => work.close())
    return work
  }
  return await takeSeat(config, { waits, takesOrders, patient, signal, say, log })
}
