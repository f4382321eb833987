// How a piece of work ends. There is no other way.

import type { ErrorTag } from '../errors.ts'
import type { TaskStatus } from './task.ts'

export interface Done {
  kind: 'done'
  /** What was done, one sentence. */
  text: string
  /** Files that were made. */
  files?: readonly string[]
  /** Values that could not be measured, and why. */
  notes?: readonly string[]
  /** What a task's status becomes; default `Completed`. */
  status?: TaskStatus
}
export interface Skipped {
  kind: 'skipped'
  text: string
}
export interface Retry {
  kind: 'retry'
  text: string
  /** Epoch ms before which it makes no sense. */
  notBefore?: number
  /** It was not the work's fault: no attempt is spent. */
  free?: boolean
}
export interface Failed {
  kind: 'failed'
  text: string
  tag?: ErrorTag
}
/** Waits for the surroundings: nothing is wrong with the row itself. */
export interface Blocked {
  kind: 'blocked'
  text: string
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
