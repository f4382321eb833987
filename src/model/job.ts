// A job: one accepted wish, until its one recorded outcome.

import type { Outcome, OutcomeKind } from './outcome.ts'

/** Jobs of one pool share its places; pools do not wait for each other. */
export const POOLS = ['wishes', 'sync', 'lists', 'tasks', 'tracks', 'eagle'] as const
export type Pool = (typeof POOLS)[number]

/** What a job of a pool is to people. */
export const KIND_OF = {
  wishes: 'wish',
  sync: 'sync',
  lists: 'playlist',
  tasks: 'task',
  tracks: 'track',
  eagle: 'eagle',
} as const satisfies Record<Pool, string>

/** Lower goes first: a person's click before a row that was found, that before a nightly scan. */
export const PRIORITY = { asked: 10, sync: 20, task: 30, track: 50, nightly: 80 } as const

export interface NewJob {
  /** What the job is about, e.g. `track:<page id>`: at most one running and one waiting job have it. */
  key: string
  pool: Pool
  /** The outside service it needs first. */
  lane: string
  handler: string
  /** What the handler gets, as JSON. */
  input: unknown
  /** What is asked for: another text for the same key is a new wish. */
  wish: string
  /** For people. */
  label: string
  /** Why there is this job. */
  because: string
  priority: number
  /** A person asked for it: an earlier failure is no reason to leave it. */
  asked?: boolean
  /** Epoch ms; default: now. */
  runAt?: number
  /** The first task of a chain of tasks that make tasks; default: the key itself. */
  root?: string
  /** How many tasks stand between it and `root`. */
  depth?: number
}

export const JOB_STATES = ['waiting', 'delayed', 'running', 'failed', 'quarantined'] as const
export type JobState = (typeof JOB_STATES)[number]

export interface Job extends Required<NewJob> {
  id: number
  state: JobState
  /** Tries that ended and count. */
  attempts: number
  /** Starts since the last end. */
  starts: number
  /** Grows with each start: whoever has an older one has lost the job. */
  fence: number
  /** How it ended last; empty before. */
  outcome: OutcomeKind | ''
  reason: string
  /** Epoch ms. */
  changedAt: number
}

/** Why there is work that a task asked for: the task tells how it stands and how it ends, and it is told once. */
export const BY_TASK = 'asked for by "'
export const askedByTask = (title: string): string => `${BY_TASK}${title}"`
export const isToldByTask = ({ because }: Pick<NewJob, 'because'>): boolean => because.startsWith(BY_TASK)

/** Starts without an end after which only a person starts it again. */
export const MOST_STARTS = 3
/** Work that waits for its surroundings is looked at again after this long. */
const BLOCKED_WAIT_MS = 15 * 60_000

export type NextState =
  | { state: 'gone' }
  | { state: 'failed'; attempts: number }
  | { state: 'delayed'; attempts: number; runAt: number }

/**
 * What becomes of a job after an outcome.
 * @param now epoch ms
 */
export function stateAfter(outcome: Outcome, job: Pick<Job, 'attempts'>, now: number): NextState {
  const { attempts } = job
  switch (outcome.kind) {
    case 'done':
    case 'skipped':
      return { state: 'gone' }
    case 'failed':
      return { state: 'failed', attempts: attempts + 1 }
    case 'retry':
      return { state: 'delayed', attempts: outcome.free ? attempts : attempts + 1, runAt: outcome.notBefore ?? now }
    case 'blocked':
      return { state: 'delayed', attempts, runAt: now + BLOCKED_WAIT_MS }
  }
}

export const trackKey = (pageId: string) => `track:${pageId}`
export const taskKey = (pageId: string) => `task:${pageId}`
/** A track's files go into Eagle. */
export const eagleKey = (pageId: string) => `eagle:${pageId}`
