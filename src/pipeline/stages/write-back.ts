// Everything that was measured and made, in one PATCH. Success is what Notion says it holds.

import { Transient } from '../../errors.ts'
import { camelot, keyName } from '../../model/musical-key.ts'
import { done } from '../../model/outcome.ts'
import { errorTagsOf, type TrackChanges } from '../../model/track.ts'
import { need, type Stage, type TrackWork } from '../stage.ts'

export const writeBack: Stage = {
  name: 'write back',
  async run(work, { tools, tracks }) {
    const changes = changesOf(work, tools.now())
    const row = await tracks.update(work.row.id, changes)
    const lost = CHECKED.filter(
      field => changes[field] !== undefined && !tracks.absent.includes(field) && row[field] !== changes[field],
    )
    if (lost.length > 0) throw new Transient(`Notion’s answer does not hold what was written: ${lost.join(', ')}`)
    return done(summaryOf(work), { files: Object.values(work.files), notes: work.notes })
  },
}

/** What the answer must hold. */
const CHECKED = ['downloaded', 'm4aPath', 'wavPath', 'aiffPath', 'tempo', 'key'] as const

function changesOf(work: TrackWork, now: Date): TrackChanges {
  const { row, source, facts, files } = work
  const measured = need(work.measured, 'measurement')
  const solved = errorTagsOf(row)
  return {
    downloaded: true,
    title: row.title ? undefined : (source?.title ?? facts?.title),
    artist: row.artist ? undefined : (source?.artist ?? facts?.artist),
    album: row.album ? undefined : (source?.album ?? facts?.album),
    m4aPath: files.m4a,
    wavPath: files.wav,
    aiffPath: files.aiff,
    tempo: row.tempo === undefined ? measured.tempo?.bpm : undefined,
    key: row.key || !measured.key ? undefined : keyName(measured.key.key),
    camelot: row.key || !measured.key ? undefined : camelot(measured.key.key),
    duration: Math.round(measured.seconds * 1000) / 1000,
    loudness: measured.loudness,
    peak: measured.truePeak,
    fingerprint: measured.fingerprint,
    tags: solved.length > 0 ? row.tags.filter(tag => !solved.includes(tag)) : undefined,
    source: source?.origin,
    processedAt: now.toISOString(),
    summary: summaryOf(work),
  }
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
