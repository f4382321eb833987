// What is to be said of a recording, in words.

import { lossyOrigin } from '../model/lossy-origin.ts'
import type { Analysis } from './analysis/analysis.ts'
import type { AudioFacts } from './probe.ts'

/** Hz off 440 that is heard beside other music: about ten cents. */
const OUT_OF_TUNE = 2.5

/** What could not be measured, and what a DJ wants to know before it is played. */
export function remarksOn(analysis: Analysis, facts: AudioFacts): string[] {
  const { tempo, key, cutoff, missing } = analysis
  const drift = tempo?.drift
  const remarks = [
    drift && `the tempo drifts between ${drift.from.toFixed(1)} and ${drift.to.toFixed(1)} BPM`,
    key && Math.abs(key.tuning - 440) >= OUT_OF_TUNE && `it is tuned to ${key.tuning.toFixed(1)} Hz`,
    facts.madeOf && `it is made of ${facts.madeOf.codec}, as its tags say`,
    lossyOrigin({ lossless: facts.isLossless === true, cutoff, sampleRate: facts.sampleRate }),
  ]
  return [...missing, ...remarks.filter(remark => typeof remark === 'string')]
}
