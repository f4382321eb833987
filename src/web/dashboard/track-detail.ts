// GET /api/tracks/<id>: all that is kept of one track.

import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { eagleKey, trackKey } from '../../model/job.ts'
import type { FileRecord } from '../../store/journal.ts'
import type { KnownPlaylists } from '../../store/playlists.ts'
import type { Tools } from '../../tools.ts'
import type { TrackDetail, TrackLine } from './api.ts'
import { candidatesOf } from './candidates.ts'
import type { JobRows } from './job-rows.ts'
import { measuredOf, proofOf, qualityOf, sourceOf } from './kept-results.ts'
import { trackActs } from './offered-acts.ts'
import type { RunRows } from './run-rows.ts'
import type { StoredCosts } from './stored-costs.ts'
import { tagOf } from './tag-of.ts'
import { contentTypeOf } from './track-files.ts'
import { cut } from './tracks/line.ts'

export interface DetailDeps extends Pick<Tools, 'journal' | 'judged' | 'searches' | 'merges' | 'outbox' | 'verified'> {
  knownPlaylists: Pick<KnownPlaylists, 'ofPage'>
  jobs: JobRows
  runs: RunRows
  costs: StoredCosts
  isLocal: boolean
  lineOf: (id: string) => TrackLine | undefined
}

const MOST_RUNS = 50
const LONGEST_VALUE = 500
/** Long, and for programs only. */
const LEFT_OUT = new Set(['fingerprint'])

export async function trackDetail(id: string, deps: DetailDeps): Promise<TrackDetail | undefined> {
  const { journal, merges, verified, lineOf } = deps
  const line = lineOf(id)
  if (!line) return undefined
  const owner = merges.of(id)?.owner
  const own = journal.filesOf(id)
  const filed = own.length > 0 || !owner ? own : journal.filesOf(owner)
  const link = filed[0]?.link || undefined
  const written = journal.lastProved(owner ?? id, 'write back')
  const measured = measuredOf(journal.measuredOf(id))
  const candidates = candidatesOf(id, deps, link)
  const sharing = owner ? lineOf(owner) : undefined
  const look = verified.lastLook(id)
  return {
    ...line,
    ...(deps.isLocal ? {} : { url: `https://www.notion.so/${id.replaceAll('-', '')}` }),
    evidence: {
      link,
      source: sourceOf(written),
      match: matchOf(id, deps, link),
      checks: proofOf(journal.lastProved(id, 'write back')),
      ...(owner && { sharesWith: { id: owner, label: sharing ? labelOf(sharing) : owner } }),
    },
    candidates,
    refused: [...deps.searches.refused(id)].map(([refused, reason]) => ({ link: refused, reason })),
    files: await Promise.all(filed.map(file => fileLine(id, file))),
    measured,
    quality: qualityOf(written, measured?.cutoff),
    runs: deps.runs.of([trackKey(id), eagleKey(id)], MOST_RUNS),
    costs: deps.costs.ofNewest(id),
    failure: failureOf(line, deps),
    verified: look && { at: look.at, findings: look.findings.map(({ kind, says }) => ({ kind, says })) },
    playlists: deps.knownPlaylists.ofPage(id).map(({ title }) => ({ title: cut(title) })),
    written: writtenTo(id, deps),
    acts: trackActs(id, line.state, candidates),
    ...(filed.length > 0 && { cover: `/api/tracks/${id}/cover`, waveform: `/api/tracks/${id}/waveform` }),
  }
}

export const labelOf = ({ title, artist }: Pick<TrackLine, 'title' | 'artist'>) =>
  artist ? `${artist} – ${title}` : title

/** @param link what the files were made of: the match that counts is the one that led there */
function matchOf(id: string, { judged }: DetailDeps, link: string | undefined): TrackDetail['evidence']['match'] {
  const judgement = judged.of(id)
  if (!judgement) return undefined
  const { at, kind, because, wanted, candidates } = judgement
  const best = candidates.find(candidate => candidate.link === link) ?? candidates[0]
  return { at, kind, because, wanted, score: best?.score, reasons: best?.reasons ?? [] }
}

async function fileLine(id: string, { path, format, sha256 }: FileRecord): Promise<TrackDetail['files'][number]> {
  const found = await stat(path).catch(() => undefined)
  return {
    format,
    name: basename(path),
    folder: basename(dirname(path)),
    sha256,
    url: `/api/tracks/${id}/audio?format=${format}`,
    type: contentTypeOf(format),
    ...(found?.isFile() ? { bytes: found.size } : { missing: 'it is not where it was filed' }),
  }
}

function failureOf({ id, state }: TrackLine, { jobs, outbox }: DetailDeps): TrackDetail['failure'] {
  const job = jobs.of(trackKey(id))
  if (!job || (job.state !== 'failed' && job.state !== 'quarantined') || state === 'done') return undefined
  return { reason: job.reason, tag: tagOf(id, outbox), attempts: job.attempts, at: job.changed_at }
}

function writtenTo(id: string, { outbox }: DetailDeps): TrackDetail['written'] {
  return outbox
    .writtenTo(id)
    .filter(({ field }) => !LEFT_OUT.has(field))
    .map(({ field, ours }) => ({ field, value: cut([ours].flat().join(', '), LONGEST_VALUE) }))
}
