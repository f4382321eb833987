// The orchestrator that runs takes in what commands left to it, obeys it as they would have, and answers.

import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../../config.ts'
import { isFault, messageOf, UsageFault } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import type { OrderBox } from '../../store/order-box.ts'
import { retryNow } from '../retry.ts'
import { trackOrdered } from '../track.ts'
import type { RunningApp } from '../with-app.ts'
import { type Answer, boxOf, faultOf, Order, type Said } from './order.ts'
import { sayNoTaker, sayTaker } from './taker.ts'

const LOOK_MS = 500
const SWEEP_LOOKS = 7200
/** What could not be done now, and is kept. */
const AGAIN_MS = 30_000

/** Its disposal lets what was begun come to its end. @param onDone there may be new work */
export async function obeyOrders(running: RunningApp, onDone = () => {}): Promise<AsyncDisposable> {
  const { signal } = running
  const { config, log } = running.app
  const box = boxOf(config)
  const over = new AbortController()
  const rest = AbortSignal.any([signal, over.signal])
  const isShared = config.settings.REDIS_URL !== undefined
  /** Obeyed, and the disk did not take the answer: they are not obeyed again. */
  const untold = new Map<string, Answer>()
  const notBefore = new Map<string, number>()
  let said = ''

  async function look(): Promise<void> {
    if (!isShared && !over.signal.aborted) sayTaker(config.varDir)
    const troubles: unknown[] = []
    for (const name of await box.begin()) {
      signal.throwIfAborted()
      if (performance.now() >= (notBefore.get(name) ?? 0)) await take(name).catch(error => troubles.push(error))
    }
    if (troubles.length > 0) throw troubles[0] // it was in nobody's way
  }

  async function take(name: string): Promise<void> {
    const answer = untold.get(name) ?? (await obey(running, name, box))
    if (answer === 'later') notBefore.set(name, performance.now() + AGAIN_MS)
    else if (answer) await tell(name, answer)
    else await setAside(name)
  }

  async function tell(name: string, answer: Answer): Promise<void> {
    untold.set(name, answer)
    await failpoint('order.obeyed')
    await box.answer(name, JSON.stringify(answer))
    untold.delete(name)
    onDone()
  }

  async function setAside(name: string): Promise<void> {
    await box.setAside(name)
    await box.answer(name, JSON.stringify({ by: nameOf(config), fault: faultOf(NOT_UNDERSTOOD) } satisfies Answer))
    log.warn({ order: name }, 'an order is not understood: it is set aside')
  }

  async function all(): Promise<void> {
    for (let looks = 0; !rest.aborted; looks += 1) {
      await look().then(
        () => {
          said = ''
        },
        error => {
          if (!signal.aborted && said !== messageOf(error))
            log.warn({ reason: messageOf(error) }, 'no orders of commands are taken in')
          said = messageOf(error)
        },
      )
      if (looks % SWEEP_LOOKS === 0) await box.sweep().catch(() => {})
      await sleep(LOOK_MS, undefined, { signal: rest }).catch(() => {})
    }
  }

  const ended = all()
  return {
    async [Symbol.asyncDispose]() {
      over.abort()
      if (!isShared) sayNoTaker(config.varDir)
      await ended
    },
  }
}

/** Killed before the answer is there, it is obeyed again at the next start: what it does is the same done twice. */
async function obey(running: RunningApp, name: string, box: OrderBox): Promise<Answer | 'later' | undefined> {
  const { config, log } = running.app
  const order = orderIn(await box.read(name))
  if (!order) return undefined
  const by = nameOf(config)
  const told = { command: order.command, what: wordsOf(order) }
  try {
    const said = await doOrder(running, order, name)
    log.info(told, 'an order of a command was obeyed')
    return { by, said }
  } catch (error) {
    running.signal.throwIfAborted() // whoever comes next obeys it
    log.info({ ...told, reason: messageOf(error) }, 'an order of a command could not be obeyed')
    return mayChange(error) && (await box.isKept(name)) ? 'later' : { by, fault: faultOf(error) }
  }
}

const NOT_UNDERSTOOD = new UsageFault(
  'the orchestrator that runs does not understand this order: expected the same version of the program as this one',
)

const nameOf = ({ settings }: Config) =>
  `process ${process.pid}${settings.REDIS_URL === undefined ? '' : ` on ${hostname()}`}`

/** Notion or a disk is away, a program is missing: another time it may be done. */
const mayChange = (error: unknown) => isFault(error) && /^(Transient|Limited|Environment)$/.test(error.errorClass)

/** As they stood behind the command; undefined: nothing did. */
function wordsOf(order: Order): string | undefined {
  const flags =
    order.command === 'retry' ? [order.all && '--all', order.columns && '--columns', order.dryRun && '--dry-run'] : []
  return [order.what, ...flags].flat().filter(Boolean).join(' ') || undefined
}

function doOrder(running: RunningApp, order: Order, name: string): Promise<Said> {
  switch (order.command) {
    case 'retry':
      return retryNow(running.app, order)
    case 'track':
      return trackOrdered(running, order.what, name)
  }
}

function orderIn(text: string | undefined): Order | undefined {
  try {
    return Order.safeParse(JSON.parse(text ?? '')).data
  } catch {
    return undefined
  }
}
