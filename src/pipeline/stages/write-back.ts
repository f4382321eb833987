// Everything that was measured and made, as one write for the outbox, kept in one commit with the run's last receipt.

import { ERROR_TAGS } from '../../errors.ts'
import { MERGED_TAG } from '../../model/merged.ts'
import { camelot, keyName } from '../../model/musical-key.ts'
import { linkField } from '../../model/url/url.ts'
import type { FieldValue, FieldWrite, FieldWrites } from '../../model/write.ts'
import { artistPages, linkTo } from '../artist-pages.ts'
import { waitingForEagle, withoutEagle } from '../eagle/told.ts'
import { importJob } from '../eagle/wish.ts'
import { measuredValues } from '../measured-values.ts'
import { namesOf } from '../names-of.ts'
import { valuesOfPerson } from '../person-values.ts'
import { qualityOfWork } from '../recognise/owner.ts'
import { need, type Stage, type StageContext, type TrackWork } from '../stage.ts'
import { filesAreWhole } from './file.ts'

export const writeBack: Stage = {
  name: 'write back',
  async run(work, context) {
    const artists = await artistPages(context, work.row, namesOf(work))
    return { ...work, written: { ...changesOf(work, context), ...linkTo(artists) }, isWaiting: true }
  },
  receipt: {
    fields: ['proof', 'written'],
    holds: filesAreWhole,
    also({ row, written = {}, measured, forEagle }, { tools }) {
      tools.outbox.add({ target: 'tracks', page: row.id, fields: written })
      tools.journal.recordMeasured(row.id, measured)
      const at = tools.now().getTime()
      if (forEagle)
        tools.queue.add(importJob({ id: row.id, ...forEagle }, { wish: forEagle, at, summary: summaryIn(written) }))
    },
  },
}

export function changesOf(work: TrackWork, { tools }: StageContext): FieldWrites {
  const { row, source, facts, files, found = {} } = work
  const names = namesOf(work)
  const made = qualityOfWork(work)
  const measured = need(work.measured, 'measurement')
  const theirs = valuesOfPerson(row, tools.outbox)
  const values: Record<string, FieldValue | undefined> = {
    downloaded: true,
    title: row.title ? undefined : names.title,
    artist: row.artist ? undefined : names.artist,
    album: row.album ? undefined : (source?.album ?? facts?.tags?.album ?? found.album),
    isrc: found.isrc,
    label: found.label,
    releaseDate: found.releaseDate,
    genre: found.genre,
    spotifyUrl: found.spotifyUrl,
    spotifyId: found.spotifyId,
    m4aPath: files.m4a,
    wavPath: files.wav,
    aiffPath: files.aiff,
    ...measuredValues(measured, theirs.key !== undefined),
    codec: made?.codec,
    bitRate: made?.bitRate,
    sampleRate: facts?.sampleRate,
    channels: facts?.channels,
    source: source?.origin,
    processedAt: tools.now().toISOString(),
    summary: work.forEagle ? waitingForEagle(summaryOf(work)) : summaryOf(work),
  }
  const wasSet: Record<string, boolean> = { tempo: theirs.tempo !== undefined, key: theirs.key !== undefined }
  const fields: Record<string, FieldWrite> = { tags: { how: 'options', add: [], remove: tagsSolved(row, tools) } }
  for (const [field, value] of Object.entries(values)) {
    if (value !== undefined) fields[field] = { how: 'fill', value, ...(wasSet[field] ? { wasSet: true } : {}) }
  }
  for (const field of ['sourceUrl', 'soundcloudUrl', 'youtubeUrl'] as const)
    fields[field] = { how: 'given', value: row[field] ?? null }
  if (work.choice) fields[linkField(work.choice.link)] = { how: 'fill', value: work.choice.link, decides: true }
  return fields
}

/** Shares files no more, where it did. */
const tagsSolved = ({ id, tags }: TrackWork['row'], { outbox }: StageContext['tools']): readonly string[] => {
  if (!tags.includes(MERGED_TAG)) return ERROR_TAGS
  const wrote = outbox.wrote(id, 'tags')
  return Array.isArray(wrote) && wrote.includes(MERGED_TAG) ? [...ERROR_TAGS, MERGED_TAG] : ERROR_TAGS
}

export function summaryIn({ summary }: FieldWrites): string | undefined {
  return summary?.how === 'fill' && typeof summary.value === 'string' ? withoutEagle(summary.value) : undefined
}

/** One line a person reads: what was measured, what could not be. */
function summaryOf({ measured, facts, notes }: TrackWork): string {
  const made = qualityOfWork({ facts, measured })
  const parts = [
    measured?.tempo && `${measured.tempo.bpm.toFixed(2)} BPM`,
    measured?.key && `${keyName(measured.key.key)} (${camelot(measured.key.key)})`,
    measured?.loudness !== undefined && `${measured.loudness.toFixed(1)} LUFS`,
    measured?.truePeak !== undefined && `true peak ${measured.truePeak.toFixed(1)} dBTP`,
    facts && `from ${made?.codec} ${facts.sampleRate / 1000} kHz`,
    ...notes,
  ]
  return parts.filter(Boolean).join(', ')
}
