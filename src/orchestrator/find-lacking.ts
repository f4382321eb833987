// Rows that services may be asked about: by name and length they know which recording is meant.

import { z } from 'zod'
import { lackedBy, nameAsked, type ReleaseField, spotifyIdOf } from '../model/enrichment.ts'
import type { Track } from '../model/track.ts'
import type { Query } from '../sources/metadata/provider.ts'
import type { Tools } from '../tools.ts'

export interface LackingRow {
  row: Track
  lacks: readonly ReleaseField[]
  /** Undefined: only what its code or its id proves is the same. */
  seconds?: number
  heard?: Query['audio']
}

/** What was measured of it, as far as it tells recordings apart. */
const Measured = z.object({ seconds: z.number(), fingerprint: z.string().optional() })

/** Oldest first; those that were asked about lately, and those with a write on its way, are left out. */
export async function findLacking(tools: Tools, limit: number): Promise<LackingRow[]> {
  const { listLacking, absent } = await tools.tracks()
  const now = tools.now().getTime()
  const fitting = (rows: readonly Track[]) => rows.flatMap(row => lackingRow(tools, row, { absent, now }) ?? [])
  const enough = limit + tools.enrichedRows.resting(now)
  const oldest = await listLacking(enough)
  const found = fitting(oldest)
  return (found.length < limit && oldest.length === enough ? fitting(await listLacking()) : found).slice(0, limit)
}

function lackingRow(
  { enrichedRows, journal, outbox }: Tools,
  row: Track,
  { absent, now }: { absent: readonly string[]; now: number },
): LackingRow | undefined {
  const lacks = lackedBy(row, absent)
  if (row.inTrash || !row.title || !row.artist || lacks.length === 0) return undefined
  if (outbox.isPending(row.id) || enrichedRows.isResting({ page: row.id, name: nameAsked(row) }, now)) return undefined
  const { success, data } = Measured.safeParse(journal.measuredOf(row.id))
  const seconds = row.duration ?? data?.seconds
  if (seconds === undefined && row.isrc === undefined && spotifyIdOf(row) === undefined) return undefined
  const heard = success && data.fingerprint ? { fingerprint: data.fingerprint, seconds: data.seconds } : undefined
  return { row, lacks, seconds, heard }
}
