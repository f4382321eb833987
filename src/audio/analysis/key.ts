// Key from a pitch-class profile: the best correlation with 24 templates.

import type { MusicalKey } from '../../model/musical-key.ts'
import type { KeyEstimate } from './analysis.ts'
import type { Profile } from './chroma.ts'

/** "bgate" profiles for electronic dance music: Faraldo, Jordà & Herrera, "A multi-profile method for key estimation in EDM", 2017. */
const DANCE = {
  major: [1.0, 0.0, 0.42, 0.0, 0.53, 0.37, 0.0, 0.77, 0.0, 0.38, 0.21, 0.3],
  minor: [1.0, 0.0, 0.36, 0.39, 0.0, 0.38, 0.0, 0.74, 0.27, 0.0, 0.42, 0.23],
} as const
/** Sha'ath's of 2011: knows which notes are outside the scale. */
const TONAL = {
  major: [6.6, 2.0, 3.5, 2.3, 4.6, 4.0, 2.5, 5.2, 2.4, 3.7, 2.3, 3.4],
  minor: [6.5, 2.7, 3.5, 5.4, 2.6, 3.5, 2.5, 5.2, 4.0, 2.7, 4.3, 3.2],
} as const
const MODES = ['major', 'minor'] as const

/** Below this no key fits: percussion, noise. */
const LEAST_CORRELATION = 0.5
/** One tone or an open fifth has no major or minor. */
const LEAST_CLASSES = 3
/** Share of the loudest class. */
const CLASS_COUNTS_FROM = 0.15

/** @param tonalShare how much the tonal template counts beside the dance one */
export function estimateKey({ classes, tuning }: Profile, tonalShare = 1): KeyEstimate | undefined {
  const clear = classes.map(value => (value < CLASS_COUNTS_FROM ? 0 : value))
  if (clear.filter(value => value > 0).length < LEAST_CLASSES) return undefined
  const [best, next] = rank(clear, tonalShare)
  if (!best || !next || best.fit < LEAST_CORRELATION) return undefined
  return { key: best.key, confidence: confidenceOf(best.fit, next.fit), alternative: next.key, tuning }
}

/** All 24 keys, the best fit first. */
function rank(classes: Float64Array, tonalShare: number): { key: MusicalKey; fit: number }[] {
  return MODES.flatMap(mode => {
    const template = DANCE[mode].map((value, i) => value + (tonalShare * (TONAL[mode][i] ?? 0)) / TONAL[mode][0])
    return Array.from({ length: 12 }, (_, pitchClass) => {
      const rotated = template.map((_value, i) => classes[(i + pitchClass) % 12] ?? 0)
      return { key: { pitchClass, mode }, fit: correlation(rotated, template) }
    })
  }).sort((a, b) => b.fit - a.fit)
}

/** Of what the next best leaves unexplained, how much the best explains. */
function confidenceOf(best: number, next: number): number {
  return Math.round((100 * (best - next)) / (1 - next + 1e-9)) / 100
}

/** Pearson's r. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanA, meanB] = [mean(a), mean(b)]
  let [top, powerA, powerB] = [0, 0, 0]
  for (const [i, value] of a.entries()) {
    const [x, y] = [value - meanA, (b[i] ?? 0) - meanB]
    top += x * y
    powerA += x * x
    powerB += y * y
  }
  return powerA > 0 && powerB > 0 ? top / Math.sqrt(powerA * powerB) : 0
}
