// Which reading of a pulse is the tempo: 70 or 140, 87 or 174, and in ternary music two thirds of it.

import type { Explained } from './likelihood.ts'
import { ENVELOPE_RATE, type Onsets } from './onset-envelope.ts'
import { beatStrength, near, normalise, type Periodicity, periodicity } from './periodicity.ts'

export const SLOWEST = 50
export const FASTEST = 215
const RATIOS = [1, 1 / 3, 1 / 2, 2 / 3, 3 / 4, 4 / 3, 3 / 2, 2, 3]
/** Fitted to music of known tempo by scripts/bench/tempo-truth.ts; the order is that of `featuresOf`. */
export const WEIGHTS: readonly number[] = [
  2.4, -2.35, 1.63, 2.97, 3.01, -0.41, 2.09, -1.05, 0.72, 2.29, -0.69, 0.51, 0.6, 6.21, 2.3,
]

export interface Reading extends Explained {
  bpm: number
}

/** Every simple ratio to a pulse that lies within the range, with what speaks for it. */
export function readingsOf(pulse: number, all: Periodicity, onsets: Pick<Onsets, 'low' | 'snare'>): Reading[] {
  const longest = all.repetition.length
  const [low, snare] = [onsets.low, onsets.snare].map(part => {
    const moving = normalise(part, 0)
    return moving && periodicity(moving, longest, 2)
  })
  return RATIOS.map(ratio => pulse * ratio)
    .filter(bpm => bpm >= SLOWEST && bpm <= FASTEST)
    .map(bpm => ({ bpm, features: featuresOf({ all, low, snare }, bpm) }))
}

interface Bands {
  all: Periodicity
  low?: Periodicity
  snare?: Periodicity
}

/**
 * The rule, in a sentence: the tempo is the reading whose beat, and whose halves or thirds of it, repeat most, whose kick
 * comes back each bar of four and whose snare each second beat, within a wide bell (171 BPM, 0.46 octaves) that keeps the
 * slower readings from winning by their larger repetition.
 */
function featuresOf({ all, low, snare }: Bands, bpm: number): number[] {
  const lag = (60 * ENVELOPE_RATE) / bpm
  const every = (band: Periodicity | undefined, beats: number) => (band ? near(band.repetition, beats * lag) : 0)
  const octaves = Math.log2(bpm / 120)
  return [
    octaves,
    octaves * octaves,
    Math.log(0.02 + beatStrength(all.repetition, bpm)),
    every(all, 1),
    every(all, 1 / 2),
    every(all, 1 / 4),
    every(all, 1 / 3),
    every(all, 2 / 3),
    every(all, 3 / 2),
    every(all, 3),
    every(low, 1 / 2),
    every(low, 1),
    every(low, 2),
    every(low, 4),
    every(snare, 2),
  ]
}
