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

/** What they know is not worth a long wait, but a track whose turn was not waited for goes without it. */
const CATALOGUE = {
  atOnce: 2,
  patienceMs: 45 * SECOND,
  circuit: { failures: 3, openMs: 2 * MINUTE, longestMs: 15 * MINUTE },
}

const SERVICES: Readonly<Record<string, Service>> = {
  // a client may play 15,000 tracks in 24 h; a fetch asks about three times
  soundcloud: { ...USUAL, title: 'SoundCloud', requests: 60, windowMs: MINUTE, atOnce: 4, perDay: 5000 },
  // guests are taken for bots at about 300 recordings an hour
  youtube: { ...USUAL, title: 'YouTube', requests: 300, windowMs: 60 * MINUTE, atOnce: 3 },
  // counts in windows of 30 s, and again over a day, where others were cut off at about 2,600
  spotify: { ...USUAL, title: 'Spotify', requests: 75, windowMs: 30 * SECOND, atOnce: 1, perDay: 1000 },
  // an app on this machine: refused once, it does not run; under load it answers nobody for a while
  eagle: {
    title: 'Eagle',
    requests: 1200,
    windowMs: MINUTE,
    atOnce: 1,
    patienceMs: 15 * SECOND,
    circuit: { failures: 1, openMs: 15 * SECOND, longestMs: MINUTE },
  },
  deezer: { ...CATALOGUE, title: 'Deezer', requests: 50, windowMs: 5 * SECOND, atOnce: 4 },
  musicbrainz: { ...CATALOGUE, title: 'MusicBrainz', requests: 1, windowMs: SECOND, atOnce: 1 },
  // names no limit
  coverart: { ...CATALOGUE, title: 'Cover Art Archive', requests: 120, windowMs: MINUTE },
  itunes: { ...CATALOGUE, title: 'iTunes', requests: 20, windowMs: MINUTE },
  acoustid: { ...CATALOGUE, title: 'AcoustID', requests: 3, windowMs: SECOND },
}

/** One run at a time; the next waits for its turn as a job. */
const AGENT = { ...USUAL, requests: 60, windowMs: MINUTE, atOnce: 1 }

/** @returns undefined when no lane has such a name */
export function serviceOf(lane: string): Service | undefined {
  const agent = /^agent:(.+)$/.exec(lane)?.[1]
  if (agent !== undefined) return { ...AGENT, title: agent }
  const host = /^web:(.+)$/.exec(lane)?.[1]
  return host === undefined ? SERVICES[lane] : { ...WEB, title: host }
}
