// With REDIS_URL, a command that changes the state of the cluster coordinates it meanwhile.

import type { Seat } from '../cluster/seat.ts'
import type { Config } from '../config.ts'
import type { GlobalFlags } from './with-app.ts'
import { openWorkLog } from './work-log.ts'

interface SeatUse {
  readOnly?: boolean
  beside?: boolean
  /** Until this machine coordinates it works for the one that does. */
  waits?: boolean
  /** Waits also for a Redis that is away. */
  patient: boolean
  print?: (line: string) => void
  signal: AbortSignal
}

/** Undefined: this machine works alone, or nothing is changed. @throws BusyFault naming the machine that coordinates */
export async function openSeat(
  config: Config,
  { dryRun, logLevel }: GlobalFlags,
  { readOnly, beside, waits = false, patient, signal, print }: SeatUse,
): Promise<Seat | undefined> {
  if (config.settings.REDIS_URL === undefined || dryRun || readOnly || beside) return undefined
  const { takeSeat } = await import('../cluster/seat.ts')
  await using opened = new AsyncDisposableStack()
  const log = () => {
    const work = openWorkLog(config, { logLevel, print })
    opened.defer(() => work.close())
    return work
  }
  const say = print ?? (line => void process.stderr.write(`${line}\n`))
  return await takeSeat(config, { waits, patient, signal, say, log })
}
