// The lane of one service: what the ends of its requests say about the service closes and opens it.

import { Environment, type Fault, isFault, Limited } from '../errors.ts'
import type { Log } from '../log.ts'
import { openCircuit } from './circuit.ts'
import type { Clock } from './clock.ts'
import { nextMidnight, openDayCount } from './day.ts'
import { healthOf } from './health.ts'
import { type Lane, openLane, type Pause, type Turn } from './lane.ts'
import { type LaneState, pausesLeft } from './lane-state.ts'
import type { Service } from './services.ts'

export interface ServiceLane {
  readonly lane: Lane
  readonly spentToday: number
  readonly perDay: number | undefined
  /** Nothing is known of it that a new one would not know. */
  readonly isBlank: boolean
  /** A person wants nothing asked of it until they take that back; kept over restarts. */
  hold(reason: string): void
  letGo(): void
}

export interface ServiceLaneDeps {
  name: string
  service: Service
  before: LaneState | undefined
  save(state: LaneState): void
  clock: Clock
  random: () => number
  log: Log
}

const LONGEST_LIMIT_MS = 24 * 3600_000
/** Longer than anybody waits. */
const HELD_MS = 100 * 365 * 24 * 3600_000
/** Added at most to what a service asked for, so that those who wait do not all come back at once. */
const JITTER_PART = 0.1

export function openServiceLane(deps: ServiceLaneDeps): ServiceLane {
  const { name, service, before, clock, log } = deps
  const { title, perDay } = service
  const circuit = openCircuit(service.circuit, before?.openings)
  const day = openDayCount(before?.spent)
  const { atOnce: maxConcurrent, requests, windowMs, patienceMs } = service
  const lane = openLane({ requests, windowMs, maxConcurrent, patienceMs, title, clock, around, onPark: save })
  lane.oneOnly(circuit.openings > 0)
  let isRestored = false
  for (const pause of before ? pausesLeft(before, clock.now()) : []) lane.park(pause)
  isRestored = true

  function save(): void {
    if (!isRestored) return
    const pauses = lane.pauses.map(({ until, reason, kind = 'limit' }) => ({ until, reason, kind }))
    deps.save({ name, at: clock.now(), pauses, openings: circuit.openings, spent: day.spent })
  }

  async function around<T>(work: () => Promise<T>, turn: Turn): Promise<T> {
    const { openings } = circuit
    spendOne()
    try {
      const answer = await work()
      answered()
      return answer
    } catch (error) {
      throw isFault(error) ? judge(error, openings, turn) : error
    }
  }

  function spendOne(): void {
    const { count } = day.add(clock.now())
    if (perDay === undefined) return
    if (count >= perDay) {
      const reason = `${title}: the ${perDay} requests of today are spent`
      lane.park({ until: nextMidnight(clock.now()), reason, kind: 'budget' })
    }
    save()
  }

  function answered(): void {
    if (!circuit.succeeded()) return
    lane.unpark('circuit')
    lane.oneOnly(false)
    save()
    log.info({ lane: name }, 'a service works again')
  }

  function judge(fault: Fault, openings: number, { about }: Turn): Fault {
    if (fault instanceof Limited) {
      answered()
      return limited(fault)
    }
    const health = healthOf(fault)
    if (health === 'there') answered()
    if (health === 'away' || health === 'odd') {
      const ms = circuit.failed(openings, health === 'odd' ? about : undefined)
      if (ms !== undefined) open(ms, fault.message)
    }
    return fault
  }

  /** The time the service named, however long, up to a day. */
  function limited(fault: Limited): Fault {
    const now = clock.now()
    const ms = fault.until - now
    if (ms > LONGEST_LIMIT_MS) {
      const hours = Math.round(ms / 3600_000)
      const reason = `${title} wants no requests for ${hours} hours: ${fault.message}`
      if (!lane.pauses.some(isLimit)) log.error({ lane: name, until: new Date(fault.until).toISOString() }, reason)
      lane.park({ until: now + LONGEST_LIMIT_MS, reason })
      return new Environment(reason, { cause: fault })
    }
    lane.park({ until: Math.ceil(fault.until + deps.random() * JITTER_PART * ms), reason: fault.message })
    return fault
  }

  function open(ms: number, why: string): void {
    const until = clock.now() + ms
    const reason = `${title} does not work just now: ${why}`
    if (circuit.openings === 1)
      log.warn({ lane: name, until: new Date(until).toISOString(), reason }, 'a service is left alone for a while')
    lane.oneOnly(true)
    lane.park({ until, reason, kind: 'circuit' })
    save()
  }

  return {
    lane,
    perDay,
    hold(reason) {
      if (!lane.pauses.some(({ kind }) => kind === 'person'))
        lane.park({ until: clock.now() + HELD_MS, reason, kind: 'person' })
    },
    letGo() {
      lane.unpark('person')
      save()
    },
    get spentToday() {
      return day.today(clock.now())
    },
    get isBlank() {
      const isQuiet = lane.running + lane.waiting + circuit.openings === 0 && lane.pauses.length === 0
      return isQuiet && perDay === undefined
    },
  }
}

const isLimit = ({ kind = 'limit' }: Pause) => kind === 'limit'
