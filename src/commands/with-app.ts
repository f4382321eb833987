// What every command shares: configuration, signals, the open program, one JSON document or words on stdout.

import { type App, createApp } from '../app.ts'
import type { Seat } from '../cluster/seat.ts'
import { type Config, loadConfig } from '../config.ts'
import { messageOf, UsageFault } from '../errors.ts'
import type { LogLevel } from '../log.ts'
import { orDamaged } from '../store/damage.ts'
import { storeFile } from '../store/database.ts'
import { openSeat } from './open-seat.ts'
import type { AskedCluster } from './status-cluster.ts'

export interface GlobalFlags {
  json: boolean
  dryRun: boolean
  var?: string
  logLevel: LogLevel
}

export interface RunningApp {
  app: App
  /** Aborted by the first SIGINT or SIGTERM; the second ends the program at once. */
  signal: AbortSignal
}

interface AppUse {
  readOnly?: boolean
  beside?: boolean
  print?: (line: string) => void
  fileRoots?: readonly string[]
  /** With REDIS_URL: until this machine coordinates it works for the one that does, and again whenever another took over. */
  waits?: boolean
  /** What other commands leave to it is obeyed. */
  takesOrders?: boolean
  /** What the command has asked of the cluster itself. */
  cluster?: AskedCluster
}

/** Opens the program for one command and closes it however the command ends. */
export async function withApp(
  flags: GlobalFlags,
  run: (running: RunningApp) => Promise<number>,
  options: AppUse = {},
): Promise<number> {
  let isSeated = false
  const becomes = () => (isSeated || !options.waits ? AGAIN : HANDED_BACK)
  const signals = stopOnSignals({ say: options.print, becomes })
  let state: string | undefined
  try {
    const loaded = loadConfig({ varDir: flags.var })
    state = storeFile(loaded.varDir)
    const config = { ...loaded, fileRoots: [...loaded.fileRoots, ...(options.fileRoots ?? [])] }
    for (let hadSeat = false; ; hadSeat = true) {
      isSeated = false
      await using seat = await openSeat(config, flags, { ...options, signal: signals.signal, patient: hadSeat })
      isSeated = true
      const signal = seat ? AbortSignal.any([signals.signal, seat.signal]) : signals.signal
      const code = await runOnce(config, flags, { run, options, signal, seat })
      if (signals.signal.aborted) return options.waits ? 0 : code
      if (!seat?.signal.aborted) return code
      tell(messageOf(seat.signal.reason))
      if (!options.waits) return STOPPED
    }
  } catch (error) {
    if (signals.signal.aborted && error === signals.signal.reason) return options.waits ? 0 : STOPPED
    throw state === undefined ? error : orDamaged(error, state)
  } finally {
    signals.off()
  }
}

interface Once {
  run: (running: RunningApp) => Promise<number>
  options: AppUse
  signal: AbortSignal
  seat?: Seat
}

async function runOnce(config: Config, flags: GlobalFlags, { run, options, signal, seat }: Once): Promise<number> {
  try {
    await using app = await createApp(config, {
      logLevel: flags.logLevel,
      dryRun: flags.dryRun || options.readOnly === true,
      beside: options.beside && !seat,
      signal,
      print: options.print,
      seat,
    })
    return await run({ app, signal })
  } catch (error) {
    if (!seat?.signal.aborted) throw error
    return STOPPED // another machine has taken over what this one was doing
  }
}

/** A person or the system ended a command that was waiting: doing it again may mend that. */
const STOPPED = 1
const DRAIN_MS = 20_000

interface Stopping {
  /** Where it is said that it stops: above the bars, where there are any. */
  say?: (line: string) => void
  /** What becomes of the work that is under way. */
  becomes?: () => string
}

const AGAIN = 'what was begun is begun again next time'
export const HANDED_BACK = 'what was begun is handed to other machines'

export function stopOnSignals({ say = tell, becomes = () => AGAIN }: Stopping = {}): {
  signal: AbortSignal
  off(): void
} {
  const stop = new AbortController()
  const onSignal = (name: NodeJS.Signals) => {
    if (stop.signal.aborted) process.exit(1)
    say(`${name}: stopping; ${becomes()} (once more: end at once)`)
    stop.abort(new Error(`by ${name}`))
    setTimeout(() => process.exit(1), DRAIN_MS).unref()
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  return {
    signal: stop.signal,
    off: () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal),
  }
}

const tell = (line: string) => void process.stderr.write(`${line}\n`)

/** Results go to stdout: as one JSON document, or as lines for a person. */
export function print(flags: Pick<GlobalFlags, 'json'>, data: unknown, lines: readonly string[]): void {
  process.stdout.write(flags.json ? `${JSON.stringify(data, null, 2)}\n` : `${lines.join('\n')}\n`)
}

/** @throws UsageFault unless the flag is a whole number of at least `least` */
export function wholeNumber(flag: string, value: number | undefined, least: number): number | undefined {
  if (value === undefined) return undefined
  if (!Number.isInteger(value) || value < least)
    throw new UsageFault(`${flag} expects a whole number of at least ${least}`)
  return value
}
