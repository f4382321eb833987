// Why a task is not started: its own cells say so, or another task does.

import { statusKind } from './status-word.ts'
import type { Task } from './task.ts'

/** What is known of a task that another waits for. */
export type PrerequisiteState = 'met' | 'unknown' | { title: string; status: string }

export interface ReadyRules {
  /** The statuses of tasks that may be started. */
  readyStatuses: readonly string[]
  now: Date
  prerequisite(id: string): PrerequisiteState
}

/** One reason a person can read; undefined: it may be started. */
export function whyNotReady(task: Task, { readyStatuses, now, prerequisite }: ReadyRules): string | undefined {
  if (task.inTrash) return 'it is in the trash'
  if (task.archived) return 'it is archived'
  const kind = statusKind(task.status, readyStatuses)
  if (kind === 'blocked') return `its status is "${task.status}"`
  if (isReview(task)) return 'it is a review of another task'
  if (kind !== 'ready') return `its status is "${task.status ?? ''}", which is not one of ${readyStatuses.join(', ')}`
  if (statusKind(task.dependency) === 'blocked') return `its dependency status is "${task.dependency}"`
  if (task.notBefore !== undefined && isAhead(task.notBefore, now)) return `not before ${task.notBefore}`
  return whyItWaits(task, prerequisite)
}

/** The old system made one for each finished task, and then took it for open work. */
export const isReview = ({ title, taskType, status }: Pick<Task, 'title' | 'taskType' | 'status'>): boolean =>
  /^\s*review:/i.test(title) || /^review( task)?$/i.test(taskType?.trim() ?? '') || statusKind(status) === 'review'

/** A day without a time begins at midnight here. */
export function isAhead(when: string, now: Date): boolean {
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(when)
  const from = day ? new Date(Number(day[1]), Number(day[2]) - 1, Number(day[3])) : new Date(when)
  return from.getTime() > now.getTime()
}

const SHOWN = 3

function whyItWaits({ id, prerequisites = [] }: Task, stateOf: ReadyRules['prerequisite']): string | undefined {
  const states = prerequisites.filter(other => other !== id).map(stateOf)
  const open = states.filter(state => typeof state === 'object')
  if (open.length > 0) {
    const shown = open.slice(0, SHOWN).map(({ title, status }) => `"${title}" (${status || 'no status'})`)
    const more = open.length > SHOWN ? ` and ${open.length - SHOWN} more` : ''
    return `waits for ${shown.join(', ')}${more}`
  }
  return states.includes('unknown') ? 'what it waits for is not known yet' : undefined
}
