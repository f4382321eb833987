// What a report is made of, and what it says.

import type { OutcomeKind } from '../outcome.ts'
import type { DayFigures } from './by-day.ts'
import type { Day } from './day.ts'

export type ReportKind = 'daily' | 'weekly'

export interface PastRun {
  handler: string
  subject: string
  label: string
  outcome: OutcomeKind
  reason: string
  /** Epoch ms. */
  startedAt: number
  endedAt: number
}

/** What is kept of a time, as it is kept. */
export interface ReportData {
  /** Of the time, by their end. */
  runs: readonly PastRun[]
  /** The four weeks before it, the oldest day first. */
  before: readonly DayFigures[]
  stages: readonly { stage: string; wallMs: number }[]
  /** Pauses of services that reach into the time or the four weeks before it. */
  parkings: readonly { lane: string; reason: string; at: number; until: number }[]
  requests: readonly { hour: number; count: number }[]
  /** Of rows that were looked at in the time. */
  verified: { rows: number; findings: readonly string[] }
  handoffs: { given: number; ended: readonly { how: string; count: number }[] }
  /** As it is when the report is made. */
  waiting: { unsent: number; setAside: number; openHandoffs: number }
}

export interface Sums {
  done: number
  failed: number
  skipped: number
  blocked: number
}

export interface Report {
  kind: ReportKind
  first: Day
  last: Day
  zone: string
  /** ISO times. */
  from: string
  to: string
  madeAt: string
  tracks: Sums
  tasks: Sums
  /** Runs that were put off and tried again. */
  retries: number
  failures: { reason: string; count: number; examples: string[] }[]
  stages: { stage: string; count: number; medianMs: number; p95Ms: number }[]
  /** Requests to Notion. */
  requests: number
  services: { lane: string; times: number; minutes: number; reason: string }[]
  verified: { rows: number; findings: { kind: string; count: number }[] }
  handoffs: { given: number; ended: { how: string; count: number }[] }
  waiting: ReportData['waiting']
  /** The time and the four weeks before it, day by day. */
  days: { day: Day; done: number; failed: number }[]
  anomalies: { basedOnDays: number; found: Anomaly[] }
}

export interface Anomaly {
  what: string
  value: number
  usual: number
  unit: string
}
