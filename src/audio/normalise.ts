// How much louder the files are made to reach a loudness, so that no peak is cut: one gain for the whole recording.

import type { Analysis } from './analysis/analysis.ts'

/** dBTP that no peak is raised above. */
const CEILING = -1
/** Less is not heard. */
const LEAST = 0.1

/** @returns dB, negative to make it quieter; 0 when nothing is asked for, or the recording is silent */
export function gainTo(target: number | undefined, { loudness, truePeak }: Analysis): number {
  if (target === undefined || loudness === undefined) return 0
  const wanted = target - loudness
  const allowed = CEILING - (truePeak ?? 0)
  const gain = Math.floor(Math.min(wanted, wanted > 0 ? Math.max(0, allowed) : allowed) * 10 + 1e-6) / 10
  return Math.abs(gain) < LEAST ? 0 : gain
}

/** What the recording measures after that. */
export function louderBy(gain: number, analysis: Analysis): Analysis {
  const { loudness, truePeak } = analysis
  const raised = (value: number | undefined) => (value === undefined ? undefined : Math.round((value + gain) * 10) / 10)
  return { ...analysis, loudness: raised(loudness), truePeak: raised(truePeak) }
}
