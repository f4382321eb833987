// One track as the list shows it, from what is kept of it.

import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { trackKey } from '../../../model/job.ts'
import { camelot, keyName } from '../../../model/musical-key.ts'
import type { TrackLine, TrackState } from '../api.ts'

export type ReadLine = (id: string) => TrackLine | undefined

/** What a page needs of a hostile title is its beginning. */
const LONGEST = 300

const text = z
  .string()
  .nullish()
  .transform(word => word || undefined)
const number = z
  .number()
  .nullish()
  .transform(value => value ?? undefined)
const JobRow = z.object({
  state: z.string(),
  label: z.string(),
  reason: z.string(),
  run_at: z.number(),
  changed_at: z.number(),
  title: text,
  artist: text,
  is_asked: z.number(),
})
type JobRow = z.infer<typeof JobRow>
const RunRow = z.object({ outcome: z.string(), reason: z.string(), label: z.string(), ended_at: z.number() })
const NamedRow = z.object({ title: text, artist: text, seconds: number })
const MeasuredRow = z.object({
  at: z.number(),
  seconds: number,
  loudness: number,
  bpm: number,
  pitchClass: number,
  mode: z.enum(['major', 'minor']).nullish(),
})
type MeasuredRow = z.infer<typeof MeasuredRow>

/** @param database the program's state */
export function openLineReader(database: DatabaseSync): ReadLine {
  const sql = (words: string) => database.prepare(words)
  const job = sql(`select state, label, reason, run_at, changed_at, input ->> '$.row.title' as title,
      input ->> '$.row.artist' as artist,
      exists (select 1 from search where page = ?2 and ended = 'asked' and search.input = job.wish) as is_asked
    from (select * from job where key = ?1 and state = 'running'
      union all select * from job where key = ?1 and state <> 'running') as job limit 1`)
  const run = sql('select outcome, reason, label, ended_at from run where subject = ? order by id desc limit 1')
  const named = sql(`select title, artist, seconds from recording_key join recording on recording.id = recording
    where kind = 'page' and value = ? limit 1`)
  const measured = sql(`select at, analysis ->> '$.seconds' as seconds, analysis ->> '$.loudness' as loudness,
      analysis ->> '$.tempo.bpm' as bpm, analysis ->> '$.key.key.pitchClass' as pitchClass,
      analysis ->> '$.key.key.mode' as mode
    from measured where page = ?`)
  const files = sql('select format, at from file where page = ? order by format')
  const owner = sql('select owner, at from merged where page = ?')
  const undone = sql("select at from undone where page = ? and state = 'undone'")
  const ignored = sql('select at, reason from ignored where page = ?')

  return id => {
    const jobRow = JobRow.optional().parse(job.get(trackKey(id), id))
    const runRow = RunRow.optional().parse(run.get(trackKey(id)))
    const nameRow = NamedRow.optional().parse(named.get(id.replaceAll('-', '')))
    const measuredRow = MeasuredRow.optional().parse(measured.get(id))
    const own = files.all(id)
    const shared = owner.get(id)
    const filed = own.length > 0 || !shared ? own : files.all(String(shared.owner))
    if (!jobRow && !runRow && !nameRow && !measuredRow && filed.length === 0) return undefined
    const names = namesIn(jobRow, nameRow, jobRow?.label ?? runRow?.label)
    const atOf = (row: Record<string, unknown> | undefined) => (row === undefined ? 0 : Number(row.at))
    const given = { ignored: ignored.get(id), undone: undone.get(id) }
    return {
      id,
      ...names,
      ...stateOf({ job: jobRow, run: runRow, hasFiles: filed.length > 0, ...given }),
      changedAt: Math.max(
        jobRow?.changed_at ?? 0,
        runRow?.ended_at ?? 0,
        measuredRow?.at ?? 0,
        ...[...own, shared, given.ignored, given.undone].map(atOf),
      ),
      ...valuesOf(measuredRow),
      seconds: measuredRow?.seconds ?? (nameRow?.seconds || undefined),
      formats: filed.map(({ format }) => String(format)),
    }
  }
}

interface Known {
  job?: JobRow | undefined
  run?: z.infer<typeof RunRow> | undefined
  hasFiles: boolean
  ignored?: Record<string, unknown> | undefined
  undone?: Record<string, unknown> | undefined
}

function stateOf({ job, run, hasFiles, ignored, undone }: Known): Pick<TrackLine, 'state' | 'because' | 'until'> {
  if (job?.state === 'running') return { state: 'running' }
  if (ignored) return said('ignored', String(ignored.reason))
  if (job?.state === 'waiting') return said('queued', job.reason)
  if (job?.state === 'delayed') return { ...said('later', job.reason), until: job.run_at }
  if (job?.state === 'quarantined') return said('set aside', job.reason)
  if (job?.state === 'failed') return said(job.is_asked === 1 ? 'review' : 'failed', job.reason)
  if (undone) return said('skipped', 'its results were taken back')
  if (run?.outcome === 'failed' && !hasFiles) return said('failed', run.reason)
  if (run?.outcome === 'skipped' && !hasFiles) return said('skipped', run.reason)
  return said('done', run?.outcome === 'done' ? run.reason : '')
}

const LONGEST_REASON = 1000

const said = (state: TrackState, because: string) => ({
  state,
  ...(because && { because: cut(because, LONGEST_REASON) }),
})

/** What the row says before what the index knows, and that before a label. */
function namesIn(
  job: Pick<JobRow, 'title' | 'artist'> | undefined,
  recording: z.infer<typeof NamedRow> | undefined,
  label = '',
): Pick<TrackLine, 'title' | 'artist'> {
  const given = job?.title ? job : recording?.title ? recording : namesOfLabel(label)
  const artist = given.artist?.trim()
  return { title: cut(given.title?.trim() || 'untitled'), ...(artist && { artist: cut(artist) }) }
}

/** "Artist – Title". */
export function namesOfLabel(label: string): { title: string; artist?: string } {
  const place = label.indexOf(' – ')
  return place < 0 ? { title: label } : { artist: label.slice(0, place), title: label.slice(place + 3) }
}

function valuesOf(measured: MeasuredRow | undefined): Pick<TrackLine, 'tempo' | 'key' | 'camelot' | 'loudness'> {
  if (!measured) return {}
  const { bpm, pitchClass, mode, loudness } = measured
  const key = pitchClass !== undefined && mode ? { pitchClass, mode } : undefined
  return { tempo: bpm, key: key && keyName(key), camelot: key && camelot(key), loudness }
}

export const cut = (words: string, longest = LONGEST): string =>
  words.length > longest ? `${words.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…` : words
