// GET /api/failures: what ended badly and what a person can do about it, the newest first.

import { trackKey } from '../../model/job.ts'
import type { Failure, FailurePage, TrackLine } from './api.ts'
import { type CandidateDeps, candidatesOf } from './candidates.ts'
import { type JobRow, type JobRows, kindOf, pageOfKey } from './job-rows.ts'
import { taskActs, trackActs } from './offered-acts.ts'
import { tagOf, type Wrote } from './tag-of.ts'
import type { Catalogue } from './tracks/catalogue.ts'
import { cut } from './tracks/line.ts'

export interface FailureDeps extends CandidateDeps {
  catalogue: Catalogue
  jobs: JobRows
  outbox: Wrote
}

const PAGE_SIZE = 50
/** Of what is no track. */
const MOST_OTHERS = 500
const LONGEST_REASON = 2000

export function openFailures(deps: FailureDeps): (page: number) => FailurePage {
  const { catalogue, jobs } = deps
  let known: { version: number; lines: TrackLine[] } = { version: -1, lines: [] }

  function tracks(): TrackLine[] {
    catalogue.counts()
    if (known.version !== catalogue.version)
      known = { version: catalogue.version, lines: catalogue.lines().filter(isBroken) }
    return known.lines
  }

  return page => {
    const others = jobs.broken(MOST_OTHERS)
    const all = [
      ...others.map(job => ({ at: job.changed_at, show: () => otherFailure(job) })),
      ...tracks().map(line => ({ at: line.changedAt, show: () => trackFailure(line, deps) })),
    ].sort((one, other) => other.at - one.at)
    const from = (page - 1) * PAGE_SIZE
    return {
      items: all.slice(from, from + PAGE_SIZE).map(({ show }) => show()),
      page,
      pages: Math.max(1, Math.ceil(all.length / PAGE_SIZE)),
      total: all.length,
    }
  }
}

const isBroken = ({ state }: TrackLine) => state === 'failed' || state === 'review' || state === 'set aside'

function trackFailure(line: TrackLine, deps: FailureDeps): Failure {
  const { id, state, title, artist, changedAt } = line
  const job = deps.jobs.of(trackKey(id))
  const candidates = candidatesOf(id, deps)
  return {
    key: trackKey(id),
    kind: 'track',
    id,
    label: artist ? `${artist} – ${title}` : title,
    state: state === 'review' || state === 'set aside' ? state : 'failed',
    reason: cut(job?.reason ?? line.because ?? '', LONGEST_REASON),
    tag: tagOf(id, deps.outbox),
    at: job?.changed_at ?? changedAt,
    attempts: job?.attempts ?? 0,
    candidates,
    acts: trackActs(id, state, candidates),
  }
}

function otherFailure(job: JobRow): Failure {
  const { key, label, state, reason, changed_at: at, attempts } = job
  return {
    key,
    kind: kindOf(job),
    id: pageOfKey(key),
    label: cut(label),
    state: state === 'quarantined' ? 'set aside' : 'failed',
    reason: cut(reason, LONGEST_REASON),
    at,
    attempts,
    candidates: [],
    acts: taskActs(key),
  }
}
