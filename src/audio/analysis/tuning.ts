// How far the music is from A = 440 Hz: each tone says how far it is from the nearest note, and the circular mean counts.

const STANDARD = 440
/** 0: the tones lie anywhere, 1: all are equally far from their notes. Measured: music 0.16 to 1, noise and drums below. */
const LEAST_AGREEMENT = 0.15
/** Share of all that one note may have; more is a drum that rings. */
const MOST_OF_ONE_NOTE = 0.85
/** Fewer tones are a few strokes of a drum that happens to ring. */
const LEAST_TONES = 40

export interface TuningMeter {
  add(hertz: number, weight: number): void
  /** −50 to 50; 0 when the tones do not agree. */
  cents(): number
}

export function createTuningMeter(): TuningMeter {
  const notes = new Float64Array(12)
  let [x, y, weights, tones] = [0, 0, 0, 0]
  return {
    add(hertz, weight) {
      const pitch = 12 * Math.log2(hertz / STANDARD)
      const angle = 2 * Math.PI * pitch // once around from note to note
      const note = ((Math.round(pitch) % 12) + 12) % 12
      notes[note] = (notes[note] ?? 0) + weight
      x += weight * Math.cos(angle)
      y += weight * Math.sin(angle)
      weights += weight
      tones += 1
    },
    cents() {
      if (Math.max(...notes) > MOST_OF_ONE_NOTE * weights) return 0
      if (tones < LEAST_TONES || Math.hypot(x, y) < LEAST_AGREEMENT * weights) return 0
      return (100 * Math.atan2(y, x)) / (2 * Math.PI)
    },
  }
}

/** Hz of the A, to a tenth. */
export const hertzOfA = (cents: number) => Math.round(10 * STANDARD * 2 ** (cents / 1200)) / 10
