// GET /api/failures, /api/tasks, /api/runs and /api/charts: what became of the work.

import type { JobKind, OfferedAct, RunOutcome } from './api.ts'
import type { TrackDetail } from './api-track.ts'

export interface FailurePage {
  items: Failure[]
  page: number
  pages: number
  total: number
}

export interface Failure {
  key: string
  kind: JobKind
  id?: string
  label: string
  state: 'failed' | 'review' | 'set aside'
  reason: string
  /** As in the row: `SC_404` … */
  tag?: string
  at: number
  attempts: number
  candidates: TrackDetail['candidates']
  acts: OfferedAct[]
}

export interface Tasks {
  handoffs: {
    task: string
    title: string
    agent: string
    at: number
    acknowledgedAt?: number
    state: 'begun' | 'open' | 'closing'
  }[]
  /** The newest first. */
  ended: { task: string; title: string; agent: string; at: number; endedAt: number; how: string }[]
  jobs: {
    key: string
    id: string
    title: string
    state: string
    because: string
    reason: string
    at: number
    acts: OfferedAct[]
  }[]
  /** That nothing can do; of the last cycle. */
  leftAlone: { id: string; title: string; because: string }[]
  /** That wait for others; of the last cycle. */
  waiting: { label: string; because: string }[]
}

export interface RunLine {
  id: number
  key: string
  kind?: JobKind
  /** Page id, where it is about a page. */
  page?: string
  handler: string
  label: string
  outcome: RunOutcome
  reason: string
  startedAt: number
  endedAt: number
}

export interface RunPage {
  items: RunLine[]
  /** For the next page: `before=`. Absent: these were the last. */
  next?: number
}

export interface Charts {
  /** Days of this time zone. */
  zone: string
  /** Every day of the time, the oldest first; of today, what there is. */
  days: { day: string; done: number; failed: number; skipped: number; requests: number }[]
  /** Done of done and failed, 0 to 1; absent: nothing ended. */
  successRate?: number
  /** Notion's requests for each track that was done; absent: none was. */
  requestsPerTrack?: number
  /** The dearest first. */
  stages: {
    stage: string
    count: number
    meanSeconds: number
    totalSeconds: number
    cpuSeconds: number
    bytes: number
  }[]
  /** Of all tracks that are known: 2 BPM wide. */
  tempo: { from: number; to: number; count: number }[]
  /** In the order of the Camelot wheel, 1A to 12B: all 24. */
  keys: { camelot: string; key: string; count: number }[]
}
