// The pauses of a lane: each over when it was asked to be, whatever people do to the clock.

import { type Clock, type Deadline, deadlineIn, msLeft } from './clock.ts'

export const PAUSE_KINDS = ['limit', 'circuit', 'budget', 'person'] as const
/** The service asked for it; the service does not answer; the day's requests are spent; a person wants it so. */
export type PauseKind = (typeof PAUSE_KINDS)[number]

export interface Pause {
  /** Epoch ms. */
  until: number
  reason: string
  /** Default: `limit`. */
  kind?: PauseKind
}

export interface Pauses {
  /** Takes a pause of the whole lane, or of one endpoint. @returns false when a longer one of its kind stands */
  add(pause: Pause, endpoint?: string): boolean
  /** Milliseconds until nothing of the lane, or of the endpoint, is parked any more. */
  msLeft(endpoint?: string): number
  /** The pause that ends last. */
  longest(endpoint?: string): Pause | undefined
  /** The pauses of the whole lane that are not over. */
  all(): Pause[]
  end(kind: PauseKind): void
}

/** A pause, and when it is over by the clocks that nobody sets. */
interface Parked {
  pause: Pause
  over: Deadline
}

/** More than that between a pause and its deadline: the clock was set. */
const CLOCK_WAS_SET_MS = 2000

export function openPauses(clock: Clock): Pauses {
  const byPlace = new Map<string, Parked>()
  const left = (parked: Parked | undefined) => (parked ? Math.max(0, msLeft(clock, parked.over)) : 0)

  /** By the clock of now, when it was set since. */
  function shown(parked: Parked): Pause {
    const until = clock.now() + left(parked)
    return Math.abs(until - parked.pause.until) > CLOCK_WAS_SET_MS ? { ...parked.pause, until } : parked.pause
  }

  function longest(endpoint?: string): Parked | undefined {
    const places: string[] = [...PAUSE_KINDS]
    if (endpoint !== undefined) places.push(placeOf('limit', endpoint))
    let found: Parked | undefined
    for (const parked of places.map(place => byPlace.get(place))) {
      if (parked && left(parked) > left(found)) found = parked
    }
    return found
  }

  return {
    add(pause, endpoint) {
      const place = placeOf(pause.kind ?? 'limit', endpoint)
      const ms = pause.until - clock.now()
      if (ms <= left(byPlace.get(place))) return false
      byPlace.set(place, { pause, over: deadlineIn(clock, ms) })
      return true
    },
    msLeft: endpoint => left(longest(endpoint)),
    longest(endpoint) {
      const parked = longest(endpoint)
      return parked && shown(parked)
    },
    all: () =>
      PAUSE_KINDS.flatMap(kind => byPlace.get(kind) ?? [])
        .filter(parked => left(parked) > 0)
        .map(shown),
    end: kind => void byPlace.delete(kind),
  }
}

/** Nobody knows when a person takes a pause back: until then it is asked again after a while. */
const ASK_AGAIN_MS = 15 * 60_000

export const untilOf = ({ kind, until }: Pause, clock: Pick<Clock, 'now'>): number =>
  kind === 'person' ? clock.now() + ASK_AGAIN_MS : until

const placeOf = (kind: PauseKind, endpoint?: string) => (endpoint === undefined ? kind : `${kind} of ${endpoint}`)
