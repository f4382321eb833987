// How a piece of work ends. There is no other way.

import type { ErrorTag } from '../errors.ts'
import type { Proof } from './proof.ts'
import type { TaskStatus } from './task.ts'

/** What came of looking for work in one place. */
export interface Look {
  at: string
  /** `off`: it is not set up; `away`: it is, but could not be asked. */
  state: 'off' | 'away' | 'asked'
  text: string
}

interface Ending {
  /** What came of it or why not, one sentence. */
  text: string
  /** Where work was looked for, in that order. */
  looks?: readonly Look[]
  /** Why Notion does not hold the result yet: it waits in the outbox. */
  unwritten?: string
}
export interface Done extends Ending {
  kind: 'done'
  /** Files that were made. */
  files?: readonly string[]
  /** Values that could not be measured, and why. */
  notes?: readonly string[]
  /** What proves a recording that was found for its row. */
  proof?: { verdict: 'pass' | 'fail' | 'unknown'; checks: Proof }
  /** What a task's status becomes; default `Completed`. */
  status?: TaskStatus
  /** Who was chosen for a task that named nobody, and their page. */
  assigned?: { agent: string; page?: string }
}
export interface Skipped extends Ending {
  kind: 'skipped'
}
export interface Retry extends Ending {
  kind: 'retry'
  /** Epoch ms before which it makes no sense. */
  notBefore?: number
  /** It was not the work's fault: no attempt is spent. */
  free?: boolean
}
export interface Failed extends Ending {
  kind: 'failed'
  tag?: ErrorTag
}
/** Waits for the surroundings: nothing is wrong with the row itself. */
export interface Blocked extends Ending {
  kind: 'blocked'
}
export type Outcome = Done | Skipped | Retry | Failed | Blocked
export type OutcomeKind = Outcome['kind']

export const done = (text: string, more: Omit<Done, 'kind' | 'text'> = {}): Done => ({ kind: 'done', text, ...more })
export const skipped = (text: string): Skipped => ({ kind: 'skipped', text })
export const retry = (text: string, notBefore?: number): Retry => ({ kind: 'retry', text, notBefore })
/** A retry that costs no attempt: a rate limit, a stop of the program. */
export const later = (text: string, notBefore?: number): Retry => ({ ...retry(text, notBefore), free: true })
export const failed = (text: string, tag?: ErrorTag): Failed => ({ kind: 'failed', text, tag })
export const blocked = (text: string): Blocked => ({ kind: 'blocked', text })
