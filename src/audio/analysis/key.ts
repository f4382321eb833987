// Key from a pitch-class profile: the best correlation with 24 templates.

import type { KeyEstimate } from './analysis.ts'

/** "bgate" profiles for electronic dance music: Faraldo, Jordà & Herrera, "A multi-profile method for key estimation in EDM", 2017. */
const PROFILES = {
  major: [1.0, 0.0, 0.42, 0.0, 0.53, 0.37, 0.0, 0.77, 0.0, 0.38, 0.21, 0.3],
  minor: [1.0, 0.0, 0.36, 0.39, 0.0, 0.38, 0.0, 0.74, 0.27, 0.0, 0.42, 0.23],
} as const

/** Below this no key fits: percussion, noise. */
const LEAST_CORRELATION = 0.5
/** One tone or an open fifth has no major or minor. */
const LEAST_CLASSES = 3

/** @param chroma twelve values from C */
export function estimateKey(chroma: Float64Array): KeyEstimate | undefined {
  if (chroma.filter(value => value > 0).length < LEAST_CLASSES) return undefined
  let best: KeyEstimate | undefined
  for (const mode of ['major', 'minor'] as const) {
    for (let pitchClass = 0; pitchClass < 12; pitchClass += 1) {
      const rotated = PROFILES[mode].map((_, i) => chroma[(i + pitchClass) % 12] ?? 0)
      const fit = correlation(rotated, PROFILES[mode])
      if (fit > (best?.confidence ?? LEAST_CORRELATION))
        best = { key: { pitchClass, mode }, confidence: Math.round(fit * 100) / 100, tuning: 440 }
    }
  }
  return best
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
