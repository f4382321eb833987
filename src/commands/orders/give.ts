// A command that cannot do its work itself, as an orchestrator runs, leaves it to that one and prints its answer.

import { setTimeout as sleep } from 'node:timers/promises'
import { type Config, loadConfig } from '../../config.ts'
import { BusyFault } from '../../errors.ts'
import type { OrderBox } from '../../store/order-box.ts'
import { type GlobalFlags, print, stopOnSignals } from '../with-app.ts'
import { Answer, boxOf, type Order, type Said, thrownBy } from './order.ts'
import { takerIn } from './taker.ts'

/** So long an answer is waited for; of a cluster also while another machine takes over. */
const WAIT_MS = 15_000
const TAKEOVER_LEASES = 4 / 3
const QUIET_MS = 3_000
const LOOK_MS = 100
/** What was just being answered when the order was kept is told yet. */
const LAST_MS = 500
/** As long as a loop that was stopped may take to end. */
const DRAIN_MS = 25_000
const STOPPED = 1

/**
 * @param itself does it here
 * @throws BusyFault when what runs takes no orders; what it threw there
 */
export async function doOrOrder(flags: GlobalFlags, order: Order, itself: () => Promise<number>): Promise<number> {
  const config = loadConfig({ varDir: flags.var })
  for (let endsUntil = 0; ; ) {
    try {
      return await itself()
    } catch (error) {
      if (!(error instanceof BusyFault)) throw error
      if (await hasTaker(config)) {
        const code = await give(config, order, { flags, busy: error })
        if (code !== 'it ends') return code
        endsUntil = performance.now() + DRAIN_MS
      } else if (performance.now() > endsUntil)
        throw new BusyFault(`${error.message}; it takes no orders: do it again when that one has ended`, {
          cause: error,
        })
      await sleep(LOOK_MS)
    }
  }
}

interface Giving {
  flags: GlobalFlags
  busy: BusyFault
}

async function give(config: Config, order: Order, { flags, busy }: Giving): Promise<number | 'it ends'> {
  const box = boxOf(config)
  const name = await box.leave(JSON.stringify(order))
  const stop = stopOnSignals({ say: () => {} })
  const slow = setTimeout(() => say('no answer yet; it is waited for (Ctrl-C takes the order back)'), QUIET_MS)
  try {
    for (const since = performance.now(); performance.now() - since < waitMs(config); ) {
      const answer = await box.takeAnswer(name)
      if (answer !== undefined) return tell(flags, answer)
      if (stop.signal.aborted) return await stopped(box, name)
      if (isAlone(config) && takerIn(config.varDir) === undefined && (await box.takeBack(name))) return 'it ends'
      await sleep(LOOK_MS, undefined, { signal: stop.signal }).catch(() => {})
    }
    await box.keep(name)
    await sleep(LAST_MS)
    const last = await box.takeAnswer(name)
    if (last !== undefined) return tell(flags, last)
    print(flags, { kept: true }, [`No answer yet: the order is kept, and will be obeyed (${busy.message}).`])
    return 0
  } finally {
    clearTimeout(slow)
    stop.off()
  }
}

const waitMs = (config: Config) =>
  isAlone(config) ? WAIT_MS : WAIT_MS + TAKEOVER_LEASES * 1000 * config.settings.CLUSTER_LEASE

const isAlone = ({ settings }: Config) => settings.REDIS_URL === undefined

/** In a cluster, whichever machine coordinates. @throws Environment, ConfigFault as requireSharedLibrary does */
async function hasTaker(config: Config): Promise<boolean> {
  if (isAlone(config)) return takerIn(config.varDir) !== undefined
  await requireSeen(config)
  return true
}

/** The library of this machine has to be the one where the others look. @throws Environment, ConfigFault */
async function requireSeen({ settings, libraryDir }: Config): Promise<void> {
  const [{ connectRedis, prefixOf }, { requireSharedLibrary }] = await Promise.all([
    import('../../cluster/connect.ts'),
    import('../../cluster/audio-work/shared-library.ts'),
  ])
  const redis = await connectRedis(settings.REDIS_URL ?? '')
  try {
    await requireSharedLibrary(redis, prefixOf(settings.CLUSTER_NAME), libraryDir)
  } finally {
    redis.disconnect()
  }
}

async function stopped(box: OrderBox, name: string): Promise<number> {
  say((await box.takeBack(name)) ? 'the order is taken back' : 'it is being done already')
  return STOPPED
}

/** As if it had been done here. */
function tell(flags: GlobalFlags, text: string): number {
  const answer = Answer.parse(JSON.parse(text))
  if ('fault' in answer) throw thrownBy(answer.fault)
  say(`the orchestrator that runs (${answer.by}) did it`)
  return printSaid(flags, answer.said)
}

export function printSaid(flags: GlobalFlags, { exitCode, data, lines }: Said): number {
  print(flags, data, lines)
  return exitCode
}

const say = (line: string) => void process.stderr.write(`${line}\n`)
