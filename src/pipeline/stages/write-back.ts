// Everything that was measured and made, as one write for the outbox, kept in one commit with the run's last receipt.

import { ERROR_TAGS } from '../../errors.ts'
import { camelot, keyName } from '../../model/musical-key.ts'
import { linkField } from '../../model/url.ts'
import type { FieldValue, FieldWrite, FieldWrites } from '../../model/write.ts'
import { valuesOfPerson } from '../person-values.ts'
import { need, type Stage, type StageContext, type TrackWork } from '../stage.ts'
import { filesAreWhole } from './file.ts'

export const writeBack: Stage = {
  name: 'write back',
  run: async (work, context) => ({
    ...work,
    written: changesOf(work, context),
    isWaiting: true,
  }),
  receipt: {
    fields: ['written'],
    holds: filesAreWhole,
    also({ row, written = {}, measured }, { tools }) {
      tools.outbox.add({ target: 'tracks', page: row.id, fields: written })
      tools.journal.recordMeasured(row.id, measured)
    },
  },
}

function changesOf(work: TrackWork, { tools }: StageContext): FieldWrites {
  const { row, source, facts, files, found = {} } = work
  const measured = need(work.measured, 'measurement')
  const theirs = valuesOfPerson(row, tools.outbox)
  const values: Record<string, FieldValue | undefined> = {
    downloaded: true,
    title: row.title ? undefined : (source?.title ?? facts?.tags?.title),
    artist: row.artist ? undefined : (source?.artist ?? facts?.tags?.artist),
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
    tempo: measured.tempo?.bpm,
    key: measured.key && keyName(measured.key.key),
    camelot: theirs.key || !measured.key ? undefined : camelot(measured.key.key),
    duration: Math.round(measured.seconds * 1000) / 1000,
    loudness: measured.loudness,
    peak: measured.truePeak,
    loudnessRange: measured.loudnessRange,
    tempoConfidence: measured.tempo?.confidence,
    keyConfidence: measured.key?.confidence,
    codec: facts?.codec,
    bitRate: facts?.bitRate && Math.round(facts.bitRate / 1000),
    sampleRate: facts?.sampleRate,
    channels: facts?.channels,
    cutoff: measured.cutoff,
    fingerprint: measured.fingerprint,
    source: source?.origin,
    processedAt: tools.now().toISOString(),
    summary: summaryOf(work),
  }
  const wasSet: Record<string, boolean> = { tempo: theirs.tempo !== undefined, key: theirs.key !== undefined }
  const fields: Record<string, FieldWrite> = { tags: { how: 'options', add: [], remove: ERROR_TAGS } }
  for (const [field, value] of Object.entries(values)) {
    if (value !== undefined) fields[field] = { how: 'fill', value, ...(wasSet[field] ? { wasSet: true } : {}) }
  }
  for (const field of ['sourceUrl', 'soundcloudUrl', 'youtubeUrl'] as const)
    fields[field] = { how: 'given', value: row[field] ?? null }
  if (work.choice) fields[linkField(work.choice.link)] = { how: 'fill', value: work.choice.link, decides: true }
  return fields
}

/** One line a person reads: what was measured, what could not be. */
function summaryOf({ measured, facts, notes }: TrackWork): string {
  const parts = [
    measured?.tempo && `${measured.tempo.bpm.toFixed(2)} BPM`,
    measured?.key && `${keyName(measured.key.key)} (${camelot(measured.key.key)})`,
    measured?.loudness !== undefined && `${measured.loudness.toFixed(1)} LUFS`,
    measured?.truePeak !== undefined && `true peak ${measured.truePeak.toFixed(1)} dBTP`,
    facts && `from ${facts.codec} ${facts.sampleRate / 1000} kHz`,
    ...notes,
  ]
  return parts.filter(Boolean).join(', ')
}
