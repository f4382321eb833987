// What the dashboard's routes answer and take: the page's side and the server's side of one contract.
//
// Times are epoch milliseconds. Every text may hold anything at all: a page shows it as text, never as HTML. What is not
// known is absent. Errors are `{"error": "<a sentence>"}`: 400 wrong question, 401 not signed in, 403 not from this page,
// 404 nothing there, 421 a name of the host that is not this machine's, 429 too often (`retry-after`), 503 later.
//
// GET  /                              the page (static/index.html)
// GET  /static/<file>                 every other file of static/, by its name
// GET  /login                         static/login.html; in it `<!-- says -->` is replaced by why it is asked again.
//                                     Only it, /static/login.css and /static/icon.svg can be had without signing in.
// POST /login                         a form (`token=…`): 303 to / with the cookie, or 401 with login.html again;
//                                     or JSON {"token": "…"}: 204 with the cookie, or 401, 429
// POST /logout                        204 (a form: 303 to /login); the session is over
// GET  /api/now                       Now
// GET  /api/events                    server-sent events: `now` (Now, when it has changed), `ended` (Ended, as it happens);
//                                     a comment line every 15 s; the client comes again by itself. 503: too many look on
// GET  /api/tracks?q&state&sort&page  TrackPage
// GET  /api/tracks/<id>               TrackDetail
// GET  /api/tracks/<id>/cover         the picture in its file: jpeg, png or webp; 204: it has none
// GET  /api/tracks/<id>/waveform      image/svg+xml; 204: there is none (lists ask for both; a 404 would be an error in
//                                     the browser's console for each line)
// GET  /api/tracks/<id>/audio?format  the file (m4a, wav, aiff), with ranges
// GET  /api/failures?page             FailurePage
// GET  /api/tasks                     Tasks
// GET  /api/runs?before&outcome&handler  RunPage
// GET  /api/charts?days               Charts; days 1 to 365, default 30
// POST /api/act                       Act → Acted; JSON, from this page or with `Authorization: Bearer`

import type { Act, ActAnswer } from '../../model/act.ts'
import type { Cluster } from './api-cluster.ts'

export type { Act } from '../../model/act.ts'
export type * from './api-cluster.ts'
export type * from './api-track.ts'
export type * from './api-work.ts'

export const TRACK_STATES = [
  'running',
  /** Its turn comes. */
  'queued',
  /** Not before `until`. */
  'later',
  /** It wants something first that a person has to give; known of the last cycle. */
  'waiting',
  /** A person has to say which candidate it is. */
  'review',
  'failed',
  /** It ended the program three times; only a person starts it again. */
  'set aside',
  /** A person said to leave it. */
  'ignored',
  'done',
  /** There was nothing to do, or a person took its results back. */
  'skipped',
] as const
export type TrackState = (typeof TRACK_STATES)[number]

/** A count for each state that there is. */
export type StateCounts = Partial<Record<TrackState, number>>

export interface Now {
  /** Grows with each change. */
  version: number
  at: number
  /** `local`: there is no Notion. */
  workspace: 'local' | 'Notion'
  /** Whether orders are taken from whoever asks; `why` if not. */
  actions: { allowed: true } | { allowed: false; why: string }
  /** Whether there is something to sign out of. */
  signedIn: boolean
  /** Whether the loop goes round, and else why not. */
  ready: { ready: boolean; reasons: string[] }
  running: Running[]
  /** All machines; absent: this one works alone. */
  cluster?: Cluster
  /** Tracks that the loop means to work on in one go. */
  batch?: { expected: number; ended: number; since: number }
  /** The next ones, those that are due first in front; `more` beside these. */
  waiting: { items: Waiting[]; more: number }
  lanes: Lane[]
  /** Writes that wait for Notion; `refused`: Notion does not take them. */
  unsent: { count: number; refused: number; oldest?: number; reason?: string }
  /** Steps of the last cycle that could not be done; `mends`: it is tried again by itself. */
  problems: { step: string; reason: string; mends: boolean }[]
  /** Rounds of the loop that ended, and when rows were looked for last. */
  cycle: { count: number; endedAt?: number }
  sync: { last?: number; next?: number; enabled: boolean }
  disk: { place: 'library' | 'state'; free: number; size: number }[]
  tracks: StateCounts
  jobs: { running: number; waiting: number; later: number; failed: number; setAside: number }
  tasks: { openHandoffs: number; failed: number }
  /** As many as /api/failures has. */
  failures: number
  quarantine: { files: number; bytes: number }
  /** How much of the list of tracks is there, 0 to 1, after a start. */
  listed: number
}

export interface Running {
  /** For acts: `track:<page id>` … */
  key: string
  kind: JobKind
  /** Page id, where it is about a page. */
  id?: string
  label: string
  stage?: string
  /** Of the whole work, 0 to 1. */
  fraction?: number
  since: number
}

export const JOB_KINDS = ['track', 'task', 'sync', 'playlist', 'eagle', 'wish'] as const
export type JobKind = (typeof JOB_KINDS)[number]

export interface Waiting {
  /** Absent: no job, a row that wants something first. */
  key?: string
  kind: JobKind
  id?: string
  label: string
  because: string
  until?: number
}

export interface Lane {
  name: string
  /** For people. */
  title: string
  /** `paused`: by a person. */
  state: 'open' | 'parked' | 'circuit open' | 'budget spent' | 'paused'
  until?: number
  reason?: string
  running: number
  waiting: number
  spentToday?: number
  budget?: number
  acts: OfferedAct[]
}

/** A piece of work has ended. */
export interface Ended {
  kind: JobKind
  id: string
  label: string
  handler: string
  outcome: RunOutcome
  text: string
  at: number
  ms: number
}

export const RUN_OUTCOMES = ['done', 'skipped', 'retry', 'failed', 'blocked'] as const
export type RunOutcome = (typeof RUN_OUTCOMES)[number]

export const TRACK_SORTS = [
  'changed',
  '-changed',
  'title',
  '-title',
  'artist',
  '-artist',
  'tempo',
  '-tempo',
  'key',
] as const
/** A minus in front: the last first. */
export type TrackSort = (typeof TRACK_SORTS)[number]

/** `q`: words in any order, each anywhere in artist or title, accents and case aside. `state`: several with commas. */
export interface TrackQuestion {
  q?: string
  state?: TrackState[]
  sort?: TrackSort
  /** From 1; 50 a page. */
  page?: number
}

export interface TrackPage {
  items: TrackLine[]
  page: number
  pages: number
  /** That fit the question. */
  total: number
  /** Of those that fit the words, whatever their state. */
  states: StateCounts
  listed: number
}

export interface TrackLine {
  id: string
  title: string
  artist?: string
  state: TrackState
  /** Why it is so. */
  because?: string
  until?: number
  /** Of the last change. */
  changedAt: number
  /** BPM. */
  tempo?: number
  /** `A minor`. */
  key?: string
  /** `8A`. */
  camelot?: string
  /** LUFS. */
  loudness?: number
  seconds?: number
  /** Formats of the files there are: what can be played, and may have a cover and a waveform. */
  formats: string[]
}

/** Post its body to /api/act. */
export interface OfferedAct {
  /** On a button. */
  says: string
  body: Act
}

export type Acted = ActAnswer
