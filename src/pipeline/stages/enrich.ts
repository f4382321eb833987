// Asks services for what the row lacks. No track depends on it: it does not fail, and is not waited for long.

import { z } from 'zod'
import {
  askAgainAt,
  type Enrichment,
  enrichmentOf,
  fieldsIn,
  lackedBy,
  nameAsked,
  releaseWords,
  spotifyIdOf,
} from '../../model/enrichment.ts'
import type { Gathered, MetadataField } from '../../model/metadata.ts'
import { acoustidCheck, type Check, unknown } from '../../model/proof.ts'
import type { Asked, Gather } from '../../sources/metadata/gather.ts'
import { type Heard, need, type Stage, type StageContext, type TrackWork } from '../stage.ts'
import { outputsAreWhole } from '../sums.ts'

const PATIENCE_MS = 20_000

export const enrich: Stage = {
  name: 'enrich',
  async run(work, context) {
    const { metadata } = context.tools
    const before = work.choice && askedBefore(work, context)
    if (before) return { ...work, ...before }
    const question = metadata && questionOf(work)
    const gathered = question && (await ask(metadata, question, context, work))
    const heard = heardIn(work, gathered)
    if (!gathered) return heard ? { ...work, heard } : work
    const found = enrichmentOf(gathered, work.row, question.wants)
    context.log.note(
      { track: work.row.id, found: releaseWords(fieldsIn(found)), providers: gathered.providers },
      'services were asked about the recording',
    )
    const again = askAgainAt(gathered.providers, context.tools.now().getTime())
    const notes = work.choice ? work.notes : [...work.notes, ...doubts(gathered)]
    return { ...work, found, heard, askAgainAt: again, notes }
  },
  receipt: {
    intend: async (work, context) => work.choice && askedBefore(work, context),
    fields: ['found', 'heard', 'notes'],
    holds: outputsAreWhole,
    also({ row, askAgainAt: againAt }, { tools }) {
      if (againAt !== undefined) tools.enrichedRows.record({ page: row.id, name: nameAsked(row), againAt })
    },
  },
}

/** An earlier start of this run had the answer, and the file is the same. */
function askedBefore(
  { run, source }: TrackWork,
  { tools }: StageContext,
): Pick<TrackWork, 'found' | 'heard'> | undefined {
  const { data } = Answer.safeParse(tools.journal.entry({ run, stage: 'enrich' })?.data)
  return data && data.heard.sha256 === source?.sha256 ? data : undefined
}

const Answer = z.object({
  found: z.custom<Enrichment>(value => typeof value === 'object').optional(),
  heard: z.object({ sha256: z.string(), check: z.custom<Check>(value => typeof value === 'object' && value !== null) }),
})

/** Of a recording that was found. */
function heardIn(
  { choice, search, source, row, measured }: TrackWork,
  gathered: Gathered | undefined,
): Heard | undefined {
  if (!choice) return undefined
  const wish = search?.wish ?? { title: row.title ?? choice.title, artist: row.artist }
  const check = measured?.fingerprint
    ? acoustidCheck(wish, gathered)
    : unknown('AcoustID', 'it is too short for a fingerprint')
  return { sha256: need(source, 'source').sha256, check }
}

interface Question extends Pick<Asked, 'wish' | 'audio' | 'spotifyId' | 'only'> {
  wants: readonly MetadataField[]
}

/** @returns undefined where nothing is lacking and nothing to be proved, or the recording has no name */
function questionOf({ row, source, facts, measured, choice, search }: TrackWork): Question | undefined {
  const { fingerprint, seconds } = need(measured, 'measurement')
  const said = facts?.tags ?? {}
  const title = row.title ?? search?.wish.title ?? source?.title ?? said.title
  const artist = row.artist ?? search?.wish.artist ?? source?.artist ?? said.artist
  const album = row.album ?? source?.album ?? said.album
  const hasPicture = row.artworkUrl !== undefined || facts?.hasPicture === true
  const wants = [...lackedBy({ ...row, album }), ...(hasPicture ? [] : (['artworkUrl'] as const))]
  const isFull = wants.length === 0
  if (!title || !artist || (isFull && !choice)) return undefined
  return {
    wish: { title, artist, album, seconds, isrc: row.isrc ?? search?.wish.isrc ?? said.isrc },
    audio: fingerprint ? { fingerprint, seconds } : undefined,
    spotifyId: spotifyIdOf(row),
    wants,
    only: isFull ? ['acoustid'] : undefined,
  }
}

async function ask(
  metadata: Gather,
  question: Question,
  { signal, log, tools: { store, artistNames } }: StageContext,
  { row }: TrackWork,
): Promise<Gathered | undefined> {
  try {
    const gathered = await metadata({ ...question, signal, patience: AbortSignal.timeout(PATIENCE_MS) })
    if (gathered.artists.length > 0) await store.commit(() => artistNames.learn(gathered.artists))
    return gathered
  } catch (error) {
    signal.throwIfAborted()
    log.error({ track: row.id, error }, 'services could not be asked about the recording')
    return undefined
  }
}

/** For people: what speaks against the row's own names. */
const doubts = ({ fingerprint }: Gathered): string[] =>
  fingerprint?.verdict === 'other' ? [`by its sound it is ${fingerprint.knownAs.slice(0, 2).join(' or ')}`] : []
