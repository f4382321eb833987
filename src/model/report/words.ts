// A report's figures in words, the same for every form.

import { counted } from '../counted.ts'
import type { Anomaly, Report, Sums } from './report.ts'

export const titleOf = ({ kind, first, last }: Report): string =>
  kind === 'daily' ? `Daily report: ${last}` : `Weekly report: ${first} to ${last}`

/** `12 done, 1 failed`; what is none is left out. */
export function sumWords({ done, failed, skipped, blocked }: Sums): string {
  const parts = [
    `${done} done`,
    ...(failed ? [`${failed} failed`] : []),
    ...(skipped ? [`${skipped} skipped`] : []),
    ...(blocked ? [`${blocked} blocked`] : []),
  ]
  return parts.join(', ')
}

/** What is said in one line each, above the tables. */
export function factLines(report: Report): string[] {
  const { tracks, tasks, retries, requests, verified, handoffs, waiting } = report
  const ended = handoffs.ended.map(({ how, count }) => `${count} ${how}`).join(', ')
  return [
    `Tracks: ${sumWords(tracks)}`,
    ...(isAny(tasks) ? [`Tasks: ${sumWords(tasks)}`] : []),
    ...(retries ? [`Tried again: ${counted(retries, 'run')}`] : []),
    ...(requests ? [`Requests to Notion: ${requests}${perTrack(requests, tracks)}`] : []),
    ...(handoffs.given || ended ? [`Hand-offs: ${handoffs.given} given${ended ? `; ended: ${ended}` : ''}`] : []),
    ...(verified.rows ? [`Verified: ${counted(verified.rows, 'track')}, ${findingWords(report)}`] : []),
    ...waitingLines(waiting),
  ]
}

const isAny = ({ done, failed, skipped, blocked }: Sums) => done + failed + skipped + blocked > 0

const perTrack = (requests: number, { done }: Sums) =>
  done > 0 ? ` (${(requests / done).toFixed(1)} for each track done)` : ''

function findingWords({ verified: { findings } }: Report): string {
  if (findings.length === 0) return 'nothing found'
  return findings.map(({ kind, count }) => `${count} × ${kind}`).join(', ')
}

function waitingLines({ unsent, setAside, openHandoffs }: Report['waiting']): string[] {
  return [
    ...(unsent ? [`Not yet in Notion: ${counted(unsent, 'write')}`] : []),
    ...(setAside ? [`Set aside until you ask for it: ${counted(setAside, 'job')}`] : []),
    ...(openHandoffs ? [`With agents now: ${counted(openHandoffs, 'task')}`] : []),
  ]
}

export const anomalyWords = ({ what, value, usual, unit }: Anomaly): string =>
  `${what}: ${value} ${unit}, usually ${usual}`

export function basisWords({ anomalies: { basedOnDays, found } }: Report): string {
  if (basedOnDays < LEAST_DAYS)
    return `Too little to compare with yet: ${counted(basedOnDays, 'day')} of work in the four weeks before; it takes ${LEAST_DAYS}.`
  const basis = `the ${basedOnDays} days of work in the four weeks before`
  return found.length > 0 ? `Compared with ${basis}.` : `Nothing is unlike ${basis}.`
}

/** Fewer say nothing. */
export const LEAST_DAYS = 7

/** `0.42 s`, `12.3 s`, `3 min 20 s`. */
export function timeWords(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 10) return `${seconds.toFixed(2)} s`
  if (seconds < 120) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${whole % 60} s`
}
