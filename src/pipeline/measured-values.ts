// What was measured of a recording, as cells of its row.

import type { Analysis } from '../audio/analysis/analysis.ts'
import { camelot, keyName } from '../model/musical-key.ts'
import type { FieldValue } from '../model/write.ts'

/** @param hasKey a person gave the row its key: ours is not written beside it */
export function measuredValues(measured: Analysis, hasKey: boolean): Record<string, FieldValue | undefined> {
  const { tempo, key } = measured
  return {
    tempo: tempo?.bpm,
    key: key && keyName(key.key),
    camelot: hasKey || !key ? undefined : camelot(key.key),
    duration: Math.round(measured.seconds * 1000) / 1000,
    loudness: measured.loudness,
    peak: measured.truePeak,
    loudnessRange: measured.loudnessRange,
    tempoConfidence: tempo?.confidence,
    keyConfidence: key?.confidence,
    cutoff: measured.cutoff,
    fingerprint: measured.fingerprint,
  }
}
