// All lanes by name: one for each outside service, opened when it is first asked.

import type { Log } from '../log.ts'
import { type Clock, SYSTEM_CLOCK } from './clock.ts'
import type { Lane, Turn } from './lane.ts'
import { type LaneState, type LaneStore, pausesLeft } from './lane-state.ts'
import { untilOf } from './pauses.ts'
import { openServiceLane, type ServiceLane } from './service-lane.ts'
import { type Service, serviceOf } from './services.ts'
import { openWatch } from './watch.ts'

export interface LaneStatus {
  name: string
  /** `paused`: by a person. */
  state: 'open' | 'parked' | 'circuit open' | 'budget spent' | 'paused'
  /** Unknown of what a person paused. */
  until?: Date
  reason?: string
  running: number
  waiting: number
  /** Unknown of a lane that another part of the program opened. */
  spentToday?: number
  budget?: number
}

export interface Lanes {
  /** @throws Limited at once when the service is to be left alone for longer than the caller's patience; see Lane.run */
  run<T>(name: string, work: () => Promise<T>, turn?: Turn): Promise<T>
  /** Shows a lane that another part of the program opened. */
  adopt(name: string, lane: Lane): void
  status(): LaneStatus[]
  /** Epoch ms until which nothing is sent there; undefined when it is open. */
  parkedUntil(name: string): number | undefined
  /** A person wants nothing asked of it until they take that back; kept at once, also inside a commit. */
  hold(name: string, reason: string): void
  /** Takes that back, and nothing else. */
  letGo(name: string): void
  /** Lanes that are parked, or have all their requests under way: a job that needs one would only wait. */
  closed(): Set<string>
  /** Whoever still waits for a turn is told so. */
  close(): Promise<void>
}

export interface LanesDeps {
  store: LaneStore
  log: Log
  clock?: Clock
  random?: () => number
  /** A lane that was parked, or full, may be used again. */
  onOpen?: (name: string) => void
  serviceOf?: (name: string) => Service | undefined
  /** Before each request. @throws when nothing may be asked any more */
  requireSeat?: () => void
}

/** More lanes than this, and those that know nothing worth keeping are let go. */
const MOST_LANES = 200
const LOOK_AGAIN_MS = 5000

export function openLanes(deps: LanesDeps): Lanes {
  const { store, log, clock = SYSTEM_CLOCK, random = Math.random, onOpen = () => {}, requireSeat = () => {} } = deps
  const services = deps.serviceOf ?? serviceOf
  const opened = new Map<string, ServiceLane>()
  const adopted = new Map<string, Lane>()
  const kept = new Map(store.load().map(state => [state.name, state]))
  for (const state of kept.values()) if (tellsSomething(state, clock.now()) && services(state.name)) laneOf(state.name)
  const watch = openWatch(msToOpen, onOpen)

  function laneOf(name: string): ServiceLane {
    const known = opened.get(name)
    if (known) return known
    const service = services(name)
    if (!service) throw new Error(`there is no lane named ${name}`)
    if (opened.size >= MOST_LANES) letGo()
    const save = (state: LaneState) => {
      kept.set(name, state)
      store.save(state)
    }
    const lane = openServiceLane({ name, service, before: kept.get(name), save, clock, random, log })
    opened.set(name, lane)
    return lane
  }

  function letGo(): void {
    for (const [name, service] of opened) {
      if (!service.isBlank) continue
      opened.delete(name)
      void service.lane.close()
    }
  }

  function msToOpen(name: string): number {
    const lane = opened.get(name)?.lane
    if (!lane) return adopted.get(name)?.parked ? LOOK_AGAIN_MS : 0
    return isFull(lane) ? Number.POSITIVE_INFINITY : lane.msToTurn
  }

  const lanes = () => [...adopted, ...[...opened].map(([name, { lane }]) => [name, lane] as const)]

  return {
    async run(name, work, turn) {
      try {
        const checked: typeof work = async () => {
          requireSeat()
          return work()
        }
        return await laneOf(name).lane.run(checked, turn)
      } finally {
        watch.look()
      }
    },
    adopt: (name, lane) => void adopted.set(name, lane),
    status: () => lanes().map(([name, lane]) => statusOf(name, lane, opened.get(name))),
    parkedUntil(name) {
      const parked = (opened.get(name)?.lane ?? adopted.get(name))?.parked
      return parked && untilOf(parked, clock)
    },
    hold: (name, reason) => laneOf(name).hold(reason),
    letGo(name) {
      laneOf(name).letGo()
      watch.look()
    },
    closed() {
      const closed = lanes().flatMap(([name]) => (msToOpen(name) > 0 ? [name] : []))
      watch.over(closed)
      return new Set(closed)
    },
    async close() {
      watch.stop()
      await Promise.all([...opened.values()].map(({ lane }) => lane.close()))
    },
  }
}

const isFull = ({ running, waiting, atOnce }: Lane) => running + waiting >= atOnce

const tellsSomething = (state: LaneState, now: number) =>
  state.openings > 0 || state.spent !== undefined || pausesLeft(state, now).length > 0

const STATES = { limit: 'parked', circuit: 'circuit open', budget: 'budget spent', person: 'paused' } as const

function statusOf(name: string, lane: Lane, service: ServiceLane | undefined): LaneStatus {
  const { parked, running, waiting } = lane
  return {
    name,
    state: parked ? STATES[parked.kind ?? 'limit'] : 'open',
    ...(parked && { reason: parked.reason }),
    ...(parked && parked.kind !== 'person' && { until: new Date(parked.until) }),
    running,
    waiting,
    spentToday: service?.spentToday,
    budget: service?.perDay,
  }
}
