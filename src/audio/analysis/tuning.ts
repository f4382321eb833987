// How far the music is from A = 440 Hz: each tone says how far it is from the nearest note, and the circular mean counts.

const STANDARD = 440
/** 0: the tones lie anywhere, 1: all are equally far from their notes. Measured: music 0.16 to 1, noise and drums below. */
const LEAST_AGREEMENT = 0.15
/** Fewer tones are a few strokes of a drum that happens to ring. */
const LEAST_TONES = 40

export interface TuningMeter {
  add(hertz: number, weight: number): void
  /** −50 to 50; 0 when the tones do not agree. */
  cents(): number
}

export function createTuningMeter(): TuningMeter {
  let [x, y, weights, tones] = [0, 0, 0, 0]
  return {
    add(hertz, weight) {
      const angle = 2 * Math.PI * 12 * Math.log2(hertz / STANDARD) // once around from note to note
      x += weight * Math.cos(angle)
      y += weight * Math.sin(angle)
      weights += weight
      tones += 1
    },
    cents() {
      if (tones < LEAST_TONES || Math.hypot(x, y) < LEAST_AGREEMENT * weights) return 0
      return (100 * Math.atan2(y, x)) / (2 * Math.PI)
    },
  }
}

/** Hz of the A, to a tenth. */
export const hertzOfA = (cents: number) => Math.round(10 * STANDARD * 2 ** (cents / 1200)) / 10
