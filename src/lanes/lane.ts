// A lane: one rate-limited outside service. It spends the service's budget exactly and can be parked.

import { addAbortListener } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BudgetOptions, openBudget } from './budget.ts'

export interface Turn {
  signal?: AbortSignal
  /** Goes first and may spend what bulk calls must leave. */
  urgent?: boolean
  /** The part of the service it asks, for limits of that part alone. */
  endpoint?: string
}

export interface Pause {
  /** Epoch ms. */
  until: number
  reason: string
}

export interface Lane {
  run<T>(work: () => Promise<T>, turn?: Turn): Promise<T>
  /** No request leaves before the pause is over, or none to one endpoint. A pause is never shortened. */
  park(pause: Pause, endpoint?: string): void
  /** The service counts more than this lane sent: its share shrinks, and grows back slowly from `until` on. */
  yieldToOthers(until: number): void
  readonly parked: Pause | undefined
  /** Requests sent so far. */
  readonly sent: number
  /** Requests a window may hold now. */
  readonly share: number
  /** Whoever still waits for a turn is told so. */
  close(): Promise<void>
}

/** A pause, and when it is over by a clock that nobody sets. */
interface Parked {
  pause: Pause
  openAt: number
}

const WHOLE_LANE = ''
const LONGEST_SLEEP_MS = 60_000

export function openLane(options: BudgetOptions): Lane {
  const budget = openBudget(options)
  const closed = new AbortController()
  const pauses = new Map<string, Parked>()
  let sent = 0

  function pauseOf(endpoint: string): Parked | undefined {
    const parked = pauses.get(endpoint)
    if (parked && msLeft(parked) > 0) return parked
    pauses.delete(endpoint)
    return undefined
  }

  const waitOf = ({ endpoint = WHOLE_LANE }: Turn) => Math.max(msLeft(pauseOf(WHOLE_LANE)), msLeft(pauseOf(endpoint)))

  async function untilOpen(turn: Turn): Promise<void> {
    for (let wait = waitOf(turn); wait > 0; wait = waitOf(turn))
      await sleep(Math.min(wait, LONGEST_SLEEP_MS), undefined, { signal: turn.signal })
  }

  async function run<T>(work: () => Promise<T>, turn: Turn): Promise<T> {
    const { urgent = false } = turn
    const signal = turn.signal ? AbortSignal.any([turn.signal, closed.signal]) : closed.signal
    const mayGo = () => !signal.aborted && waitOf(turn) <= 0
    for (;;) {
      signal.throwIfAborted()
      await untilOpen({ ...turn, signal })
      const spent = budget.spend({ urgent, mayGo }, () => {
        sent += 1
        return work()
      })
      const ran = await unlessAborted(spent, signal)
      if (ran) return ran.answer
    }
  }

  return {
    run: (work, turn = {}) => run(work, turn),
    park(pause, endpoint = WHOLE_LANE) {
      const ms = pause.until - Date.now()
      if (ms > msLeft(pauses.get(endpoint))) pauses.set(endpoint, { pause, openAt: performance.now() + ms })
    },
    yieldToOthers: budget.yieldToOthers,
    get parked() {
      return pauseOf(WHOLE_LANE)?.pause
    },
    get sent() {
      return sent
    },
    get share() {
      return budget.share
    },
    close() {
      closed.abort(new Error('the lane is closed'))
      return budget.close()
    },
  }
}

/** Over when either clock says so: one stands still while the machine sleeps, the other may be set back. */
const msLeft = (parked: Parked | undefined): number =>
  parked ? Math.min(parked.pause.until - Date.now(), parked.openAt - performance.now()) : 0

/** Whoever waits for a turn ends with the signal, not when the turn comes. */
async function unlessAborted<T>(spent: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  using _listener = addAbortListener(signal, () => aborted.reject(signal.reason))
  return await Promise.race([spent, aborted.promise])
}
