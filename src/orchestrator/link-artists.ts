// Finished rows that lead to no artist's page get theirs.

import { creditsIn } from '../model/artist-names.ts'
import { later, type Outcome, skipped } from '../model/outcome.ts'
import { outcomeOf } from '../model/outcome-of.ts'
import { type Track, trackLabel } from '../model/track.ts'
import { artistPages, lacksArtists, linkTo } from '../pipeline/artist-pages.ts'
import type { Tools } from '../tools.ts'
import { type Cycle, record } from './cycle-context.ts'
import { delivered } from './delivered.ts'

const LACKS_ARTISTS = 'it leads to no artist’s page'

/** Beside those that are asked for, so many may name nobody. */
const SPARE = 200

export async function linkArtists(cycle: Cycle, limit: number): Promise<void> {
  const rows = await findUnlinked(cycle.tools, limit)
  cycle.view.expect(rows.length)
  for (const row of rows) {
    if (cycle.signal.aborted) return
    const label = trackLabel(row)
    const startedAt = performance.now()
    cycle.view.progress(label, 'link artists')
    const outcome = await linkRow(cycle, row)
    if (cycle.signal.aborted && outcome.kind === 'retry') return
    const ms = performance.now() - startedAt
    record(cycle, { kind: 'track', id: row.id, label, handler: 'enrich', because: LACKS_ARTISTS, outcome, ms })
  }
}

/** Oldest first. */
export async function findUnlinked(tools: Tools, limit: number): Promise<Track[]> {
  if (!tools.artists) return []
  const tracks = await tools.tracks()
  const isFit = (row: Track) =>
    !row.inTrash && !tools.outbox.isPending(row.id) && lacksArtists(tools, row) && creditsIn(row).length > 0
  const oldest = await tracks.listUnlinked(limit + SPARE)
  const found = oldest.filter(isFit)
  const isAll = found.length >= limit || oldest.length < limit + SPARE
  return (isAll ? found : (await tracks.listUnlinked()).filter(isFit)).slice(0, limit)
}

/** Ends in an outcome whatever happens. */
async function linkRow(cycle: Cycle, row: Track): Promise<Outcome> {
  const { tools, signal, log } = cycle
  try {
    const pages = await artistPages(cycle, row, row)
    if (pages.length === 0)
      return skipped(`"${row.artist}" may be one artist or several: a page in Artists named as it should be settles it`)
    const given = { artist: { how: 'given', value: row.artist ?? null } } as const
    await tools.store.commit(() =>
      tools.outbox.add({ target: 'tracks', page: row.id, fields: { ...linkTo(pages), ...given } }),
    )
    return delivered(
      `linked to ${pages.length === 1 ? 'its artist' : `${pages.length} artists`}`,
      await tools.outbox.deliver(row.id),
      [],
    )
  } catch (error) {
    if (signal.aborted) return later('stopped')
    log.error({ track: row.id, error }, 'a row could not be linked to its artists')
    return outcomeOf(error, 1, tools.now().getTime())
  }
}
