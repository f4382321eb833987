// What a person may order of a piece of work as it stands.

import { serviceOf } from '../../lanes/services.ts'
import { trackKey } from '../../model/job.ts'
import type { CandidateLine, Lane, OfferedAct, TrackState } from './api.ts'

const retry = (what: string): OfferedAct => ({ says: 'Retry', body: { kind: 'retry', what } })
const ignore = (page: string): OfferedAct => ({ says: 'Ignore', body: { kind: 'ignore', page } })

export const taskActs = (key: string): OfferedAct[] => [retry(key)]

export function trackActs(id: string, state: TrackState, candidates: readonly CandidateLine[] = []): OfferedAct[] {
  switch (state) {
    case 'review':
      return [...candidates.flatMap(candidate => takeAct(id, candidate)), retry(trackKey(id)), ignore(id)]
    case 'failed':
    case 'set aside':
    case 'later':
      return [retry(trackKey(id)), ignore(id)]
    case 'queued':
    case 'waiting':
      return [{ says: 'Work on it now', body: { kind: 'force', page: id } }, ignore(id)]
    case 'ignored':
      return [{ says: 'Do not ignore it any more', body: { kind: 'unignore', page: id } }]
    case 'skipped':
      return [{ says: 'Work on it now', body: { kind: 'force', page: id } }]
    case 'running':
    case 'done':
      return []
  }
}

const takeAct = (page: string, { n, link }: CandidateLine): OfferedAct[] =>
  n === undefined ? [] : [{ says: `Take ${n}`, body: { kind: 'candidate', page, choice: n, link } }]

/** Without Notion nothing could be done at all: it is no service of these. */
export function laneActs(lane: string, state: Lane['state']): OfferedAct[] {
  if (!serviceOf(lane)) return []
  if (state === 'paused') return [{ says: 'Resume', body: { kind: 'resume', lane } }]
  return [{ says: 'Pause', body: { kind: 'pause', lane } }]
}
