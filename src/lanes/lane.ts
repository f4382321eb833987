// A lane: one rate-limited outside service. It spends the service's budget exactly and can be parked.

import { Limited } from '../errors.ts'
import { openAtOnce } from './at-once.ts'
import { type BudgetOptions, openBudget } from './budget.ts'
import { type Deadline, deadlineIn, msLeft, SYSTEM_CLOCK, sleep } from './clock.ts'
import { openPauses, type Pause, type PauseKind, untilOf } from './pauses.ts'
import { unlessLate } from './unless-late.ts'

export type { Pause } from './pauses.ts'

export interface Turn {
  signal?: AbortSignal
  /** Goes first and may spend what bulk calls must leave. */
  urgent?: boolean
  /** The part of the service it asks, for limits of that part alone. */
  endpoint?: string
  /** How long it may wait for its turn; default: the lane's. */
  patienceMs?: number
  /** What it is about: a failure of the same thing again says nothing new about the service. */
  about?: string
}

export interface Lane {
  /** @throws Limited at once when the turn does not come within the patience: whoever waits elsewhere holds nothing */
  run<T>(work: () => Promise<T>, turn?: Turn): Promise<T>
  /** No request leaves before the pause is over, or none to one endpoint. A pause is never shortened. */
  park(pause: Pause, endpoint?: string): void
  /** Takes back a pause of this kind. */
  unpark(kind: PauseKind): void
  /** Whether only one request may be on its way, as long as it is not known how the service is. */
  oneOnly(on: boolean): void
  /** The service counts more than this lane sent: its share shrinks, and grows back slowly from `until` on. */
  yieldToOthers(until: number): void
  /** The pause of the whole lane that ends last. */
  readonly parked: Pause | undefined
  readonly pauses: Pause[]
  /** Requests sent so far. */
  readonly sent: number
  /** Requests a window may hold now. */
  readonly share: number
  /** Requests that may be on their way at once now. */
  readonly atOnce: number
  /** Until one more could go: what its pauses and its window say. */
  readonly msToTurn: number
  readonly running: number
  readonly waiting: number
  /** Whoever still waits for a turn is told so. */
  close(): Promise<void>
}

export interface LaneOptions extends BudgetOptions {
  /** The service, for people. */
  title?: string
  /** How long a caller that says nothing waits for its turn; default: as long as it takes. */
  patienceMs?: number
  /** Runs each request that leaves. */
  around?: <T>(work: () => Promise<T>, turn: Turn) => Promise<T>
  /** The whole lane was parked, or for longer than before. */
  onPark?: (pause: Pause) => void
}

interface Caller {
  turn: Turn
  signal: AbortSignal
  gone: boolean
  patience?: Deadline
}

const LONGEST_SLEEP_MS = 60_000
/** When a lane whose requests are all under way is asked again. */
const ASK_AGAIN_MS = 15_000
/** Even a free place takes some turns of the event loop. */
const LEAST_TURN_MS = 100

export function openLane(options: LaneOptions): Lane {
  const { clock = SYSTEM_CLOCK, title = 'the service', around = work => work() } = options
  const budget = openBudget(options)
  const pauses = openPauses(clock)
  const atOnce = openAtOnce(options.maxConcurrent, clock, budget.allowAtOnce)
  const closed = new AbortController()
  const waiting = new Set<Caller>()
  /** Those of them that nothing but their turn keeps waiting. */
  const inLine = new Set<Caller>()
  let [sent, running] = [0, 0]

  const msOfPatience = ({ patience }: Caller) => (patience ? msLeft(clock, patience) : Number.POSITIVE_INFINITY)
  const mayGo = ({ gone, signal, turn }: Caller) => !gone && !signal.aborted && pauses.msLeft(turn.endpoint) <= 0

  async function untilOpen(caller: Caller): Promise<void> {
    const { endpoint } = caller.turn
    for (let wait = pauses.msLeft(endpoint); wait > 0; wait = pauses.msLeft(endpoint)) {
      const pause = pauses.longest(endpoint)
      if (pause && wait > msOfPatience(caller)) throw new Limited(pause.reason, untilOf(pause, clock))
      await sleep(Math.min(wait, LONGEST_SLEEP_MS), caller.signal)
    }
  }

  function requirePlace(caller: Caller): void {
    if (!caller.patience) return
    const ms = budget.msToPlace({ urgent: caller.turn.urgent ?? false, ahead: inLine.size })
    if (ms <= msOfPatience(caller)) return
    const most = `${options.requests} requests in ${Math.round(options.windowMs / 1000)} s`
    throw new Limited(`${title} gets no more than ${most}`, Math.ceil(clock.now() + ms))
  }

  async function send<T>(caller: Caller, work: () => Promise<T>): Promise<T> {
    for (const set of [waiting, inLine]) set.delete(caller)
    sent += 1
    running += 1
    try {
      const answer = await around(work, caller.turn)
      atOnce.succeeded()
      return answer
    } finally {
      running -= 1
    }
  }

  async function inItsTurn<T>(caller: Caller, work: () => Promise<T>): Promise<{ answer: T } | undefined> {
    requirePlace(caller)
    const turn = { urgent: caller.turn.urgent ?? false, mayGo: () => mayGo(caller) }
    inLine.add(caller)
    try {
      const spent = budget.spend(turn, () => send(caller, work))
      return await unlessLate(spent, {
        isWaiting: () => waiting.has(caller),
        signal: caller.signal,
        ms: Math.max(LEAST_TURN_MS, msOfPatience(caller)),
        late: () => new Limited(`${title} is busy with other work of ours`, clock.now() + ASK_AGAIN_MS),
      })
    } finally {
      inLine.delete(caller)
    }
  }

  async function run<T>(work: () => Promise<T>, turn: Turn): Promise<T> {
    const signal = turn.signal ? AbortSignal.any([turn.signal, closed.signal]) : closed.signal
    const patienceMs = turn.patienceMs ?? options.patienceMs ?? Number.POSITIVE_INFINITY
    const patience = Number.isFinite(patienceMs) ? deadlineIn(clock, patienceMs) : undefined
    const caller: Caller = { turn, signal, patience, gone: false }
    waiting.add(caller)
    try {
      for (;;) {
        signal.throwIfAborted()
        await untilOpen(caller)
        const ran = await inItsTurn(caller, work)
        if (ran) return ran.answer
      }
    } finally {
      caller.gone = true
      waiting.delete(caller)
    }
  }

  return {
    run: (work, turn = {}) => run(work, turn),
    park(pause, endpoint) {
      const isLimit = (pause.kind ?? 'limit') === 'limit' && endpoint === undefined
      // answers to requests of one burst count once
      if (isLimit && pauses.msLeft() <= 0) atOnce.refused()
      if (pauses.add(pause, endpoint) && endpoint === undefined) options.onPark?.(pause)
    },
    unpark: pauses.end,
    oneOnly: atOnce.oneOnly,
    yieldToOthers: budget.yieldToOthers,
    get parked() {
      return pauses.longest()
    },
    get pauses() {
      return pauses.all()
    },
    get sent() {
      return sent
    },
    get share() {
      return budget.share
    },
    get atOnce() {
      return atOnce.allowed
    },
    get msToTurn() {
      return Math.max(pauses.msLeft(), budget.msToPlace({ urgent: false, ahead: inLine.size }))
    },
    get running() {
      return running
    },
    get waiting() {
      return waiting.size
    },
    close() {
      closed.abort(new Error('the lane is closed'))
      return budget.close()
    },
  }
}
