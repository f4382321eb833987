// The forms a line of the control page has.

import type { Act } from '../../model/act.ts'
import type { Line, Words } from '../../model/control-page/line.ts'
import type { Job } from '../../model/job.ts'
import { pageOf } from '../execute.ts'
import { cut, pageLink } from './words.ts'

export const TITLES = {
  now: 'Now',
  waiting: 'Waiting',
  needs: 'Needs you',
  failed: 'Failed',
  ignored: 'Left alone',
  services: 'Services',
} as const
export type Section = keyof typeof TITLES

/** So many entries of a section; the rest is counted. */
const MOST = 20

/** A box that is ticked to order something. */
export function box(section: Section, key: string, words: readonly Words[], tick: Act): Line {
  return { key: `${section} ${key}`, section, type: 'to_do', words, tick }
}

export const told = (section: Section, key: string, text: string): Line => ({
  key: `${section} ${key}`,
  section,
  type: 'paragraph',
  words: [{ text }],
})

export const isOnPage = ({ pool }: Job): boolean => pool === 'tracks' || pool === 'tasks'

/** Led to its row. */
export const labelOf = (job: Job): Words => ({
  text: cut(job.label),
  ...(isOnPage(job) && { link: pageLink(pageOf(job)) }),
})

export function atMost<T>(section: Section, all: readonly T[], linesOf: (one: T) => Line[], most = MOST): Line[] {
  const lines = all.slice(0, most).flatMap(linesOf)
  if (all.length <= most) return lines
  return [...lines, told(section, 'more', `… and ${all.length - most} more: orchestrator status`)]
}
