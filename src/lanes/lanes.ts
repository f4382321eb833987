// All lanes by name: one for each outside service, opened when it is first asked.

import type { Log } from '../log.ts'
import { type Clock, SYSTEM_CLOCK } from './clock.ts'
import type { Lane, Turn } from './lane.ts'
import type { LaneStore } from './lane-state.ts'
import { openServiceLane, type ServiceLane } from './service-lane.ts'
import { type Service, serviceOf } from './services.ts'

export interface LaneStatus {
  name: string
  state: 'open' | 'parked' | 'circuit open' | 'budget spent'
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
  serviceOf?: (name: string) => Service
}

/** More lanes than this, and those that know nothing worth keeping are let go. */
const MOST_LANES = 200

export function openLanes(deps: LanesDeps): Lanes {
  const { store, log, clock = SYSTEM_CLOCK, random = Math.random } = deps
  const services = deps.serviceOf ?? serviceOf
  const kept = new Map(store.load().map(state => [state.name, state]))
  const opened = new Map<string, ServiceLane>()
  const adopted = new Map<string, Lane>()
  for (const { name } of kept.values()) if (!laneOf(name).isBlank) continue
  letGo(0)
