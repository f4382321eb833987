// Rows that want something first, the same for all who show them: kept, so that a look that fails, or is not taken each
// time, makes none of them vanish.

import { z } from 'zod'
import { trackKey } from '../model/job.ts'
import { toPageId } from '../model/page-id.ts'
import { sourceLinks, trackLabel } from '../model/track.ts'
import type { Tools } from '../tools.ts'
import type { FoundTracks } from './discover.ts'

/** A row that wants work and cannot have it, with the reason. */
export interface WaitingRow {
  id: string
  label: string
  because: string
}

const Rows = z.array(z.object({ id: z.string(), label: z.string(), because: z.string() }))
const Kept = z.object({ at: z.number(), found: Rows, unlinked: Rows })
type Kept = z.infer<typeof Kept>

const FACT = 'rows that wait'
/** There may be thousands of rows without a link, and only a person gives them one. */
const UNLINKED_MS = 3_600_000

function keptIn({ ledger }: Pick<Tools, 'ledger'>): Kept {
  const known = Kept.safeParse(JSON.parse(ledger.fact(FACT) ?? 'null')).data
  return known ?? { at: 0, found: [], unlinked: [] }
}

/** Whether rows without any link, for which nobody looks, are to be listed with the others this time. */
export function wantsUnlinked(tools: Tools): boolean {
  const since = tools.now().getTime() - keptIn(tools).at
  return tools.searchSources.length === 0 && !(since >= 0 && since < UNLINKED_MS)
}

/** @returns those that a person is told of as news: not all that have no link */
export function keepWaiting(tools: Tools, { ready, waiting }: FoundTracks, unlinked: boolean): WaitingRow[] {
  const before = keptIn(tools)
  const begun = new Set(ready.map(({ id }) => id))
  const rows = waiting.filter(({ track }) => !tools.ignored.has(track.id))
  const isUnlinked = ({ track }: FoundTracks['waiting'][number]) => unlinked && sourceLinks(track).length === 0
  const found = rows.filter(row => !isUnlinked(row)).map(waitingRow)
  const kept = unlinked
    ? { at: tools.now().getTime(), found, unlinked: rows.filter(isUnlinked).map(waitingRow) }
    : { at: before.at, found, unlinked: before.unlinked.filter(({ id }) => !begun.has(id)) }
  if (JSON.stringify(kept) !== JSON.stringify(before)) tools.ledger.setFact(FACT, JSON.stringify(kept))
  return found
}

const waitingRow = ({ track, because }: FoundTracks['waiting'][number]): WaitingRow => ({
  id: track.id,
  label: trackLabel(track),
  because,
})

/** @param told what the cycle says besides: what it says of a row counts for more than what was kept */
export function waitingRows(tools: Tools, told: readonly WaitingRow[]): WaitingRow[] {
  const { found, unlinked } = keptIn(tools)
  const rows = new Map([...unlinked, ...found, ...told].map(row => [toPageId(row.id) ?? row.id, row]))
  const jobs = tools.queue.list(['running', 'delayed', 'failed', 'quarantined'])
  const others = new Set(jobs.map(({ key }) => key))
  return [...rows.values()].filter(({ id }) => !tools.ignored.has(id) && !others.has(trackKey(id)))
}
