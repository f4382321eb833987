// What each outside service stands for, by the name of its lane. Notion's lane is its client's own.

import type { CircuitRules } from './circuit.ts'

export interface Service {
  /** For people. */
  title: string
  /** Requests that any window of `windowMs` may hold. */
  requests: number
  windowMs: number
  /** Requests that may be on their way at once. */
  atOnce: number
  /** How long a caller waits for its turn before it gives its place back. */
  patienceMs: number
  circuit: CircuitRules
  /** Requests a day; absent: as many as one likes. */
  perDay?: number
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const USUAL = {
  patienceMs: 5 * SECOND,
  circuit: { failures: 3, openMs: 30 * SECOND, longestMs: 5 * MINUTE },
}

/** Each host of the web is a service of its own: `web:example.org`. As many connections as a browser makes. */
const WEB = { ...USUAL, requests: 600, windowMs: MINUTE, atOnce: 6 }

const SERVICES: Readonly<Record<string, Service>> = {
  // a client may play 15,000 tracks in 24 h; a fetch asks about three times
  soundcloud: { ...USUAL, title: 'SoundCloud', requests: 60, windowMs: MINUTE, atOnce: 4, perDay: 5000 },
  // guests are taken for bots at about 300 recordings an hour
  youtube: { ...USUAL, title: 'YouTube', requests: 300, windowMs: 60 * MINUTE, atOnce: 3 },
}

/** @returns undefined when no lane has such a name */
export function serviceOf(lane: string): Service | undefined {
  const host = /^web:(.+)$/.exec(lane)?.[1]
  return host === undefined ? SERVICES[lane] : { ...WEB, title: host }
}
