// `status` in words: what is known here, what Notion says, and how runs ended.

import { serviceOf } from '../lanes/services.ts'
import { counted } from '../model/counted.ts'
import { moment } from '../model/moment.ts'
import { feedLines } from '../orchestrator/feeds/plan-feeds.ts'
import { verificationLines } from '../orchestrator/last-verification.ts'
import type { Quarantine } from '../pipeline/quarantine.ts'
import { type Asked, type Here, SHOWN } from './status-facts.ts'

export function linesHere({ workspace, library, lastMusicSync, watched, jobs, unsentWrites, ...here }: Here): string[] {
  const { eagle, lanes, quarantine, lastVerification: last, ignored, unfinishedUndos, unfinishedDedupes } = here
  const { running, waiting, atWork, delayed, quarantined, failedTasks } = jobs
  const { count, oldest, reason } = unsentWrites
  return [
    `${workspace === 'local' ? 'Local workspace' : 'Notion'} · library ${library}`,
    `Last music sync: ${lastMusicSync === null ? 'never' : moment(lastMusicSync)}`,
    ...feedLines(watched),
    `Jobs: ${running} running, ${waiting} waiting, ${delayed.length} for later, ${quarantined.length} set aside`,
    ...listed(atWork, ({ label }) => `  at work: ${label}`),
    ...delayed.map(({ label, reason: why, at }) => `  from ${moment(at)}: ${label}: ${why}`),
    ...quarantined.map(({ key, label, reason: why }) => `  set aside: ${label}: ${why} (orchestrator retry ${key})`),
    ...failedTasks.map(({ key, label, reason: why }) => `  task failed: ${label}: ${why} (orchestrator retry ${key})`),
    ...(count > 0
      ? [
          `${counted(count, 'write waits', 'writes wait')} for Notion since ${oldest && moment(oldest)}${reason ? `: ${reason}` : ''}`,
        ]
      : []),
    ...(eagle.count > 0 ? [`${counted(eagle.count, 'track waits', 'tracks wait')} for Eagle: ${eagle.because}`] : []),
    ...lanes.filter(({ name, state }) => name !== 'notion' && state !== 'open').map(laneLine),
    ...ignored.map(({ page, label }) => `  left alone: ${label} (orchestrator retry ${page})`),
    ...quarantineLines(quarantine),
    ...verificationLines(last),
    ...unfinishedUndos.map(page => `  taken back or brought back in part: ${page}: the next cycle goes on with it`),
    ...unfinishedDedupes.map(id => `  a plan of duplicates, done in part: orchestrator dedupe --undo list (${id})`),
  ]
}

const MEGABYTE = 1e6

const quarantineLines = ({ count, bytes, place }: Quarantine) =>
  count > 0
    ? [
        `${counted(count, 'file was', 'files were')} not what they should be (${(bytes / MEGABYTE).toFixed(1)} MB in ${place})`,
      ]
    : []

/** A host of the web is no service that everybody knows. */
const titleOf = (lane: string) => `${serviceOf(lane)?.title ?? lane}${lane.startsWith('web:') ? ' (web)' : ''}`

const laneLine = ({ name, state, until, reason }: Here['lanes'][number]) =>
  `  ${titleOf(name)}: ${state}${until ? ` until ${moment(until.getTime())}` : ''}${reason ? `: ${reason}` : ''}${state === 'paused' ? ` (orchestrator retry lane:${name})` : ''}`

export function notionLines(asked: Asked): string[] {
  if (asked.notionPause)
    return [`Notion wants no requests until ${moment(asked.notionPause.until)}: ${asked.notionPause.reason}`]
  if (asked.notionAway !== undefined) return ['What Notion holds is not known now.']
  const { tasksReady = [], tasksLeft = [], tracksReady = [], tracksWaiting = [], tracksFailed = [] } = asked
  const more = tracksFailed.length === SHOWN ? ' or more' : ''
  return [
    `${counted(tasksReady.length, 'task')} ready, ${counted(tracksReady.length, 'track')} ready, ${tracksWaiting.length} waiting, ${tracksFailed.length}${more} failed`,
    ...tasksReady.map(({ title }) => `  task ready: ${title}`),
    ...tasksLeft.map(({ title, because }) => `  task left alone: ${title}: ${because}`),
    ...listed(tracksReady, ({ label }) => `  track ready: ${label}`),
    ...listed(tracksWaiting, ({ label, because }) => `  waits: ${label}: ${because}`),
    ...tracksFailed.map(({ label, tags, because }) => `  failed: ${label}: ${because ?? tags.join(', ')}`),
  ]
}

/** The first of them; the rest is counted. */
const listed = <T>(all: readonly T[], lineOf: (one: T) => string): string[] => [
  ...all.slice(0, SHOWN).map(lineOf),
  ...(all.length > SHOWN ? [`  … and ${all.length - SHOWN} more: orchestrator status --json`] : []),
]

export function runLines({ lastRuns }: Here): string[] {
  const lines = lastRuns.map(
    ({ endedAt, outcome, label, reason }) => `  ${moment(endedAt)}  ${outcome.padEnd(7)}  ${label}: ${reason}`,
  )
  return lines.length > 0 ? ['Last runs:', ...lines] : []
}
