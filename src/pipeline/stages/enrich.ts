// Asks services for what the row lacks. No track depends on it: it does not fail, and is not waited for long.

import {
  askAgainAt,
  enrichmentOf,
  fieldsIn,
  lackedBy,
  nameAsked,
  releaseWords,
  spotifyIdOf,
} from '../../model/enrichment.ts'
import type { Gathered, MetadataField } from '../../model/metadata.ts'
import type { Asked, Gather } from '../../sources/metadata/gather.ts'
import { need, type Stage, type StageContext, type TrackWork } from '../stage.ts'
import { outputsAreWhole } from '../sums.ts'

const PATIENCE_MS = 20_000

export const enrich: Stage = {
  name: 'enrich',
  async run(work, context) {
    const { metadata } = context.tools
    const question = metadata && questionOf(work)
    const gathered = question && (await ask(metadata, question, context, work))
    if (!gathered) return work
    const found = enrichmentOf(gathered, work.row, question.wants)
    context.log.info(
      { track: work.row.id, found: releaseWords(fieldsIn(found)), providers: gathered.providers },
      'services were asked about the recording',
    )
    const again = askAgainAt(gathered.providers, context.tools.now().getTime())
    return { ...work, found, askAgainAt: again, notes: [...work.notes, ...doubts(gathered)] }
  },
  receipt: {
    fields: ['found', 'notes'],
    holds: outputsAreWhole,
    also({ row, askAgainAt: againAt }, { tools }) {
      if (againAt !== undefined) tools.enrichedRows.record({ page: row.id, name: nameAsked(row), againAt })
    },
  },
}

interface Question extends Pick<Asked, 'wish' | 'audio' | 'spotifyId'> {
  wants: readonly MetadataField[]
}

/** @returns undefined where nothing is lacking, or the recording has no name */
function questionOf({ row, source, facts, measured }: TrackWork): Question | undefined {
  const { fingerprint, seconds } = need(measured, 'measurement')
  const said = facts?.tags ?? {}
  const title = row.title ?? source?.title ?? said.title
  const artist = row.artist ?? source?.artist ?? said.artist
  const album = row.album ?? source?.album ?? said.album
  const hasPicture = row.artworkUrl !== undefined || facts?.hasPicture === true
  const wants = [...lackedBy({ ...row, album }), ...(hasPicture ? [] : (['artworkUrl'] as const))]
  if (!title || !artist || wants.length === 0) return undefined
  return {
    wish: { title, artist, album, seconds, isrc: row.isrc ?? said.isrc },
    audio: fingerprint ? { fingerprint, seconds } : undefined,
    spotifyId: spotifyIdOf(row),
    wants,
  }
}

async function ask(
  metadata: Gather,
  question: Question,
  { signal, log }: StageContext,
  { row }: TrackWork,
): Promise<Gathered | undefined> {
  try {
    return await metadata({ ...question, signal, patience: AbortSignal.timeout(PATIENCE_MS) })
  } catch (error) {
    signal.throwIfAborted()
    log.error({ track: row.id, error }, 'services could not be asked about the recording')
    return undefined
  }
}

/** For people: what speaks against the row's own names. */
const doubts = ({ fingerprint }: Gathered): string[] =>
  fingerprint?.verdict === 'other' ? [`by its sound it is ${fingerprint.knownAs.slice(0, 2).join(' or ')}`] : []
