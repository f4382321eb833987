// What another file of the same recording says: one that is at hand, or, where a setting asks for it, one that is fetched.

import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { measureFile } from '../audio/measure-file.ts'
import { isFault } from '../errors.ts'
import { bitErrors, LEAST_OVERLAP } from '../model/fingerprint.ts'
import { isrcOf } from '../model/metadata.ts'
import { type Check, secondSourceCheck, unknown } from '../model/proof.ts'
import { trackLabel } from '../model/track.ts'
import { need, type StageContext, type TrackWork } from './stage.ts'
import { wordsIn } from './words-in.ts'

/** The matcher needs no help where a code or the label's own channel proves it. */
const SURE_SCORE = 0.98
/** Fifteen seconds that one begins later. */
const MOST_OFFSET = 120

/** No track depends on it: whoever cannot be asked is unknown. */
export async function hearSecondSource(work: TrackWork, context: StageContext): Promise<Check> {
  try {
    return (await ownWithSameCode(work, context)) ?? (await fetched(work, context)) ?? NONE
  } catch (error) {
    context.signal.throwIfAborted()
    if (!isFault(error)) throw error
    return unknown('second source', `the second source could not be had (${error.message})`)
  }
}

const NONE = unknown('second source', 'no second source')

/** A finished track of another row. */
async function ownWithSameCode({ row, search, measured }: TrackWork, { tools }: StageContext) {
  const isrc = isrcOf(row.isrc ?? search?.wish.isrc)
  if (!isrc) return undefined
  const title = row.title ?? search?.wish.title
  const artist = row.artist ?? [search?.wish.artist ?? []].flat().join(', ')
  if (!title || !artist) return undefined
  const rows = await (await tools.tracks()).listAlike({ title, artist, isrc })
  for (const other of rows) {
    if (other.id === row.id || other.inTrash || isrcOf(other.isrc) !== isrc) continue
    const theirs = fingerprintOf(tools.journal.measuredOf(other.id))
    if (theirs) return compare(`“${trackLabel(other)}”, which has the same ISRC`, measured?.fingerprint, theirs)
  }
  return undefined
}

async function fetched(work: TrackWork, { tools, signal, spend }: StageContext): Promise<Check | undefined> {
  const refused = tools.searches.refused(work.row.id)
  const link = work.search?.elsewhere.find(other => !refused.has(other))
  if (!link || !isDue(work, tools.secondSource)) return undefined
  const dir = join(work.staging, 'second')
  await mkdir(dir, { recursive: true })
  try {
    const source = await tools.sources.fetch(link, { dir, signal })
    spend({ bytes: source.bytes })
    const { analysis } = await measureFile(tools.audio, source.path, { signal })
    return compare(link, need(work.measured, 'measurement').fingerprint, analysis.fingerprint)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

function isDue({ search, heard }: TrackWork, setting: StageContext['tools']['secondSource']): boolean {
  if (setting !== 'unsure') return setting === 'always'
  return (search?.score ?? 0) < SURE_SCORE && heard?.check.verdict !== 'pass'
}

function compare(where: string, ours: string | undefined, theirs: string | undefined): Check {
  const [one, two] = [wordsIn(ours), wordsIn(theirs)]
  const isEnough = Math.min(one.length, two.length) >= LEAST_OVERLAP
  return secondSourceCheck(where, isEnough ? bitErrors(one, two, MOST_OFFSET)?.errors : undefined)
}

function fingerprintOf(analysis: unknown): string | undefined {
  const isKnown = typeof analysis === 'object' && analysis !== null && 'fingerprint' in analysis
  return isKnown && typeof analysis.fingerprint === 'string' ? analysis.fingerprint : undefined
}
