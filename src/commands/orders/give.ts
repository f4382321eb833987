// A command that cannot do its work itself, as an orchestrator runs, leaves it to that one and prints its answer.

import { setTimeout as sleep } from 'node:timers/promises'
import { loadConfig } from '../../config.ts'
import { BusyFault } from '../../errors.ts'
import type { OrderBox } from '../../store/order-box.ts'
import { type GlobalFlags, print, stopOnSignals } from '../with-app.ts'
import { Answer, boxOf, isQuestion, type Order, type Said, thrownBy } from './order.ts'
import { openWhoTakes, type WhoTakes } from './who-takes.ts'

const QUIET_MS = 3_000
const LOOK_MS = 100
/** What was just being answered when the order was kept is told yet. */
const LAST_MS = 500
/** As long as a loop that was stopped may take to end. */
const DRAIN_MS = 25_000
const STOPPED = 1

/**
 * @param itself does it here
 * @throws BusyFault when what runs takes no orders, or does not answer a question; what it threw there
 */
export async function doOrOrder(flags: GlobalFlags, order: Order, itself: () => Promise<number>): Promise<number> {
  const config = loadConfig({ varDir: flags.var })
  await using opened = new AsyncDisposableStack()
  let who: WhoTakes | undefined
  for (let endsUntil = 0; ; ) {
    try {
      return await itself()
    } catch (error) {
      if (!(error instanceof BusyFault)) throw error
      who ??= opened.use(await openWhoTakes(config))
      const taker = await who.look()
      if (taker === 'takes') {
        await who.requireFound()
        const code = await give(boxOf(config), order, { flags, who, busy: error })
        if (code !== 'it ends') return code
        endsUntil = performance.now() + DRAIN_MS
      } else if (performance.now() > endsUntil) throw taker === 'nobody' ? error : takesNone(error)
      await sleep(LOOK_MS)
    }
  }
}

const takesNone = (cause: BusyFault) =>
  new BusyFault(`${cause.message}; it takes no orders: do it again when that one has ended`, { cause })

interface Giving {
  flags: GlobalFlags
  who: WhoTakes
  busy: BusyFault
}

async function give(box: OrderBox, order: Order, { flags, who, busy }: Giving): Promise<number | 'it ends'> {
  const name = await box.leave(JSON.stringify(order))
  const stop = stopOnSignals({ say: () => {} })
  const slow = setTimeout(() => say('no answer yet; it is waited for (Ctrl-C takes the order back)'), QUIET_MS)
  const since = performance.now()
  let taken = since
  try {
    while (performance.now() - since < who.answerMs) {
      const answer = await box.takeAnswer(name)
      if (answer !== undefined) return tell(flags, answer)
      if (stop.signal.aborted) return await stopped(box, name)
      if ((await who.look()) === 'takes') taken = performance.now()
      else if (performance.now() - taken >= who.goneMs && (await box.takeBack(name))) return 'it ends'
      await sleep(LOOK_MS, undefined, { signal: stop.signal }).catch(() => {})
    }
    if (isQuestion(order)) {
      await box.takeBack(name)
      throw busy
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
