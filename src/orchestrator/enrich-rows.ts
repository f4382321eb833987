// Old rows get what services say of their release. A row's answer and that it was asked are kept in one commit.

import PQueue from 'p-queue'
import {
  askAgainAt,
  type Enrichment,
  enrichmentOf,
  fieldsIn,
  nameAsked,
  releaseWords,
  spotifyIdOf,
} from '../model/enrichment.ts'
import type { Gathered, ProviderLine } from '../model/metadata.ts'
import { later, type Outcome, skipped } from '../model/outcome.ts'
import { outcomeOf } from '../model/outcome-of.ts'
import { type Track, trackLabel } from '../model/track.ts'
import type { FieldWrites } from '../model/write.ts'
import { artistPages, linkTo } from '../pipeline/artist-pages.ts'
import type { Gather } from '../sources/metadata/gather.ts'
import { sendWaiting } from './cycle.ts'
import { type Cycle, type CycleDeps, newCycle, record } from './cycle-context.ts'
import { delivered } from './delivered.ts'
import { findLacking, type LackingRow } from './find-lacking.ts'
import { linkArtists } from './link-artists.ts'
import { measureRows } from './measure-rows.ts'
import type { CycleReport } from './report.ts'

/** Services answer at their own pace: while one is waited for, another can be asked. */
const AT_ONCE = 4
/** So many rows in a row that nobody answered about: the services are away. */
const MOST_SILENT = 3

/** What is measured comes first: by length and sound, services know better which recording is meant. */
export async function enrichRows(deps: CycleDeps, limit: number): Promise<CycleReport> {
  using cycle = newCycle(deps)
  await cycle.step('unsent writes', () => sendWaiting(cycle))
  await cycle.step('measurement', () => measureRows(cycle, limit))
  await cycle.step('enrichment', () => enrichAll(cycle, limit))
  await cycle.step('artists', () => linkArtists(cycle, limit))
  cycle.report.ms = performance.now() - cycle.report.startedAt
  return cycle.report
}

async function enrichAll(cycle: Cycle, limit: number): Promise<void> {
  const { metadata } = cycle.tools
  if (!metadata) return
  const rows = await findLacking(cycle.tools, limit)
  cycle.view.expect(rows.length)
  const queue = new PQueue({ concurrency: AT_ONCE })
  let silent = 0
  const enrichNext = async (one: LackingRow) => {
    if (cycle.signal.aborted || silent >= MOST_SILENT) return
    const label = trackLabel(one.row)
    const startedAt = performance.now()
    cycle.view.progress(label, 'enrich')
    const outcome = await enrichRow(cycle, metadata, one)
    if (cycle.signal.aborted && outcome.kind === 'retry') return
    silent = outcome.kind === 'retry' ? silent + 1 : 0
    const because = `it lacks ${releaseWords(one.lacks)}`
    const ms = performance.now() - startedAt
    record(cycle, { kind: 'track', id: one.row.id, label, handler: 'enrich', because, outcome, ms })
  }
  await Promise.all(rows.map(one => queue.add(() => enrichNext(one))))
  if (silent >= MOST_SILENT)
    cycle.report.problems.push({ step: 'enrichment', reason: 'no service answers; the others wait', mends: true })
}

/** Ends in an outcome whatever happens. */
async function enrichRow(cycle: Cycle, metadata: Gather, one: LackingRow): Promise<Outcome> {
  const { tools, signal, log } = cycle
  const { row, lacks, seconds, heard } = one
  try {
    const { title = '', artist, album, isrc } = row
    const wish = { title, artist, album, isrc, seconds }
    const gathered = await metadata({ wish, audio: heard, spotifyId: spotifyIdOf(row), wants: lacks, signal })
    const againAt = askAgainAt(gathered.providers, tools.now().getTime())
    if (againAt === undefined) return later(`nobody answered: ${silences(gathered).join('; ')}`)
    await tools.store.commit(() => tools.artistNames.learn(gathered.artists))
    const found = enrichmentOf(gathered, row, lacks)
    const release = writesFor(row, found)
    const fields = release && { ...release, ...linkTo(await artistPages(cycle, row, row)) }
    await tools.store.commit(() => {
      tools.enrichedRows.record({ page: row.id, name: nameAsked(row), againAt })
      if (fields) tools.outbox.add({ target: 'tracks', page: row.id, fields })
    })
    if (!fields) return skipped(nothingFound(gathered))
    const text = `${wordsOf(found)}, by ${namesOf(gathered)}`
    return delivered(text, await tools.outbox.deliver(row.id), silences(gathered))
  } catch (error) {
    if (signal.aborted) return later('stopped')
    log.error({ track: row.id, error }, 'an unexpected fault')
    return outcomeOf(error, 1, tools.now().getTime())
  }
}

/** Undefined: there is nothing to write. Of a row that is not done yet the link is left alone: with it, it asks for other work. */
function writesFor(row: Track, found: Enrichment): FieldWrites | undefined {
  const { spotifyUrl, spotifyId, artworkUrl: _, ...release } = found
  const values = row.downloaded ? { ...release, spotifyUrl, spotifyId } : release
  const writes = Object.entries(values).flatMap(([field, value]) =>
    value === undefined ? [] : [[field, { how: 'fill', value } as const] as const],
  )
  if (writes.length === 0) return undefined
  const given = (['title', 'artist'] as const).map(
    field => [field, { how: 'given', value: row[field] ?? null } as const] as const,
  )
  return Object.fromEntries([...writes, ...given])
}

const wordsOf = (found: Enrichment) => releaseWords(fieldsIn(found)) || 'the link to Spotify'

const namesOf = ({ providers }: Gathered) =>
  providers.flatMap(({ provider, outcome }) => (outcome === 'found' ? [provider] : [])).join(', ')

const SILENT: readonly ProviderLine['outcome'][] = ['failed', 'waits', 'not set up']
const silences = ({ providers }: Gathered) =>
  providers.flatMap(({ provider, outcome, because }) =>
    SILENT.includes(outcome) ? [`${provider}: ${because ?? outcome}`] : [],
  )

function nothingFound({ fingerprint }: Gathered): string {
  if (fingerprint?.verdict !== 'other') return 'no service knows more of it'
  return `by its sound it is ${fingerprint.knownAs.slice(0, 2).join(' or ')}: nothing is taken over`
}
